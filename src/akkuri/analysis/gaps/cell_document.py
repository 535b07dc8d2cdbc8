"""One cell with everything behind it, as a document."""

from typing import Any

from akkuri.analysis.evidence import proof
from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import cell_row
from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.gaps.filters import CAPABILITY
from akkuri.analysis.seen.effort import NO_EFFORT, effort_by_cell, effort_told
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.views.filters import STAGE
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["cell_document"]

_LISTS = ("facilities", "operators", "open", "pilot", "in_house", "planned", "unknown", "former")


def cell_document(basis: Basis, request: ViewRequest) -> dict[str, Any]:
    """Return one cell with the facilities, operators, needs and sources behind each figure.

    Raises UsageError when the frame does not expect the capability at the stage.
    """
    asked = GapsAsked(basis, request)
    cell = _cell(asked)
    made = effort_by_cell(asked.model).get((cell.stage, cell.capability), NO_EFFORT)
    looked = (
        {
            "lookups": made.lookups,
            "pages_read": made.pages,
            "lookups_found": made.found,
            "looked_last": made.latest,
            "looked_told": effort_told(made, asked.lang),
        }
        if cell.area == asked.model.home
        else {}
    )
    return {
        **cell_row(asked, cell),
        **looked,
        **{
            f"{name}_list": [{"record": iri, "name": asked.name(iri)} for iri in getattr(cell, name)]
            for name in _LISTS
        },
        "needs_list": list(cell.needs),
        "evidence": [proof(asked.model, iri, asked.lang) for iri in cell.evidence],
    }


def _cell(asked: GapsAsked) -> Cell:
    stage, capability = asked[STAGE], asked[CAPABILITY]
    for cell in area_cells(asked.model, asked.parameters, asked.area):
        if (cell.stage, cell.capability) == (stage, capability):
            return cell
    raise UsageError(
        text(asked.lang, "analysis.not_expected", capability=capability or "", stage=stage or "")
    )
