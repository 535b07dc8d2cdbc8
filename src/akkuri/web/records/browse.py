"""/browse and /search: all records by kind, page by page, and by any part of their names."""

from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, request

from akkuri.errors import RequestError
from akkuri.kinds import Kind
from akkuri.search.found import SearchFound
from akkuri.search.request import SORTS, SearchRequest
from akkuri.texts import text
from akkuri.web.page.addresses import with_params
from akkuri.web.page.meant import meant_kind
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.queries import standing
from akkuri.web.page.rendering import cached, etag, language, not_modified, number_param, page, view
from akkuri.web.page.site import site
from akkuri.web.page.tables import PageTable, table
from akkuri.web.page.values import Value
from akkuri.web.page.workbooks import CSV, page_sheet, workbook_response
from akkuri.web.records.bundles import read_listed, read_rows
from akkuri.web.records.sections import PAGE, listing
from akkuri.web.search.asked import asked_search, changed, remarks_on, wordings
from akkuri.web.search.facets import facets_shown

__all__ = ["SITE_PAGES", "blueprint", "counts"]

blueprint = Blueprint("browse", __name__)
SITE_PAGES: Final = (SitePage("/browse", nav=10, holds=("/doc", "/brief", "/suggest", "/derived", "/graph")),)

OWN_FIRST: Final = "own"
"""How a list stands unless another order is asked for."""
_ALL: Final = 100_000
"""Rows of a list in a workbook."""


def counts() -> dict[str, int]:
    """Return how many records stand of each kind: as the release has counted them, else as the graph says."""
    names = site().names
    counted: dict[str, int] = site().reader.manifest.get("standing", {})
    if counted.keys() >= set(names.kinds.names):
        return {kind: counted[kind] for kind in names.kinds.names}
    classes = {names.expand(kind.cls): kind.name for kind in names.kinds}
    values = " ".join(f"<{iri}>" for iri in classes)
    rows = site().reader.select(
        "SELECT ?class (COUNT(DISTINCT ?x) AS ?n) "
        f"WHERE {{ VALUES ?class {{ {values} }} ?x a ?class {standing('x', names)} }} GROUP BY ?class"
    )
    found = {
        classes[getattr(row["class"], "value", "")]: int(getattr(row["n"], "value", "0")) for row in rows
    }
    return {kind: found.get(kind, 0) for kind in names.kinds.names}


@dataclass(frozen=True, slots=True)
class ListedRecords:
    """A list as it was asked for: its table, what the address narrows it by, and whether own come first."""

    table: PageTable
    asked: SearchRequest
    found: SearchFound | None
    own_first: bool
    sorted_by: str


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
    declared, number = meant_kind(kind), number_param()
    if not number:
        raise RequestError(400, "web.bad_page")
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    words = language()
    listed = _listed(declared, number, PAGE)
    if number > 1 and not listed.table.rows:
        raise RequestError(404, "web.no_such_page", {}, [Value(declared.many(words.code), f"/browse/{kind}")])
    found, asked = listed.found, listed.asked
    answer = page(
        "browse.html",
        title=declared.many(words.code),
        about=declared.about(words.code),
        kind=kind,
        w=lambda key, **params: text(words.code, f"search.{key}", **params),
        remarks=remarks_on(found, asked) if found else [],
        facets=facets_shown(found, asked, wordings(words.code)) if found else [],
        filters=None if found else changed(filters="1"),
        own_first=listed.own_first,
        sorts=[
            (name, changed(sort=None if name == OWN_FIRST else name), name == listed.sorted_by)
            for name in (OWN_FIRST, *SORTS[1:])
        ],
        table=listed.table,
        files=[
            (name, with_params(f"/browse/{kind}{end}", **request.args.to_dict()))
            for name, end in (("XLSX", ".xlsx"), ("CSV (Excel)", CSV))
        ],
    )
    answer.set_etag(tag, weak=True)
    return answer


@blueprint.get("/browse/<kind>.xlsx")
def workbook(kind: str) -> Response:
    """Give the whole list, narrowed as its page is, as a workbook."""
    declared = meant_kind(kind)
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    lang = language().code
    listed = _listed(declared, 1, _ALL)
    return cached(workbook_response(kind, declared.many(lang), [page_sheet(listed.table)], lang), tag)


def _listed(declared: Kind, number: int, size: int) -> ListedRecords:
    """Return one page of the records of a kind as the address narrows them."""
    lang = language().code
    section, asked = listing(declared, site().names), asked_search(lang, declared.name)
    sorted_by = asked.sort if request.args.get("sort") else OWN_FIRST
    narrowed = asked.facets or "filters" in request.args or sorted_by != OWN_FIRST
    found = site().search().browse(asked) if narrowed else None
    if found is not None and asked.facets:
        only = " ".join(f"<{hit.entry.iri}>" for hit in found.hits)
        section = replace(section, rows=f"VALUES ?row {{ {only} }} {section.rows}")
    if found is not None and sorted_by in SORTS[1:]:
        listed = read_listed(site().reader, [hit.entry.iri for hit in found.hits], number, size)
    else:
        listed = read_rows(site().reader, site().names, section, number, lang, size)
    headings = map(site().names.expand, section.properties)
    site().labels.need([*listed.rows, *listed.bundle.linked, *headings])
    shown = table(view(listed.bundle), section, listed.rows, listed.total, number, name="page")
    return ListedRecords(shown, asked, found, 0 < listed.own < listed.total, sorted_by)
