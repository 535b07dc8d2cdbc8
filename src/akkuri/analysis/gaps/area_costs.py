"""Euros per square metre of floor area over all published totals: the middle half of them.

Measured to explain sums better than the capability does, on few facilities; so it is shown as experimental,
and only to a reader who gives an area.
"""

from dataclasses import dataclass
from statistics import quantiles
from typing import Final

from akkuri.analysis.gaps.comparables import ComparablePool

__all__ = ["FOR_AREA", "AreaCosts", "area_costs"]

FOR_AREA: Final = 15
"""From so many totals with a floor area on, the middle half of them is told."""


@dataclass(frozen=True, slots=True)
class AreaCosts:
    """What a square metre cost."""

    n: int
    """Facilities with a published total in euros and a floor area."""
    low: float | None
    """Lower quartile in euros per square metre; None below FOR_AREA."""
    high: float | None
    """Upper quartile in euros per square metre; None below FOR_AREA."""


def area_costs(pool: ComparablePool) -> AreaCosts:
    """Return the quartiles of euros per square metre over all counted totals."""
    rates = [
        each.investment.amount / each.facility.floor_area
        for each in pool.counted()
        if each.facility.floor_area and each.investment.amount is not None
    ]
    if len(rates) < FOR_AREA:
        return AreaCosts(len(rates), None, None)
    low, _, high = quantiles(rates, n=4, method="inclusive")
    return AreaCosts(len(rates), low, high)
