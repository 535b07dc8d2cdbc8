"""What became of such pairs had they been suggested in an earlier year, beside pairs of equal degree."""

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
            "population": each.name,
            "population_name": text(asked.lang, f"analysis.population_{each.name}"),
            "candidates": each.candidates,
            "came": each.came,
            "k": score.k,
            "hits": score.hits,
            "precision": score.precision,
            "low": score.low,
            "high": score.high,
            "expected_hits": score.expected,
            "expected_low": score.expected_low,
            "expected_high": score.expected_high,
        }
        for each in result.populations
        for score in each.scores
    ]
    totals = {
        "year": result.year,
        "populations": {p.name: {"candidates": p.candidates, "came": p.came} for p in result.populations},
    }
    notes = [
        text(
            asked.lang,
            "analysis.note_backtest",
            name=text(asked.lang, f"analysis.population_{each.name}"),
            year=year,
            candidates=each.candidates,
            came=each.came,
        )
        for each in result.populations
    ]
    return ViewRows(rows, (text(asked.lang, "analysis.note_degrees"), *notes), totals)


VIEW: Final = View(
    name="backtest",
    order=110,
    rows=_rows,
    columns=(
        *plain("population", "population_name", "candidates", "came"),
        ViewColumn("k", Holds.NUMERAL),
        *plain("hits", "precision", "low", "high"),
        *plain("expected_hits", "expected_low", "expected_high"),
    ),
    shown=(
        *("population_name", "k", "hits", "precision", "low", "high"),
        *("expected_hits", "expected_low", "expected_high"),
    ),
    filters=(YEAR, COUNTRY),
    page=ViewPage("future"),
)
