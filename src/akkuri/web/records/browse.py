"""/browse and /search: all records by kind, page by page, and by any part of their names."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request

from akkuri.errors import RequestError
from akkuri.texts import text
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import etag, language, not_modified, number_param, page, view
from akkuri.web.page.site import site
from akkuri.web.page.tables import table
from akkuri.web.page.values import Value
from akkuri.web.records.bundles import read_rows
from akkuri.web.records.lists import kind_choices
from akkuri.web.records.sections import listing
from akkuri.web.search.asked import asked_search, changed, remarks_on, wordings
from akkuri.web.search.facets import facets_shown

__all__ = ["SITE_PAGES", "blueprint", "counts"]

blueprint = Blueprint("browse", __name__)
SITE_PAGES: Final = (SitePage("/browse", nav=10),)

HITS: Final = 50
"""Hits on a page of the search."""
LONGEST: Final = 200
"""Characters of a search that are read."""


def counts() -> dict[str, int]:
    """Return how many records there are of each kind."""
    names = site().names
    classes = {names.expand(kind.cls): kind.name for kind in names.kinds}
    values = " ".join(f"<{iri}>" for iri in classes)
    rows = site().reader.select(
        "SELECT ?class (COUNT(DISTINCT ?x) AS ?n) "
        f"WHERE {{ VALUES ?class {{ {values} }} ?x a ?class }} GROUP BY ?class"
    )
    found = {
        classes[getattr(row["class"], "value", "")]: int(getattr(row["n"], "value", "0")) for row in rows
    }
    return {kind: found.get(kind, 0) for kind in names.kinds.names}


@blueprint.get("/browse")
def kinds() -> Response:
    """List the kinds of record."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    words = language()
    answer = page("kinds.html", title=words.t("nav_browse"), counts=counts())
    answer.set_etag(tag, weak=True)
    return answer


@blueprint.get("/browse/<kind>")
def browse(kind: str) -> Response:
    """List the records of one kind."""
    words = language()
    declared = site().kinds.get(kind)
    if declared is None:
        raise RequestError(404, "web.unknown_kind", {"kind": kind[:40]}, kind_choices(words.code))
    number = number_param()
    if not number:
        raise RequestError(400, "web.bad_page")
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    section, asked = listing(declared, site().names), asked_search(words.code, kind)
    found = site().search().browse(asked) if asked.facets or "filters" in request.args else None
    if found is not None and asked.facets:
        only = " ".join(f"<{hit.entry.iri}>" for hit in found.hits)
        section = replace(section, rows=f"VALUES ?row {{ {only} }} {section.rows}")
    listed = read_rows(site().reader, site().names, section, number, words.code)
    if number > 1 and not listed.rows:
        raise RequestError(404, "web.no_such_page", {}, [Value(declared.many(words.code), f"/browse/{kind}")])
    headings = map(site().names.expand, section.properties)
    site().labels.need([*listed.rows, *listed.bundle.linked(), *headings])
    shown = view(listed.bundle)
    answer = page(
        "browse.html",
        title=declared.many(words.code),
        about=declared.about(words.code),
        kind=kind,
        w=lambda key, **params: text(words.code, f"search.{key}", **params),
        remarks=remarks_on(found, asked) if found else [],
        facets=facets_shown(found, asked, wordings(words.code)) if found else [],
        filters=None if found else changed(filters="1"),
        own_first=0 < listed.own < listed.total,
        table=table(shown, section, listed.rows, listed.total, number, name="page"),
    )
    answer.set_etag(tag, weak=True)
    return answer
