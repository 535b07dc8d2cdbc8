"""What would go with a facility."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_rows import WITHIN
from akkuri.analysis.gaps.loss_rows import LOSS_COLUMNS, LOSS_SHOWN, loss_rows
from akkuri.analysis.views.filters import GROUPS
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    return loss_rows(asked, by="facility")


VIEW: Final = View(
    name="resilience-facilities",
    order=50,
    rows=_rows,
    columns=LOSS_COLUMNS,
    shown=LOSS_SHOWN,
    filters=(*WITHIN, GROUPS),
    page=ViewPage("risk"),
    chart=ChartDeclaration("bar", ("name",), ("severity_added",)),
    questions=("gaps/one-facility",),
)
