"""What closed facilities and cancelled plans left uncovered."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import CELL_COLUMNS, WITHIN, cell_row
from akkuri.analysis.gaps.overview import former
from akkuri.analysis.views.columns import Holds, ViewColumn
from akkuri.analysis.views.view import View, ViewPage, ViewRows

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    rows = [
        cell_row(asked, cell)
        | {"former_names": asked.names(cell.former), "former_facilities": list(cell.former)}
        for cell in former(asked.model, asked.parameters, asked.area)
        if asked.wants(cell.stage, cell.capability)
    ]
    return ViewRows(rows)


VIEW: Final = View(
    name="former",
    order=90,
    rows=_rows,
    columns=(
        *CELL_COLUMNS,
        ViewColumn("former_facilities"),
        ViewColumn("former_names", Holds.RECORDS, "former_facilities"),
    ),
    shown=("stage_name", "capability_name", "state_name", "former_names"),
    filters=WITHIN,
    page=ViewPage("risk"),
    questions=("gaps/left-uncovered",),
)
