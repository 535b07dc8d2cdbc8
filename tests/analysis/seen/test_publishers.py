"""One publisher left out at a time: what it alone would tell is foretold from the others of its class.

On the frozen table, as of 26 November 2026: beta-binomial fitted on the other publishers, those that speak
of their own facilities apart from the others.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from math import exp, lgamma

from .test_seen import FROZEN, frozen

Shares = tuple[float, float]
SIZES = (0.3, 0.5, 0.8, 1.2, 1.8, 2.7, 4.0, 6.0, 9.0, 14.0, 20.0, 40.0, 100.0, 1000.0)


def beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def chance(alone: int, named: int, shape: Shares) -> float:
    """The logarithm of the chance that so many of those named are named by nobody else."""
    a, b = shape
    ways = lgamma(named + 1) - lgamma(alone + 1) - lgamma(named - alone + 1)
    return ways + beta(alone + a, named - alone + b) - beta(a, b)


def fitted(others: Iterable[tuple[int, int]]) -> Shares:
    """The likeliest of a grid of shapes."""
    given = list(others)
    grid = [(mean / 40 * size, (1 - mean / 40) * size) for mean in range(1, 40) for size in SIZES]
    return max(grid, key=lambda shape: sum(chance(alone, named, shape) for alone, named in given))


def quantile(named: int, shape: Shares, share: float) -> int:
    reached = 0.0
    for alone in range(named + 1):
        reached += exp(chance(alone, named, shape))
        if reached >= share:
            return alone
    return named


def test_each_publisher_is_foretold_by_the_others_of_its_class() -> None:
    mentions = frozen()
    with (FROZEN / "publishers.csv").open(encoding="utf-8", newline="") as handle:
        own = {row["publisher"]: row["operates"] == "yes" for row in csv.DictReader(handle)}
    named: defaultdict[str, set[str]] = defaultdict(set)
    for facility, publishers in mentions.items():
        for publisher in publishers:
            named[publisher].add(facility)
    tested = [publisher for publisher, those in named.items() if len(those) >= 3]
    missed, errors = [], []
    for left in tested:
        rest = {facility: those - {left} for facility, those in mentions.items()}
        shape = fitted(
            (sum(rest[f] == {other} for f in those), sum(other in rest[f] for f in those))
            for other, those in named.items()
            if other != left and own[other] == own[left]
        )
        truth, size = sum(not rest[f] for f in named[left]), len(named[left])
        errors.append(abs(size * shape[0] / sum(shape) - truth))
        if not quantile(size, shape, 0.05) <= truth <= quantile(size, shape, 0.95):
            missed.append(left)
    assert len(tested) == 34
    assert len(tested) - len(missed) >= 0.9 * len(tested)
    assert missed == ["Energy-Storage.news"]
    assert sum(errors) / len(errors) <= 1.0
