"""A page of the site as a plain file: relative links, policy and typed links inside, forms that work."""

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from akkuri.texts import text
from akkuri.web.page.rendering import POLICY
from akkuri.web.plain.linking import led, linked_page
from akkuri.web.plain.places import TAB, PlainFile, answered, relative

__all__ = ["META_POLICY", "PlainPage", "plain_page", "redirect_page"]

META_POLICY: Final = "; ".join(part for part in POLICY.split("; ") if not part.startswith("frame-ancestors"))
"""The policy as a page can state it: who may frame it is only for a header to say."""

_HEADER: Final = re.compile(r'<([^>]*)>((?:; [a-z]+="[^"]*")*)')
_MAIN: Final = '<main id="main" class="wrap">'
_LEAD: Final = re.compile(r'<p class="lead">.*?</p>', re.DOTALL)
_CHARSET: Final = '<meta charset="utf-8">'
_FEW: Final = 16
"""Headers remembered: a page has the same in each language."""
_TYPED: Final = ("alternate", "describedby", "license", "cite-as")


@dataclass(slots=True)
class PlainPage:
    """The bytes of a page, and the other files that it leads to."""

    body: bytes
    leads_to: dict[str, PlainFile] = field(default_factory=dict)


def plain_page(body: str, header: str, file: str, path: str, lang: str, base: str) -> PlainPage:
    """Return a page that stands in `file`; `header` is its Link header, `path` its address on the site."""
    made = linked_page(body, file, lang, base)
    told = _told(made.html, path, lang, made.dead)
    head = [f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{META_POLICY}">']
    head += _typed_links(header, file, lang, base)
    if answered(path):
        head.append(f'<script type="module" src="{relative(TAB, "", file)}"></script>')
    return PlainPage(told.replace(_CHARSET, "\n".join(head), 1).encode("utf-8"), made.leads_to)


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
    for target, rel, kind in _typed(header):
        href = html.escape(target)
        if target.startswith("/"):
            found = led(href, file, lang, base)
            if found.place is None or found.rest:  # the page that answers in the tab is of another type
                continue
            href = found.href
        made.append(f'<link rel="{rel}"{kind} href="{href}">')
    return made


@lru_cache(maxsize=_FEW)
def _typed(header: str) -> tuple[tuple[str, str, str], ...]:
    """Return the links of a Link header that a page has, with their relation and type."""
    found = []
    for target, attributes in _HEADER.findall(header):
        rel, kind = re.search(r'rel="([^"]*)"', attributes), re.search(r' type="[^"]*"', attributes)
        if rel is not None and rel[1] in _TYPED:
            found.append((target, rel[1], kind[0] if kind else ""))
    return tuple(found)


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
