"""How well suggested pairs would have done: train on the ties before a year, look for the later ones."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.pairs import neighbours, portfolios, scored
from akkuri.analysis.network.ties import Tie
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError

__all__ = ["Score", "backtest"]

SEED: Final = 42
DRAWS: Final = 200

Pairs = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """One method at one length of the list."""

    method: str
    k: int
    hits: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """The result: how many pairs there were to choose from, how many of them came, and the scores."""

    year: int
    candidates: int
    came: int
    scores: tuple[Score, ...]


def backtest(
    model: Model,
    parameters: Parameters,
    ties: list[Tie],
    year: int,
    lengths: tuple[int, ...] = (10, 20, 50, 100),
    country: str | None = None,
) -> Backtest:
    """Rank the pairs of operators without a tie that began before `year`; count those tied from `year` on.

    Methods: the suggestions (fit and common acquaintances as known then), fit alone, common
    acquaintances alone, and two baselines: random order (mean of 200 draws) and the product of degrees.
    Pairs whose ties are all undated are left out. What operators offer is known only as of today, so the
    test favours the suggestions a little. Raises UsageError when no tie is dated on one side of the year.
    """
    known = [
        tie for tie in ties if tie.first is not None and tie.kind not in parameters.group("not-collaboration")
    ]
    before = [tie for tie in known if (tie.first or 0) < year]
    after = {tie.pair for tie in known if (tie.first or 0) >= year}
    undated = {tie.pair for tie in ties if tie.first is None}
    if not before or not after:
        raise UsageError.worded("analysis.no_dated_ties", year=year)
    around = neighbours(before, parameters)
    offers = portfolios(model, parameters, country)
    old = {tie.pair for tie in before}
    pool = [pair for pair in combinations(offers, 2) if pair not in old and pair not in undated]
    came = {pair for pair in pool if pair in after}
    suggested = {(each.one, each.other): each for each in scored(model, parameters, before, country)}

    def fit(pair: Pairs) -> float:
        found = suggested.get(pair)
        return float(found.fit) if found else 0.0

    def common(pair: Pairs) -> float:
        return float(len(around.get(pair[0], set()) & around.get(pair[1], set())))

    def degrees(pair: Pairs) -> float:
        return float(len(around.get(pair[0], ())) * len(around.get(pair[1], ())))

    def both(pair: Pairs) -> float:
        found = suggested.get(pair)
        return found.score if found else 0.0

    methods: dict[str, Callable[[Pairs], float]] = {
        "suggestions": both,
        "fit": fit,
        "common": common,
        "degree": degrees,
    }
    scores: list[Score] = []
    for name, method in methods.items():
        ranked = [pair for _, pair in sorted((-method(pair), pair) for pair in pool)]
        scores.extend(_score(name, k, float(len(came.intersection(ranked[:k]))), len(came)) for k in lengths)
    draw = random.Random(SEED)  # noqa: S311 - a baseline, not a secret
    for k in lengths:
        hits = [len(came.intersection(draw.sample(pool, min(k, len(pool))))) for _ in range(DRAWS)]
        scores.append(_score("random", k, sum(hits) / DRAWS, len(came)))
    return Backtest(year, len(pool), len(came), tuple(scores))


def _score(method: str, k: int, hits: float, came: int) -> Score:
    return Score(method, k, round(hits, 3), round(hits / k, 4), round(hits / came, 4) if came else 0.0)
