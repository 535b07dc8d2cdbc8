"""The cells that changed between two releases."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import (
    CHANGE_COLUMNS,
    CHANGE_SHOWN,
    WITHIN,
    change_rows,
    change_totals,
)
from akkuri.analysis.gaps.filters import BEFORE
from akkuri.analysis.gaps.robustness import trend
from akkuri.analysis.views.view import NoPage, View, ViewRows

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    before = asked[BEFORE]
    changes = trend(before, asked.model, asked.parameters, asked.area) if before is not None else []
    return ViewRows(change_rows(asked, changes), totals=change_totals(asked, changes))


VIEW: Final = View(
    name="trend",
    order=120,
    rows=_rows,
    columns=CHANGE_COLUMNS,
    shown=CHANGE_SHOWN,
    filters=(BEFORE, *WITHIN),
    needs=(BEFORE,),
    page=NoPage("A server opens one release, so there is no other to compare it with."),
)
