"""/search: hits with what they are, who runs them and where, narrowed by facets."""

from typing import Final

from flask import Blueprint, Response, request

from akkuri.errors import RequestError
from akkuri.search.request import SORTS
from akkuri.texts import text
from akkuri.web.page.file_links import file_links
from akkuri.web.page.rendering import language, number_param, page, view
from akkuri.web.page.site import site
from akkuri.web.page.tables import pager
from akkuri.web.page.values import Value
from akkuri.web.search.asked import asked_readings, asked_search, changed, remarks_on, wordings
from akkuri.web.search.facets import facets_shown
from akkuri.web.search.readings import addresses_of

__all__ = ["blueprint"]

blueprint = Blueprint("search_pages", __name__)

HITS: Final = 50
"""Hits on a page."""


@blueprint.get("/search")
def search() -> Response:
    """Find records, concepts and questions."""
    lang, shown = language(), view()
    asked, number = asked_search(lang.code), number_param()
    if not number:
        raise RequestError(400, "web.bad_page")
    found, words = site().search().find(asked), wordings(lang.code)
    hits = found.hits[(number - 1) * HITS : number * HITS]
    if found.hits and not hits:
        first = Value(text(lang.code, "search.title", asked=asked.text[:80]), changed())
        raise RequestError(404, "web.no_such_page", {}, [first])
    told = words.hits(list(hits))
    files = {**request.args.to_dict(), "lang": lang.code}
    files.pop("format", None)
    return page(
        "search.html",
        title=text(lang.code, "search.title", asked=asked.text[:80]) if asked.text else lang.t("nav_search"),
        w=lambda key, **params: text(lang.code, f"search.{key}", **params),
        asked=asked.text[:300],
        kind=asked.kind,
        remarks=remarks_on(found, asked),
        kinds_found=[
            (name, words.kind(name, True), found.kinds[name], changed(kind=name))
            for name in _order(found.kinds)
        ],
        asks=[
            (each.title, ", ".join(each.why), addresses_of(each, site().names, lang.code)[1], each.unused)
            for each in (asked_readings(asked) if number == 1 else ())
        ],
        identified=shown.link(found.identified) if found.identified else None,
        everything=changed(kind=None),
        found=sum(found.kinds.values()),
        facets=facets_shown(found, asked, words) if asked.text else [],
        sorts=[(name, changed(sort=name), name == asked.sort) for name in SORTS],
        hits=[(shown.link(hit.iri) if "://" in hit.iri else None, hit) for hit in told],
        files=file_links("/api/search", **files),
        pager=pager(len(found.hits), number, len(hits), HITS),
    )


def _order(kinds: dict[str, int]) -> list[str]:
    names = [*site().kinds.names, "concept", "question"]
    return [name for name in names if kinds.get(name)]
