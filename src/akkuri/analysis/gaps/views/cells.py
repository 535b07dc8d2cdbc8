"""Every cell of the frame with its state and severity, the gravest first."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import CELL_COLUMNS, WITHIN, cell_row
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.gaps.filters import SHORTCOMING, STATE
from akkuri.analysis.views.filters import GROUPS
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.analysis.weights import STATES
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    found = [
        cell
        for cell in area_cells(asked.model, asked.parameters, asked.area, asked.breadth)
        if asked.wants(cell.stage, cell.capability)
        and asked[STATE] in (None, cell.state)
        and asked[SHORTCOMING] in (None, *cell.shortcomings)
    ]
    found.sort(key=lambda cell: -cell.severity)  # stable: along the chain where it is the same
    totals: dict[str, Any] = {"cells": len(found), "severity": round(sum(c.severity for c in found), 4)}
    totals |= {state: sum(c.state == state for c in found) for state in STATES}
    totals["shortcomings"] = {s: sum(s in c.shortcomings for c in found) for s in STATES if s != "covered"}
    notes = tuple(
        text(asked.lang, f"analysis.{note}")
        for note in ("note_none_recorded", "note_shortcomings", "note_usable")
    )
    hidden = frozenset() if any(cell.through for cell in found) else frozenset({"through_names"})
    return ViewRows([cell_row(asked, c) for c in found], notes, totals, hidden=hidden)


VIEW: Final = View(
    name="cells",
    order=10,
    rows=_rows,
    columns=CELL_COLUMNS,
    shown=(
        "stage_name",
        "capability_name",
        "state_name",
        "shortcomings",
        "severity",
        "facilities",
        "operators",
        "through_names",
        "planned",
        "needs",
    ),
    filters=(*WITHIN, STATE, SHORTCOMING, GROUPS),
    page=ViewPage("chain"),
    questions=("gaps/cells",),
)
