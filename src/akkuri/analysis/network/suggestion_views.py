"""Pairs that fit and have never worked together, with the reason in words; how such lists would have done."""

from typing import Any, Final

from akkuri.analysis.network.asking import Analysis
from akkuri.analysis.network.backtest import backtest
from akkuri.analysis.network.pairs import Pair, complementary
from akkuri.analysis.view import View
from akkuri.texts import text

__all__ = ["backtest_view", "pairs_view"]

TOP: Final = 20
DEFAULT_YEAR: Final = 2022
TOLD: Final = 2
"""So many fits are told in a reason."""
NAMED: Final = 3
"""So many common acquaintances are named in a reason."""


def pairs_view(analysis: Analysis) -> View:
    """List the pairs of the home country (or another) that fit, best first, each with its reason."""
    country = analysis.only.country or analysis.model.home
    found, count = complementary(
        analysis.model,
        analysis.parameters,
        analysis.ties,
        country,
        analysis.only.stage,
        analysis.request.top or TOP,
    )
    rows = [
        {
            "one": pair.one,
            "one_name": analysis.name(pair.one),
            "other": pair.other,
            "other_name": analysis.name(pair.other),
            "score": pair.score,
            "common": list(pair.common),
            "reason": _reason(analysis, pair),
        }
        for pair in found
    ]
    columns = ("one", "one_name", "other", "other_name", "score", "common", "reason")
    note = text(analysis.request.lang, "analysis.note_pairs")
    shown = ("one_name", "other_name", "score", "reason")
    return View("pairs", columns, shown, rows, (note,), {"pairs": count})


def _reason(analysis: Analysis, pair: Pair) -> str:
    """Say in words what each brings, who could introduce them, and that nothing ties them yet."""
    lang = analysis.request.lang
    one, other = analysis.name(pair.one), analysis.name(pair.other)
    sentences = [
        text(
            lang,
            "analysis.reason_fit",
            one=one,
            brings=_list(analysis, fit.brings),
            stage=analysis.concept("value-chain-stage", fit.stage),
            other=other,
            other_brings=_list(analysis, fit.other_brings),
            next_stage=analysis.concept("value-chain-stage", fit.next_stage),
        )
        for fit in sorted(pair.fits, key=lambda fit: -fit.score)[:TOLD]
    ]
    if len(pair.fits) > TOLD:
        sentences.append(text(lang, "analysis.reason_more", count=len(pair.fits) - TOLD))
    if pair.common:
        names = ", ".join(analysis.names(pair.common[:NAMED]))
        sentences.append(text(lang, "analysis.reason_common", count=len(pair.common), names=names))
    sentences.append(text(lang, "analysis.reason_never"))
    return " ".join(sentences)


def _list(analysis: Analysis, capabilities: tuple[str, ...]) -> str:
    return ", ".join(analysis.concept("capability", c) for c in capabilities)


def backtest_view(analysis: Analysis) -> View:
    """Show precision and recall of the suggestions and of the baselines."""
    year = analysis.request.year or DEFAULT_YEAR
    result = backtest(analysis.model, analysis.parameters, analysis.ties, year, country=analysis.only.country)
    lang = analysis.request.lang
    rows: list[dict[str, Any]] = [
        {
            "method": score.method,
            "method_name": text(lang, f"analysis.method_{score.method}"),
            "k": score.k,
            "hits": score.hits,
            "precision": score.precision,
            "recall": score.recall,
        }
        for score in result.scores
    ]
    columns = ("method", "method_name", "k", "hits", "precision", "recall")
    totals = {"year": result.year, "candidates": result.candidates, "came": result.came}
    note = text(lang, "analysis.note_backtest", year=year, candidates=result.candidates, came=result.came)
    return View("backtest", columns, columns[1:], rows, (note,), totals)
