"""How much of the chain an area has, stage by stage."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.overview import coverage
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import GROUPS, REGION, STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.analysis.weights import STATES
from akkuri.ask.named.chart import ChartDeclaration

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    modes = list(dict.fromkeys([*asked.model.concepts("access-mode"), "production", "unknown"]))
    rows = [
        {
            "stage": item.stage,
            "stage_name": asked.stage_name(item.stage),
            "expected": item.expected,
            "recorded": item.recorded,
            "open": item.open,
            "share": round(item.recorded / item.expected, 4),
            "severity": item.severity,
            "access": [f"{mode}: {item.access[mode]}" for mode in modes if item.access[mode]],
            "states": [f"{state}: {item.states[state]}" for state in STATES if item.states[state]],
        }
        for item in coverage(asked.model, asked.parameters, asked.area, asked.breadth)
        if asked.wants(item.stage)
    ]
    return ViewRows(rows)


VIEW: Final = View(
    name="coverage",
    order=20,
    rows=_rows,
    columns=(
        *plain("stage", "stage_name", "expected", "recorded", "open"),
        ViewColumn("share", Holds.SHARE),
        *plain("severity"),
        ViewColumn("access", Holds.CONCEPTS, "access-mode"),
        ViewColumn("states", Holds.CONCEPTS, "cell-state"),
    ),
    shown=("stage_name", "expected", "recorded", "open", "share", "severity", "access", "states"),
    filters=(REGION, STAGE, GROUPS),
    page=ViewPage("chain"),
    chart=ChartDeclaration("bar", ("stage_name",), ("expected",), part="recorded"),
    questions=("gaps/coverage",),
)
