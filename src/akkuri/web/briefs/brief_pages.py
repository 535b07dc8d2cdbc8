"""/brief: what there is to know of a cell, a region or a record, to print and to hand out."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_facts import cell_facts
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.asking import ViewRequest
from akkuri.texts import text
from akkuri.web.analyses.basis import analysed
from akkuri.web.analyses.gaps.asked_cell import given_text, meant_cell, within_area
from akkuri.web.analyses.gaps.cell import cell_page
from akkuri.web.analyses.gaps.cell_tables import cell_tables
from akkuri.web.analyses.gaps.matrix import matrix
from akkuri.web.analyses.view_tables import phrases, shown_table
from akkuri.web.briefs.fitting import BriefFact, BriefTable, fit, shortened
from akkuri.web.map.small_map import small_map
from akkuri.web.map.spot import spot_of
from akkuri.web.page.addresses import with_params
from akkuri.web.page.meant import lead_to_record, meant_kind
from akkuri.web.page.rendering import cached, etag, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.tables import PageTable
from akkuri.web.page.values import PageView, Value, clip
from akkuri.web.page.workbooks import value_sheet, workbook_response
from akkuri.web.records.asked_record import is_slug
from akkuri.web.records.bundles import read_page
from akkuri.web.records.facts import facts, key_facts, key_properties
from akkuri.web.records.record_tables import record_tables

__all__ = ["blueprint"]

blueprint = Blueprint("brief_pages", __name__)

_FACTS: Final = 14
"""Facts of a record; its page has all."""
_LEAD: Final = 500
_ROWS: Final = 12
_NOTHING_TOLD: Final = "none-recorded"
"""The state of a cell of which nobody told anything."""
_MAP: Final = 190.0
"""How wide the map beside the text is, in pixels."""


@blueprint.get("/brief/cell/<stage>/<capability>")
def cell(stage: str, capability: str) -> Response:
    """Show what is known about one cell."""
    shown = view()
    stage, capability = meant_cell(stage, capability, shown)
    path = f"/gaps/{stage}/{capability}"
    asked = within_area(given_text("region"), shown, path)
    found = cell_page(cell_facts(asked, stage, capability), asked.model.home, shown)
    phrase = phrases(shown.lang)
    region = None if asked.area == asked.model.home else asked.area
    reasons = "; ".join(f"{name} {shown.language.number(weight)}" for name, weight in found.reasons)
    severity = f"{shown.language.number(found.mark.severity)} ({reasons})"
    counts = [
        (phrase("facilities_count"), str(len(found.cell.facilities))),
        (phrase("operators"), str(len(found.cell.operators))),
        (phrase("planned"), str(len(found.cell.planned))),
        (text(shown.lang, "views.col_severity"), severity),
    ]
    tables = [
        BriefTable(table.title, table.headings, table.rows, len(table.rows))
        for table in cell_tables(found, shown).values()
    ]
    return _brief(
        f"{found.mark.stage}: {found.mark.capability}",
        shown.area(asked.area),
        with_params(path, region=region),
        mark=(found.mark.state, found.mark.sign, found.mark.state_name),
        lead=Value(phrase(f"means_{found.mark.state}")),
        facts=[BriefFact(name, [Value(told)]) for name, told in counts],
        notes=found.rests_on,
        map=small_map(
            asked.model, (asked.model.facilities[iri] for iri in found.cell.facilities), shown, wide=_MAP
        ),
        workbook=with_params(f"{path}.xlsx", region=region),
        tables=fit(tables),
    )


@blueprint.get("/brief/region/<code>")
def region(code: str) -> Response:
    """Show what a region has and lacks."""
    shown = view()
    asked = within_area(code[:100], shown, "/gaps")
    laid = matrix(asked, shown)
    counted = [BriefFact(f"{item.sign} {item.name}", [Value(str(item.count))]) for item in laid.counts]
    here = [one for one in asked.model.facilities.values() if one.region == asked.area]
    return _brief(
        shown.area(asked.area),
        text(shown.lang, "briefs.region", count=laid.total),
        with_params("/gaps", region=asked.area),
        lead=Value(text(shown.lang, "analysis.note_none_recorded")),
        facts=counted,
        map=small_map(asked.model, here, shown, region=asked.area, wide=_MAP),
        workbook=f"/brief/region/{asked.area}.xlsx",
        tables=fit(_region_tables(asked, shown), most=18),
    )


@blueprint.get("/brief/region/<code>.xlsx")
def region_workbook(code: str) -> Response:
    """Give all rows of the tables about a region as a workbook."""
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    shown = view()
    asked = within_area(code[:100], shown, "/gaps")
    sheets = [value_sheet(table.title, table.headings, table.rows) for table in _region_tables(asked, shown)]
    return cached(workbook_response(asked.area, shown.area(asked.area), sheets, shown.lang), tag)


def _region_tables(asked: GapsAsked, shown: PageView) -> list[BriefTable]:
    return [_cells(asked, shown), _facilities(asked, shown)]


def _cells(asked: GapsAsked, shown: PageView) -> BriefTable:
    wanted = ViewRequest("cells", {"region": asked.area}, shown.lang, whole=True)
    found = analysed(GAPS, wanted)
    # Where somebody told something comes first: of a small region the rest would take all the room.
    found = replace(found, rows=sorted(found.rows, key=lambda row: row["state"] == _NOTHING_TOLD))
    table = shown_table(found, asked.model, shown)
    columns = range(min(3, len(table.headings)))
    rows = [[row[place][0] for place in columns] for row in table.rows]
    return BriefTable(table.title, [table.headings[place][0] for place in columns], rows, table.total)


def _facilities(asked: GapsAsked, shown: PageView) -> BriefTable:
    here = [one for one in asked.model.facilities.values() if one.region == asked.area]
    here.sort(key=lambda one: (not asked.parameters.in_use(one), shown.label(one.iri).value.casefold()))
    site().labels.need([iri for one in here for iri in (one.iri, *one.operators)])
    t = shown.language.t
    headings = [t("column_facility"), t("column_operator"), t("column_kind"), t("column_status")]
    rows = [
        [
            [shown.link(one.iri)],
            [shown.link(iri) for iri in one.operators],
            shown.concept("facility-kind", one.kind),
            shown.concept("status", one.status) or [Value(phrases(shown.lang)("status_unknown"))],
        ]
        for one in here
    ]
    return BriefTable(text(shown.lang, "briefs.here"), headings, rows, len(here))


@blueprint.get("/brief/<kind>/<slug>")
def record(kind: str, slug: str) -> Response:
    """Show the key facts of a record and the first rows of its tables."""
    declared = meant_kind(kind)
    if not is_slug(slug):
        lead_to_record(kind, slug)
    content = read_page(site().reader, site().names, kind, slug, {})
    shown = view(content.bundle)
    shown.this = site().names.id(kind, slug)
    if not content.bundle.types(shown.this):
        lead_to_record(kind, slug)
    rows = [row for found in content.rows.values() for row in found if "#" not in row]
    predicates = set(content.bundle.predicates)
    predicates |= key_properties(shown, declared.key)
    site().labels.need([shown.this, *rows, *content.bundle.linked, *predicates])
    key = key_facts(shown, declared.key)
    told = {(fact.name, tuple(fact.values)) for fact in key}
    stated, _ = facts(shown, declared.facts, content.derived)
    stated = [fact for fact in stated if (fact.name, tuple(fact.values)) not in told]
    tables = [_table(table) for table in record_tables(shown, kind, content)]
    label = shown.label(shown.this)
    lead = shown.text(shown.this, "dct:description")
    return _brief(
        Value(clip(label.value, 160), lang=shown.other(label.language)),
        declared.one(shown.lang),
        f"/doc/{kind}/{slug}",
        lead=Value(clip(lead.text, _LEAD), lang=lead.lang) if lead else None,
        key=[BriefFact(fact.name, shortened(fact.values)) for fact in key],
        facts=[BriefFact(fact.name, shortened(fact.values)) for fact in stated[:_FACTS]],
        spot=spot_of(shown),
        workbook=f"/doc/{kind}/{slug}.xlsx",
        tables=fit(tables, lines=48, most=_ROWS),
    )


def _table(table: PageTable) -> BriefTable:
    return BriefTable(table.title, table.headings, table.rows, table.pager.total)


def _brief(title: Value | str, kind: str, whole: str, **content: Any) -> Response:
    """Make the page of a brief; `whole` is where everything stands."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    return cached(page("brief.html", title=title, kind=kind, whole=whole, **content), tag)
