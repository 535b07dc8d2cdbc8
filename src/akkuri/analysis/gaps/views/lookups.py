"""How long it was looked for, cell by cell: what an empty cell rests on."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import CELL
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.gaps.filters import CAPABILITY
from akkuri.analysis.seen.effort import NO_EFFORT, effort_by_cell, effort_told
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    effort = effort_by_cell(asked.model)
    rows: list[dict[str, Any]] = []
    filled = found = 0
    for cell in area_cells(asked.model, asked.parameters, asked.area):
        if not asked.wants(cell.stage, cell.capability):
            continue
        made = effort.get((cell.stage, cell.capability), NO_EFFORT)
        if cell.facilities:
            filled, found = filled + made.lookups, found + made.found
        rows.append(
            {
                "stage": cell.stage,
                "stage_name": asked.stage_name(cell.stage),
                "capability": cell.capability,
                "capability_name": asked.capability_name(cell.capability),
                "area": cell.area,
                "facilities": len(cell.facilities),
                "lookups": made.lookups,
                "pages_read": made.pages,
                "lookups_found": made.found,
                "looked_last": made.latest,
                "looked_told": effort_told(made, asked.lang),
            }
        )
    rows.sort(key=lambda row: (row["facilities"] > 0, -row["pages_read"]))  # stable: along the chain
    notes = [text(asked.lang, "analysis.looked_why")]
    if filled:
        notes.append(text(asked.lang, "analysis.looked_share", found=found, count=filled))
    return ViewRows(rows, tuple(notes))


VIEW: Final = View(
    name="lookups",
    order=86,
    rows=_rows,
    columns=(
        *CELL,
        *plain("area", "facilities", "lookups", "pages_read", "lookups_found", "looked_last"),
        ViewColumn("looked_told", Holds.PLAIN),
    ),
    shown=("stage_name", "capability_name", "facilities", "lookups", "pages_read", "looked_told"),
    filters=(STAGE, CAPABILITY),
    page=ViewPage("chain"),
)
