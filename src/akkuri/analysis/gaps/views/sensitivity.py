"""How the ranking of the cells moves when a weight changes by half."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.robustness import sensitivity
from akkuri.analysis.views.columns import plain
from akkuri.analysis.views.filters import REGION
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]

_NUMBERS: Final = ("value", "changed", "rank_correlation", "top_kept", "severity")


def _rows(asked: GapsAsked) -> ViewRows:
    rows = [
        {
            "weight": item.weight,
            "weight_name": _called(item.weight, asked),
            "value": item.value,
            "changed": item.changed,
            "rank_correlation": item.rank_correlation,
            "top_kept": item.top_kept,
            "severity": item.total,
        }
        for item in sensitivity(asked.model, asked.parameters, asked.area)
    ]
    return ViewRows(rows, (text(asked.lang, "analysis.note_sensitivity"),))


def _called(weight: str, asked: GapsAsked) -> str:
    """Return what a weight is for, in words: the state of a cell, or what adds to it."""
    kind, _, name = weight.partition(":")
    if kind == "state":
        return text(asked.lang, "analysis_pages.weight_state", state=asked.state_name(name))
    return text(asked.lang, f"analysis_pages.weight_{name}")


VIEW: Final = View(
    name="sensitivity",
    order=110,
    rows=_rows,
    columns=plain("weight", "weight_name", *_NUMBERS),
    shown=("weight_name", *_NUMBERS),
    filters=(REGION,),
    page=ViewPage("risk"),
)
