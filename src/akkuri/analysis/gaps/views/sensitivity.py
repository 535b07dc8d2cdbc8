"""How the ranking of the cells moves when a weight changes by half."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.robustness import sensitivity
from akkuri.analysis.views.columns import plain
from akkuri.analysis.views.filters import REGION
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]

_COLUMNS: Final = ("weight", "value", "changed", "rank_correlation", "top_kept", "severity")


def _rows(asked: GapsAsked) -> ViewRows:
    rows = [
        {
            "weight": item.weight,
            "value": item.value,
            "changed": item.changed,
            "rank_correlation": item.rank_correlation,
            "top_kept": item.top_kept,
            "severity": item.total,
        }
        for item in sensitivity(asked.model, asked.parameters, asked.area)
    ]
    return ViewRows(rows, (text(asked.lang, "analysis.note_sensitivity"),))


VIEW: Final = View(
    name="sensitivity",
    order=110,
    rows=_rows,
    columns=plain(*_COLUMNS),
    shown=_COLUMNS,
    filters=(REGION,),
    page=ViewPage("risk"),
)
