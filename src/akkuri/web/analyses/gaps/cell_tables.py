"""The tables of a cell under their headings, and all of them as a workbook to take away."""

from dataclasses import dataclass

from flask import Blueprint, Response

from akkuri.analysis.gaps.cell_facts import cell_facts
from akkuri.texts import text
from akkuri.web.analyses.gaps.asked_cell import given_text, meant_cell, within_area
from akkuri.web.analyses.gaps.cell import CellPage, CellRow, cell_page
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.page.rendering import cached, etag, not_modified, view
from akkuri.web.page.values import PageView, Value
from akkuri.web.page.workbooks import value_sheet, workbook_response

__all__ = ["CellTable", "blueprint", "cell_tables"]

blueprint = Blueprint("gap_cell_tables", __name__)


@dataclass(frozen=True, slots=True)
class CellTable:
    """One table about a cell."""

    title: str
    headings: list[str]
    rows: list[CellRow]


@blueprint.get("/gaps/<stage>/<capability>.xlsx")
def workbook(stage: str, capability: str) -> Response:
    """Give the tables about a cell as a workbook."""
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    shown = view()
    meant = meant_cell(stage, capability, shown)
    asked = within_area(given_text("region"), shown, f"/gaps/{stage}/{capability}")
    found = cell_page(cell_facts(asked, *meant), asked.model.home, shown)
    phrase = phrases(shown.lang)
    title = f"{found.mark.stage}: {found.mark.capability} ({shown.area(asked.area)}): {found.mark.state_name}"
    reasons = [[[Value(name)], [Value("", exact=weight)]] for name, weight in found.reasons]
    sheets = [
        value_sheet(table.title, table.headings, table.rows) for table in cell_tables(found, shown).values()
    ]
    sheets.append(value_sheet(phrase("severity_sum"), [phrase("why"), phrase("weight")], reasons))
    return cached(workbook_response(f"{meant[0]}-{meant[1]}", title, sheets, shown.lang), tag)


def cell_tables(found: CellPage, shown: PageView) -> dict[str, CellTable]:
    """Return the tables by what they list."""
    phrase, t = phrases(shown.lang), shown.language.t
    evidence, status = t("column_evidence"), t("column_status")
    facilities = [
        *(t(f"column_{name}") for name in ("facility", "operator", "access")),
        phrase("scale"),
        *(status, "TRL", text(shown.lang, "views.field_region"), evidence),
    ]
    needs = [*(t(f"column_{name}") for name in ("gap", "kind", "origin")), phrase("outcome"), evidence]
    return {
        "facilities": CellTable(phrase("facilities"), facilities, found.facilities),
        "former": CellTable(phrase("former"), [t("column_facility"), status], found.former),
        "needs": CellTable(phrase("needs"), needs, found.needs),
        "investments": CellTable(
            phrase("investments"), [t("column_serves"), t("column_amount"), status], found.investments
        ),
    }
