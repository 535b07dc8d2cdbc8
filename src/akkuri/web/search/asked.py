"""What an address asks of the search, and addresses that ask it otherwise."""

from typing import Final

from flask import request

from akkuri.search.finder import SearchFound
from akkuri.search.narrowing import narrowed
from akkuri.search.remarks import remarks
from akkuri.search.request import SearchRequest
from akkuri.search.shown import Wordings
from akkuri.web.page.addresses import with_params
from akkuri.web.page.site import site

__all__ = ["OWN", "asked_search", "changed", "remarks_on", "wordings"]

OWN: Final = frozenset({"q", "kind", "sort", "page", "lang", "format", "limit", "offset", "filters"})
"""Parameters of an address that are no facets."""
_LONGEST: Final = 10_000


def asked_search(lang: str, kind: str | None = None) -> SearchRequest:
    """Read the search out of the address; empty values count as none."""
    given = {key: value for key, value in request.args.items() if value}
    asked = SearchRequest(
        given.get("q", "")[:_LONGEST].strip(),
        kind or given.get("kind"),
        {key: value[:200] for key, value in given.items() if key not in OWN},
        given.get("sort", "near"),
        lang,
    )
    return narrowed(asked, site().search(), site().known)


def changed(**params: str | None) -> str:
    """Return this address with some parameters changed (None leaves one out), on its first page."""
    kept = {key: value for key, value in request.args.items() if value and key not in ("page", "format")}
    return with_params(request.path, **{**kept, **params})


def remarks_on(found: SearchFound, asked: SearchRequest) -> list[str]:
    """Return what must be said about an answer."""
    return remarks(found, asked, tuple(site().search().facets))


def wordings(lang: str) -> Wordings:
    """Return the words of a language for hits and facets."""
    return Wordings(site().names, site().labels, lang)
