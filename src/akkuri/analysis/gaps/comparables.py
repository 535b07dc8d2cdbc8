"""What comparable facilities cost: published totals of facilities with the same capability and scale class.

A list with its range, never a prediction: it feeds no budget and no ranking.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final

from akkuri.analysis.model.values import Facility, Investment, Model
from akkuri.analysis.weights import Parameters

__all__ = ["CLASSES", "FOR_MEDIAN", "FOR_RANGE", "Comparable", "ComparablePool", "Comparables", "scale_class"]

CLASSES: Final = ("laboratory", "pilot", "industrial", "training", "platform")
"""Scale classes; the groups `<class>-class-scale` and `<class>-class-kind` say what is in one."""
_OWN_CLASSES: Final = ("training", "platform")
"""Classes by kind alone: their scale says nothing about their cost."""
FOR_RANGE: Final = 3
"""From so many totals on, lowest and highest are told."""
FOR_MEDIAN: Final = 5
"""From so many totals on, the median is told too."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """A facility with the total that was published for it."""

    facility: Facility
    investment: Investment
    scale: str
    """One of CLASSES."""
    capabilities: tuple[str, ...]
    """All that the total bought, so far as it is known."""

    @property
    def order(self) -> tuple[float, str]:
        """What it is listed by: the sum, then the id; sums without a rate last."""
        amount = self.investment.amount
        return (float("inf") if amount is None else amount, self.facility.iri)


@dataclass(frozen=True, slots=True)
class Comparables:
    """The facilities that compare for one capability in one scale class."""

    capability: str
    scale: str
    counted: tuple[Comparable, ...] = ()
    """Made or decided, in euros."""
    unconverted: tuple[Comparable, ...] = ()
    """Made or decided, in a currency for whose year there is no rate; never in the range."""
    planned: tuple[Comparable, ...] = ()
    """Planned, proposed or on hold; never in the range."""

    @property
    def low(self) -> float | None:
        """Euros; None below FOR_RANGE."""
        return min(self._sums) if len(self.counted) >= FOR_RANGE else None

    @property
    def high(self) -> float | None:
        """Euros; None below FOR_RANGE."""
        return max(self._sums) if len(self.counted) >= FOR_RANGE else None

    @property
    def median(self) -> float | None:
        """Euros; None below FOR_MEDIAN."""
        return median(self._sums) if len(self.counted) >= FOR_MEDIAN else None

    @property
    def inside(self) -> Fraction | None:
        """How often a further facility would fall in the range: (n-1)/(n+1); None below FOR_RANGE."""
        n = len(self.counted)
        return Fraction(n - 1, n + 1) if n >= FOR_RANGE else None

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the counted sums whose year is told, sorted."""
        told = (each.investment.year for each in self.counted)
        return tuple(sorted(year for year in told if year is not None))

    @property
    def _sums(self) -> list[float]:
        return [each.investment.amount or 0.0 for each in self.counted]


class ComparablePool:
    """All published totals of a graph, one a facility, found by capability and scale class."""

    def __init__(self, model: Model, parameters: Parameters) -> None:
        self._counted, self._unconverted, self._planned = (
            _by_capability(found) for found in _totals(model, parameters)
        )

    def comparables(self, capability: str, scale: str) -> Comparables:
        """Return those that compare, each list by sum, then id. The stage is no matter."""
        key = (capability, scale)
        return Comparables(capability, scale, self._counted[key], self._unconverted[key], self._planned[key])

    def counted(self) -> list[Comparable]:
        """Return every facility with a counted total, once each, by sum, then id."""
        found = {each.facility.iri: each for group in self._counted.values() for each in group}
        return sorted(found.values(), key=lambda item: item.order)

    def of(self, capability: str, first: str | None = None) -> list[Comparables]:
        """Return the scale classes that have any, in their order, but `first` first."""
        classes = sorted(CLASSES, key=lambda name: name != first)
        found = (self.comparables(capability, name) for name in classes)
        return [each for each in found if each.counted or each.unconverted or each.planned]


def scale_class(investment: Investment, facility: Facility, parameters: Parameters) -> str | None:
    """Return the scale class of a sum: by its scale, else the facility's, else the kind of facility.

    None where none of them tells it; such a facility compares with nothing.
    """
    for name in _OWN_CLASSES:
        if facility.kind in parameters.group(f"{name}-class-kind"):
            return name
    scale = investment.scale or facility.scale
    told, group = (scale, "scale") if scale else (facility.kind, "kind")
    found = (name for name in CLASSES if told in parameters.group(f"{name}-class-{group}"))
    return next(found, None)


def _by_capability(found: Iterable[Comparable]) -> defaultdict[tuple[str, str], tuple[Comparable, ...]]:
    grouped: defaultdict[tuple[str, str], tuple[Comparable, ...]] = defaultdict(tuple)
    for each in sorted(found, key=lambda item: item.order):
        for capability in each.capabilities:
            grouped[capability, each.scale] += (each,)
    return grouped


def _totals(model: Model, parameters: Parameters) -> tuple[list[Comparable], ...]:
    """Return the counted, those without a rate and the planned: of each facility its largest total.

    A facility that has a counted total is nowhere else. Parts, grants, loans, financing and extensions
    never count, nor a sum of which nobody said what it is for.
    """
    uses: defaultdict[str, set[str]] = defaultdict(set)
    for use in model.uses:
        uses[use.facility].add(use.capability)
    kinds: tuple[dict[str, Comparable], ...] = ({}, {}, {})
    for investment in model.investments:
        facility = model.facilities.get(investment.facility or "")
        if facility is None or facility.status in parameters.group("cancelled-status"):
            continue
        if investment.measure not in parameters.group("total-measure"):
            continue
        scale = scale_class(investment, facility, parameters)
        capabilities = investment.capabilities or tuple(sorted(uses[facility.iri]))
        if scale is None or not capabilities:
            continue
        if investment.status in parameters.group("coming-investment"):
            found = kinds[0] if investment.amount is not None else kinds[1]
        elif investment.status in parameters.group("open-investment") | parameters.group("held-investment"):
            found = kinds[2]
        else:
            continue
        item = Comparable(facility, investment, scale, capabilities)
        known = found.get(facility.iri)
        if known is None or _size(item) > _size(known):
            found[facility.iri] = item
    counted, unconverted, planned = kinds
    unconverted = {iri: item for iri, item in unconverted.items() if iri not in counted}
    planned = {iri: item for iri, item in planned.items() if iri not in counted and iri not in unconverted}
    return tuple(list(found.values()) for found in (counted, unconverted, planned))


def _size(item: Comparable) -> tuple[float, str]:
    return (item.investment.amount or 0.0, item.investment.iri)
