"""What is the same on every page of a part of the site: its head, and the ways in at its top and its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from flask import current_app
from markupsafe import Markup, escape

from akkuri.store import GRAPHS
from akkuri.texts import text
from akkuri.web.page.addresses import with_params
from akkuri.web.page.i18n import NAMES, Language
from akkuri.web.page.navigation import navigation, ways_to

__all__ = ["PageFrame", "alternates_html", "page_frame"]

_AT_END: Final = (
    ("/about", "web.nav_about"),
    ("/data", "web.nav_data"),
    ("/changes", "web.nav_changes"),
    ("/release", "web.releases"),
    ("/check", "web.nav_check"),
)
_API: Final = "/api"
_ALTERNATES: Final = {form.extension.upper(): form.media_type for form in GRAPHS}
"""What pages call a format of RDF → its media type, for machines that read the head of a page."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What stands around the content of a page; `preview` and `links` in its head."""

    preview: Markup
    links: Markup
    top: Markup
    end: Markup


def page_frame(
    here: str,
    lang: str,
    keep: str | None,
    *,
    style: str,
    manifest: Mapping[str, Any],
    switch: Mapping[str, str],
    preview: Iterable[tuple[str, str]],
    asked: str = "",
) -> PageFrame:
    """Return the frame of the page at a path; what many pages have alike is made once.

    `keep` is the language that links keep, `switch` the address of the page in each language, `asked` what
    stands in the field of the search.
    """
    marks = _marks(here)
    in_frame = frozenset(marks.items())
    before = (_before if not asked else _before.__wrapped__)(lang, keep, asked, marks.get("/", ""))
    others = [(code, escape(href)) for code, href in switch.items()]
    languages = "".join(
        f'<a href="{href}" lang="{code}" hreflang="{code}" title="{NAMES[code]}"'
        f"{_CURRENT if code == lang else ''}>{code.upper()}</a>\n"
        for code, href in others
    )
    alternates = "".join(f'<link rel="alternate" hreflang="{code}" href="{href}">\n' for code, href in others)
    shown = "".join(f'<meta property="og:{name}" content="{escape(told)}">\n' for name, told in preview)
    issued, version = str(manifest.get("issued") or ""), str(manifest.get("version", ""))
    return PageFrame(
        _safe(shown),
        _safe(_links(style) + alternates),
        _safe(before + languages + _after(in_frame, lang, keep)),
        _end(lang, keep, issued, version, in_frame),
    )


def alternates_html(formats: Iterable[tuple[str, str]]) -> Markup:
    """Return the links to the forms of a page's document, for its head."""
    made = [
        f'<link rel="alternate" type="{_ALTERNATES[name]}" href="{escape(href)}">\n'
        for name, href in formats
        if name in _ALTERNATES
    ]
    return _safe("".join(made))


_CURRENT: Final = ' aria-current="true"'
_THIS_PAGE: Final = ' aria-current="page"'


@lru_cache(maxsize=64)
def _marks(here: str) -> Mapping[str, str]:
    """Return what links of the frame say that lead to the page itself, or to what it is part of.

    They say the same in each language.
    """
    shown = {"/", _API, *(path for path, _ in _AT_END), *(page.path for page in navigation())}
    return {path: _THIS_PAGE if path == here else _CURRENT for path in ways_to(here) & shown}


def _part(name: str, *values: Any) -> str:
    """Return a part of the frame as the template has it."""
    return str(getattr(current_app.jinja_env.get_template("frame.html").module, name)(*values))


@lru_cache(maxsize=4)
def _links(style: str) -> str:
    return _part("links", style)


@lru_cache(maxsize=16)
def _before(lang: str, keep: str | None, asked: str, mark: str) -> str:
    """Return what stands above the choice of language."""
    home = with_params("/", lang=keep)
    return _part("top", Language(lang).t, lang, home, asked, keep is not None, _safe(mark))


@lru_cache(maxsize=256)
def _after(marks: frozenset[tuple[str, str]], lang: str, keep: str | None) -> str:
    """Return what stands below it; `marks` has what the ways in say that lead to the page."""
    marked, links = dict(marks), []
    for page in navigation():
        name, mark = escape(text(lang, page.title_key)), marked.get(page.path, "")
        links.append(f'<a href="{escape(with_params(page.path, lang=keep))}"{mark}>{name}</a>\n')
    return _part("navigation", Language(lang).t, _safe("".join(links)))


@lru_cache(maxsize=64)
def _end(lang: str, keep: str | None, issued: str, version: str, marks: frozenset[tuple[str, str]]) -> Markup:
    words, marked = Language(lang), dict(marks)
    named = [(path, text(lang, key)) for path, key in _AT_END]
    links = [(path, with_params(path, lang=keep), name) for path, name in [*named, (_API, "API")]]
    made = [
        f'<a href="{escape(href)}"{marked.get(path, "")}>{escape(name)}</a>'
        for path, href, name in [*links, ("/sparql", "/sparql", "SPARQL")]
    ]
    release = words.t("footer_release", date=words.date(issued), version=version) if issued else ""
    return _safe(_part("end", words.t, release, _safe(f"<p>{' · '.join(made)}</p>")))


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each part is escaped
