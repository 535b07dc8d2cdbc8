"""What became of pairs that would have been suggested in an earlier year, beside pairs of equal degree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.pairs import Neighbours, neighbours, portfolios, scored
from akkuri.analysis.network.ties import Tie
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError

__all__ = ["Backtest", "Population", "Score", "backtest"]

Z: Final = 1.959964
"""Of a normal distribution, for 95 %."""
TAIL: Final = 0.025
DIGITS: Final = 4

Pairs = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """The first `k` suggestions: how many came, and how many of as many pairs of equal degree would have."""

    k: int
    hits: int
    precision: float
    low: float
    high: float
    """The 95 % interval of the precision (Wilson)."""
    expected: float
    expected_low: int
    expected_high: int
    """Hits of pairs drawn from those of equal degree: the mean, and between which 95 % of the draws lie."""


@dataclass(frozen=True, slots=True)
class Population:
    """Pairs within the country, or across its border: how many there were, and how many came."""

    name: str
    candidates: int
    came: int
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """The result for both populations."""

    year: int
    populations: tuple[Population, ...]


def backtest(
    model: Model,
    parameters: Parameters,
    ties: list[Tie],
    year: int,
    lengths: tuple[int, ...] = (10, 20, 50, 100),
    country: str | None = None,
) -> Backtest:
    """Rank the pairs of operators without a tie that began before `year`; count those tied from `year` on.

    Degrees count as equal within 0, 1, 2–3, 4–7, 8–15 … partners before the year. Pairs whose ties are all
    undated are left out. What operators offer is known only as of today, so the test favours the
    suggestions. Raises UsageError when no tie is dated on one side of the year.
    """
    known = [
        tie for tie in ties if tie.first is not None and tie.kind not in parameters.group("not-collaboration")
    ]
    before = [tie for tie in known if (tie.first or 0) < year]
    after = {tie.pair for tie in known if (tie.first or 0) >= year}
    if not before or not after:
        raise UsageError.worded("analysis.no_dated_ties", year=year)
    left_out = {tie.pair for tie in before} | {tie.pair for tie in ties if tie.first is None}
    around = neighbours(before, parameters)
    home = country or model.home
    offers = portfolios(model, parameters)
    ranked = [(each.one, each.other) for each in scored(model, parameters, around)]
    found = []
    for name in ("within", "across"):

        def belongs(pair: Pairs, inside: int = 2 if name == "within" else 1) -> bool:
            count = sum(home in (None, model.organisations[actor].country) for actor in pair)
            return count == inside and pair not in left_out

        pool = [pair for pair in combinations(offers, 2) if belongs(pair)]
        if pool:
            listed = [pair for pair in ranked if belongs(pair)]
            found.append(_population(name, pool, listed, after, around, lengths))
    return Backtest(year, tuple(found))


def _population(
    name: str,
    pool: Sequence[Pairs],
    ranked: Sequence[Pairs],
    after: set[Pairs],
    around: Neighbours,
    lengths: Sequence[int],
) -> Population:
    def degrees(pair: Pairs) -> tuple[int, ...]:
        return tuple(sorted(len(around.get(actor, ())).bit_length() for actor in pair))

    classes: defaultdict[tuple[int, ...], list[bool]] = defaultdict(list)
    for pair in pool:
        classes[degrees(pair)].append(pair in after)
    share = {key: sum(came) / len(came) for key, came in classes.items()}
    scores = []
    for k in lengths:
        top = ranked[:k]
        if not top:
            continue
        hits = sum(pair in after for pair in top)
        chance = _hits([share[degrees(pair)] for pair in top])
        low, high = _wilson(hits, len(top))
        scores.append(
            Score(
                k,
                hits,
                round(hits / len(top), DIGITS),
                low,
                high,
                round(sum(n * p for n, p in enumerate(chance)), 2),
                _quantile(chance, TAIL),
                _quantile(chance, 1 - TAIL),
            )
        )
    return Population(name, len(pool), sum(pair in after for pair in pool), tuple(scores))


def _wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's score."""
    share, square = hits / count, Z * Z
    middle = share + square / (2 * count)
    half = Z * sqrt(share * (1 - share) / count + square / (4 * count * count))
    low, high = (middle - half) / (1 + square / count), (middle + half) / (1 + square / count)
    return round(max(0.0, low), DIGITS), round(min(1.0, high), DIGITS)


def _hits(chances: Sequence[float]) -> list[float]:
    """Return how likely each number of hits is when each pair has its own chance (Poisson binomial)."""
    found = [1.0]
    for chance in chances:
        found = [
            (found[n] * (1 - chance) if n < len(found) else 0.0) + (found[n - 1] * chance if n else 0.0)
            for n in range(len(found) + 1)
        ]
    return found


def _quantile(chance: Sequence[float], share: float) -> int:
    total = 0.0
    for number, each in enumerate(chance):
        total += each
        if total >= share:
            return number
    return len(chance) - 1
