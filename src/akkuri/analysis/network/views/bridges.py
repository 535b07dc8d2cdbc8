"""Who bridges research and industry, and countries."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import ORGANISATION, SCOPE
from akkuri.analysis.network.measure_rows import MEASURE_COLUMNS, MEASURE_SHOWN, measure_rows
from akkuri.analysis.views.filters import TOP
from akkuri.analysis.views.view import Front, View, ViewPage, ViewRows
from akkuri.ask.named.chart import ChartDeclaration

__all__ = ["VIEW"]


def _rows(asked: NetworkAsked) -> ViewRows:
    return measure_rows(asked, bridges=True)


VIEW: Final = View(
    name="bridges",
    order=40,
    rows=_rows,
    columns=MEASURE_COLUMNS,
    shown=MEASURE_SHOWN,
    filters=(*SCOPE, ORGANISATION, TOP),
    most=50,
    page=ViewPage("actors", Front(10, without=("type_name", "strength", "community"))),
    chart=ChartDeclaration("bar", ("name",), ("betweenness",)),
    questions=("network/bridges",),
)
