"""What is the same on every page of a part of the site: the ways in at its top and at its end."""

from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from akkuri.texts import text
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import navigation

__all__ = ["ways_at_end", "ways_at_top"]

_AT_END: Final = (
    ("/about", "web.nav_about"),
    ("/data", "web.nav_data"),
    ("/changes", "web.nav_changes"),
    ("/release", "web.releases"),
    ("/check", "web.nav_check"),
)


def ways_at_top(here: str, lang: str, keep: str | None) -> Markup:
    """Return the links at the top of the page at a path; `keep` is the language that links keep."""
    inside = {page.path for page in navigation() if here == page.path or here.startswith(f"{page.path}/")}
    return _at_top(frozenset(inside), lang, keep)


@lru_cache(maxsize=256)
def _at_top(inside: frozenset[str], lang: str, keep: str | None) -> Markup:
    links = []
    for page in navigation():
        current = ' aria-current="page"' if page.path in inside else ""
        name = escape(text(lang, page.title_key))
        links.append(f'<a href="{escape(with_params(page.path, lang=keep))}"{current}>{name}</a>\n')
    return _safe("".join(links))


@lru_cache(maxsize=16)
def ways_at_end(lang: str, keep: str | None) -> Markup:
    """Return the links at the end of a page."""
    named = [(path, text(lang, key)) for path, key in _AT_END]
    links = [(with_params(path, lang=keep), name) for path, name in [*named, ("/api", "API")]]
    made = [f'<a href="{escape(href)}">{escape(name)}</a>' for href, name in [*links, ("/sparql", "SPARQL")]]
    return _safe(f"<p>{' · '.join(made)}</p>")


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each part is escaped
