"""What was seen how often, and what a little more reading of the same kind would bring.

The estimator is that of Good and Toulmin, its variance is multiplied with how much the publishers clump.
It says nothing about a total, which no estimator can tell from these tables.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Final

__all__ = ["Outlook", "SeenAgain", "good_toulmin", "outlook", "predicted", "seen"]

LEAST_RECORDED: Final = 20
LEAST_TWICE: Final = 5
LEAST_MENTIONS: Final = 40
MOST_MORE: Final = 0.4
"""Beyond this share of further reading the estimator failed in six of seven splits."""
_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """How often things were mentioned."""

    by_times: Mapping[int, int]
    """How many publishers → how many things are mentioned by exactly so many."""
    clump: float
    """How many things a publisher that names something alone names alone, on average over such things."""

    @property
    def recorded(self) -> int:
        """How many things are mentioned at all."""
        return sum(self.by_times.values())

    @property
    def once(self) -> int:
        """How many are known from a single publisher."""
        return self.by_times.get(1, 0)

    @property
    def mentions(self) -> int:
        """How many pairs of thing and publisher there are."""
        return sum(times * things for times, things in self.by_times.items())


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many new things further reading of the same kind would bring, with a 90 % interval."""

    more: float
    """The further reading as a share of the reading so far."""
    expected: float
    low: int
    high: int


def seen(mentions: Mapping[str, Collection[str]]) -> SeenAgain:
    """Count mentions: thing → those that mention it. A thing that nobody mentions does not count."""
    by_times = Counter(len(named) for named in mentions.values() if named)
    alone = Counter(next(iter(named)) for named in mentions.values() if len(named) == 1)
    singles = sum(alone.values())
    clump = sum(count * count for count in alone.values()) / singles if singles else 1.0
    return SeenAgain(dict(sorted(by_times.items())), clump)


def good_toulmin(by_times: Mapping[int, int], more: float) -> float:
    """Return how many new things a share of further reading is expected to bring, without smoothing."""
    return -sum((-more) ** times * things for times, things in by_times.items())


def outlook(found: SeenAgain, more: float) -> Outlook | None:
    """Return the outlook; None where there is too little, or too much is asked, to say more."""
    enough = (
        found.recorded >= LEAST_RECORDED
        and found.by_times.get(2, 0) >= LEAST_TWICE
        and found.mentions >= LEAST_MENTIONS
    )
    return predicted(found, more) if enough and 0 < more <= MOST_MORE else None


def predicted(found: SeenAgain, more: float) -> Outlook:
    """Return what a share of further reading is expected to bring, whether or not that can be told."""
    expected = max(good_toulmin(found.by_times, more), 0.0)
    spread = sum(more ** (2 * times) * things for times, things in found.by_times.items())
    variance = found.clump * (expected + spread)
    return Outlook(more, expected, _quantile(expected, variance, _LOW), _quantile(expected, variance, _HIGH))


def _quantile(mean: float, variance: float, share: float) -> int:
    """Return a quantile of the negative binomial distribution; Poisson where it is no wider."""
    if mean <= 0:
        return 0
    size = mean * mean / (variance - mean) if variance > mean else 1e9
    reached, value = 0.0, 0
    while True:
        logarithm = (
            lgamma(value + size)
            - lgamma(size)
            - lgamma(value + 1)
            + size * log(size / (size + mean))
            + value * log(mean / (size + mean))
        )
        reached += exp(logarithm)
        if reached >= share or value > 20 * (mean + 10):
            return value
        value += 1
