"""How often such suggestions would have come true, had they been made in an earlier year."""

from typing import Any, Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.backtest import backtest
from akkuri.analysis.network.filters import COUNTRY, YEAR
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]

DEFAULT_YEAR: Final = 2022


def _rows(asked: NetworkAsked) -> ViewRows:
    year = asked[YEAR] or DEFAULT_YEAR
    result = backtest(asked.model, asked.parameters, asked.ties, year, country=asked[COUNTRY])
    rows: list[dict[str, Any]] = [
        {
            "method": score.method,
            "method_name": text(asked.lang, f"analysis.method_{score.method}"),
            "k": score.k,
            "hits": score.hits,
            "precision": score.precision,
            "recall": score.recall,
        }
        for score in result.scores
    ]
    totals = {"year": result.year, "candidates": result.candidates, "came": result.came}
    note = text(
        asked.lang, "analysis.note_backtest", year=year, candidates=result.candidates, came=result.came
    )
    return ViewRows(rows, (note,), totals)


VIEW: Final = View(
    name="backtest",
    order=110,
    rows=_rows,
    columns=(
        *plain("method", "method_name"),
        ViewColumn("k", Holds.NUMERAL),
        *plain("hits", "precision", "recall"),
    ),
    shown=("method_name", "k", "hits", "precision", "recall"),
    filters=(YEAR, COUNTRY),
    page=ViewPage("future"),
)
