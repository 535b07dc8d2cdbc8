"""A page of the site as a plain file: relative links, policy and typed links inside, forms that work."""

import html
import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from akkuri.texts import text
from akkuri.web.page.rendering import POLICY
from akkuri.web.plain.places import REGION, TAB, PlainFile, Target, answered, place, relative

__all__ = ["META_POLICY", "PlainPage", "plain_page", "redirect_page"]

META_POLICY: Final = "; ".join(part for part in POLICY.split("; ") if not part.startswith("frame-ancestors"))
"""The policy as a page can state it: who may frame it is only for a header to say."""

_LINK: Final = re.compile(r'="(/(?!/)[^"]*)"')
"""A value that begins with a slash: found by its first letters, several times as fast as by its name."""
_LONGEST: Final = 40
"""What the name of an attribute has at most."""
_MOSTLY: Final = " href"
"""What stands before nearly all of them."""
_LINKING: Final = re.compile(r"\s(?:href|src|action|formaction|data-[a-z-]+)\Z")
_LANGUAGE_FIELD: Final = re.compile(r'<input type="hidden" name="lang"[^>]*>')
_FORM: Final = re.compile(r'<form\b([^>]*)action="([^"]*)"([^>]*)>')
_HEADER: Final = re.compile(r'<([^>]*)>((?:; [a-z]+="[^"]*")*)')
_ASKED_AS: Final = re.compile(r'<link rel="alternate" type="[^"]*" href="[^"?]*query\.html\?[^"]*">\n?')
"""Another form of a document that the tab asks for: the page that does so is of no such type."""
_MAIN: Final = '<main id="main" class="wrap">'
_LEAD: Final = re.compile(r'<p class="lead">.*?</p>', re.DOTALL)
_CHARSET: Final = '<meta charset="utf-8">'
_REMEMBERED: Final = 1 << 17
"""Links remembered: the same ones stand on thousands of pages."""
_TYPED: Final = ("alternate", "describedby", "license", "cite-as")


@dataclass(slots=True)
class PlainPage:
    """The bytes of a page, and the other files that it leads to."""

    body: bytes
    leads_to: dict[str, PlainFile] = field(default_factory=dict)


def plain_page(body: str, header: str, file: str, path: str, lang: str, base: str) -> PlainPage:
    """Return a page that stands in `file`; `header` is its Link header, `path` its address on the site."""
    found = PlainPage(b"")
    dead = False

    folder = posixpath.dirname(file)

    def link(match: re.Match[str]) -> str:
        start = match.start()
        if match.string[start - len(_MOSTLY) : start] != _MOSTLY and not _LINKING.search(
            match.string, max(0, start - _LONGEST), start
        ):
            return match[0]
        target, href = _led(match[1], lang, base, folder)
        if target.place is not None:
            found.leads_to[target.place.file] = target.place
        if target.file == file and target.rest.startswith("#"):
            href = html.escape(target.rest)
        return f'="{href}"'

    def form(match: re.Match[str]) -> str:
        nonlocal dead
        whole = match[0].replace('method="post"', 'method="get"')
        action = html.unescape(match[2]).partition("?")[0]
        if answered(action):
            return whole
        if action == "/gaps":
            return whole.replace('action="/gaps"', f'action="{REGION}"')
        dead = True
        return whole.replace("<form", "<form inert", 1)

    body = _LANGUAGE_FIELD.sub("", body)
    body = _ASKED_AS.sub("", _LINK.sub(link, _FORM.sub(form, body)))
    body = _told(body, path, lang, dead)
    head = [f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{META_POLICY}">']
    head += _typed_links(header, file, lang, base)
    if answered(path):
        head.append(f'<script type="module" src="{relative(TAB, "", file)}"></script>')
    found.body = body.replace(_CHARSET, "\n".join(head), 1).encode("utf-8")
    return found


@lru_cache(maxsize=_REMEMBERED)
def _led(address: str, lang: str, base: str, folder: str) -> tuple[Target, str]:
    """Return where an address, as it stands in a page, leads, and the link from a page in `folder`."""
    target = _place(address, lang, base)
    return target, _href(target.file, target.rest, folder)


@lru_cache(maxsize=_REMEMBERED)
def _place(address: str, lang: str, base: str) -> Target:
    """Return where an address leads: the same from every folder."""
    return place(html.unescape(address), lang, base)


def _href(file: str, rest: str, folder: str) -> str:
    """Return the link to a file from a page in `folder`, as it stands in a page."""
    return html.escape(relative(file, rest, f"{folder}/page" if folder else "page"))


def _told(body: str, path: str, lang: str, dead: bool) -> str:
    """Return a page that says what it cannot do; `dead` where it has a form that needs the server."""
    if path == "/search":  # what helps there is the server's search
        body = _LEAD.sub(
            f'<p class="lead">{html.escape(text(lang, "plain.search_limits"))}</p>', body, count=1
        )
    told = f"{_MAIN}\n"
    if dead:
        told += _notice(lang, "plain.form")
    if answered(path):
        told += f"<noscript>{_notice(lang, 'plain.script')}</noscript>"
    return body.replace(_MAIN, told, 1)


def _notice(lang: str, key: str) -> str:
    return f'<p class="notice">{html.escape(text(lang, key))}</p>'


def _typed_links(header: str, file: str, lang: str, base: str) -> list[str]:
    """Return a Link header as elements of a page's head."""
    made = []
    folder = posixpath.dirname(file)
    for target, attributes in _HEADER.findall(header):
        rel = re.search(r'rel="([^"]*)"', attributes)
        if rel is None or rel[1] not in _TYPED:
            continue
        href = html.escape(target)
        if target.startswith("/"):
            found, href = _led(href, lang, base, folder)
            if found.place is None or found.rest:  # the page that answers in the tab is of another type
                continue
        kind = re.search(r' type="[^"]*"', attributes)
        made.append(f'<link rel="{rel[1]}"{kind[0] if kind else ""} href="{href}">')
    return made


def redirect_page(target: str, record: str) -> bytes:
    """Return the page at the identifier of a record: it leads on to the page about it."""
    to, iri = html.escape(target), html.escape(record)
    return (
        f'<!doctype html>\n<html lang="en">\n{_CHARSET}\n'
        f'<meta http-equiv="Content-Security-Policy" content="{META_POLICY}">\n'
        f'<meta http-equiv="refresh" content="0; url={to}">\n<link rel="canonical" href="{iri}">\n'
        f"<title>{iri}</title>\n"
        f'<p><a href="{to}">{iri}</a></p>\n</html>\n'
    ).encode()
