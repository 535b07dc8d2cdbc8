"""Every actor of the network with its measures."""

from typing import Final

from akkuri.analysis.network.filters import ORGANISATION, SCOPE
from akkuri.analysis.network.measure_rows import MEASURE_COLUMNS, MEASURE_SHOWN, measure_rows
from akkuri.analysis.views.filters import TOP
from akkuri.analysis.views.view import View, ViewPage

__all__ = ["VIEW"]

VIEW: Final = View(
    name="measures",
    order=10,
    rows=measure_rows,
    columns=MEASURE_COLUMNS,
    shown=MEASURE_SHOWN,
    filters=(*SCOPE, ORGANISATION, TOP),
    most=50,
    page=ViewPage("actors"),
    questions=("network/central",),
)
