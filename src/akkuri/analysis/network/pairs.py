"""Pairs that fit and have never worked together: complementary capabilities at neighbouring stages."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.rolled import Rolled
from akkuri.analysis.network.ties import Tie
from akkuri.analysis.weights import Parameters

__all__ = [
    "Fit",
    "Neighbours",
    "Pair",
    "ScoredPair",
    "complementary",
    "neighbours",
    "portfolios",
    "scored",
    "strangers",
]

Portfolio = Mapping[str, frozenset[str]]
"""Stage → capabilities offered there."""
Neighbours = Mapping[str, set[str]]
"""Actor → those it is tied to, funding left out."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Why two fit: what each brings at one of two neighbouring stages that the other lacks there."""

    stage: str
    brings: tuple[str, ...]
    next_stage: str
    other_brings: tuple[str, ...]

    @property
    def score(self) -> int:
        """How many combinations of capabilities the fit opens, at most the smaller side counts."""
        return min(len(self.brings), len(self.other_brings))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors without any tie; `one` stands at the earlier stage of the first fit."""

    one: str
    other: str
    fits: tuple[Fit, ...]
    common: tuple[str, ...]
    """Actors that both are tied to, who could introduce them."""

    @property
    def score(self) -> float:
        """The sum of the fits: how much the two complement each other, and no claim that they will meet."""
        return float(sum(fit.score for fit in self.fits))


def portfolios(model: Model, parameters: Parameters, country: str | None = None) -> dict[str, Portfolio]:
    """Return what each operator offers to others at each stage, from facilities in use."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for use in model.uses:
        facility = model.facilities[use.facility]
        if use.production or parameters.in_house(use.access) or not parameters.in_use(facility):
            continue
        for operator in facility.operators:
            actor = model.organisations.get(operator)
            if actor is not None and country in (None, actor.country):
                for stage in use.stages:
                    found[operator][stage].add(use.capability)
    return {actor: {s: frozenset(c) for s, c in stages.items()} for actor, stages in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A pair that fits, before anything is said about it; common acquaintances only part equal fits."""

    one: str
    other: str
    fit: int
    common: int

    @property
    def score(self) -> float:
        """The fit."""
        return float(self.fit)


def scored(
    model: Model,
    parameters: Parameters,
    around: Neighbours,
    country: str | None = None,
    stage: str | None = None,
    breadth: str = "own",
) -> list[ScoredPair]:
    """Score every pair that fits and whose groups have no tie, best first.

    `around` are the `neighbours` of each; with `stage` only fits that touch it count. `breadth` says how
    far a group goes (akkuri.analysis.model.groups).
    """
    offers = portfolios(model, parameters, country)
    steps = [step for step in parameters.along(model.stages) if stage is None or stage in step]
    bits = {capability: 1 << n for n, capability in enumerate(sorted(model.capabilities))}
    masks = {
        actor: [
            (_mask(stages, one, bits), _mask(stages, other, bits))
            if one in stages or other in stages
            else None
            for one, other in steps
        ]
        for actor, stages in offers.items()
    }
    nobody: set[str] = set()
    rolled = Rolled(model.groups, around, breadth)
    found = []
    for one, other in combinations(offers, 2):
        known = around.get(one, nobody)
        if other in known or rolled.tied(one, other):
            continue
        fit = _fit(masks[one], masks[other])
        if fit:
            found.append(ScoredPair(one, other, fit, len(known & around.get(other, nobody))))
    return sorted(found, key=lambda pair: (-pair.score, -pair.common, pair.one, pair.other))


def strangers(
    model: Model,
    parameters: Parameters,
    around: Neighbours,
    country: str | None = None,
    stage: str | None = None,
    breadth: str = "own",
) -> int:
    """Count, stage by stage, pairs without a tie of their groups, one offering there and one at the next.

    Whether they fit does not matter here; with `stage` only that one and the next count.
    """
    offers = portfolios(model, parameters, country)
    rolled = Rolled(model.groups, around, breadth)
    return sum(
        one != other and here in at and following in beside and not rolled.tied(one, other)
        for here, following in parameters.along(model.stages)
        if stage in (None, here)
        for one, at in offers.items()
        for other, beside in offers.items()
    )


def _mask(stages: Portfolio, stage: str, bits: Mapping[str, int]) -> int:
    return sum(bits[capability] for capability in stages.get(stage, ()))


def _fit(one: list[tuple[int, int] | None], other: list[tuple[int, int] | None]) -> int:
    """Sum the fits of two over all steps, both ways: capabilities as bits, for there are many pairs."""
    total = 0
    for a, b in zip(one, other, strict=True):
        if a is not None and b is not None:
            here, there = a[0] & ~b[0], b[1] & ~a[1]
            if here and there:
                total += min(here.bit_count(), there.bit_count())
            here, there = b[0] & ~a[0], a[1] & ~b[1]
            if here and there:
                total += min(here.bit_count(), there.bit_count())
    return total


def complementary(
    model: Model,
    parameters: Parameters,
    around: Neighbours,
    country: str | None = None,
    stage: str | None = None,
    top: int | None = None,
    breadth: str = "own",
) -> tuple[list[Pair], int]:
    """Return the best pairs without a tie that fit, with their reasons, and how many there are in all."""
    ranked = scored(model, parameters, around, country, stage, breadth)
    offers = portfolios(model, parameters, country)
    steps = [step for step in parameters.along(model.stages) if stage is None or stage in step]
    found = []
    for each in ranked[:top]:
        one, other = each.one, each.other
        fits = [
            (a, b, fit) for a, b in ((one, other), (other, one)) for fit in _fits(offers[a], offers[b], steps)
        ]
        first, second, _ = fits[0]
        common = tuple(sorted(around.get(one, set()) & around.get(other, set())))
        listed = tuple(fit if a == first else _turned(fit) for a, _, fit in fits)
        found.append(Pair(first, second, listed, common))
    return found, len(ranked)


def neighbours(ties: Collection[Tie], parameters: Parameters) -> Neighbours:
    """Return the actors each is tied to, funding left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.kind not in parameters.group("not-collaboration"):
            found[tie.a].add(tie.b)
            found[tie.b].add(tie.a)
    return dict(found)


def _fits(one: Portfolio, other: Portfolio, steps: list[tuple[str, str]]) -> list[Fit]:
    """What `one` brings at a stage and `other` at the next, neither having it there itself."""
    none: frozenset[str] = frozenset()
    found = []
    for stage, following in steps:
        brings = one.get(stage, none) - other.get(stage, none)
        other_brings = other.get(following, none) - one.get(following, none)
        if brings and other_brings:
            found.append(Fit(stage, tuple(sorted(brings)), following, tuple(sorted(other_brings))))
    return found


def _turned(fit: Fit) -> Fit:
    """The same fit seen from the other side, so that `brings` is always what `one` of the pair brings."""
    return Fit(fit.next_stage, fit.other_brings, fit.stage, fit.brings)
