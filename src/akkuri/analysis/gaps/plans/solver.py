"""The best set within a budget, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from akkuri.analysis.gaps.plans.choice import Choice
from akkuri.errors import OutsideError, UsageError, about

if TYPE_CHECKING:
    from akkuri.analysis.gaps.plans.programme import Programme

__all__ = ["BestSet", "best_set"]

MOST_IN_ONE: Final = 12
"""So many candidates may meet in one cell: each combination of them is a variable."""
SLACK: Final = 1e-7
ROOM: Final = 1e-5


@dataclass(frozen=True, slots=True)
class BestSet:
    """The chosen candidates in their order, what they cost, what severity is left, and the solver's gap."""

    chosen: tuple[int, ...]
    cost: float
    left: float
    gap: float


def best_set(choices: Sequence[Choice], costs: Sequence[float], budget: float) -> BestSet:
    """Return the affordable set that leaves least severity and, among equals, costs least.

    Variables: one binary x per candidate; one y in [0, 1] per cell and subset of its candidates. For
    every cell the y add up to one, and those whose subset holds a candidate add up to its x, so whole x
    leave exactly one y. Raises UsageError for a budget of zero or less and for too large a cell.
    """
    if not budget > 0:
        with about("budget"):
            raise UsageError.worded("analysis.no_budget", budget=f"{budget:g}")
    for choice in choices:
        if len(choice.members) > MOST_IN_ONE:
            raise UsageError.worded("analysis.crowded_cell", count=len(choice.members), most=MOST_IN_ONE)
    if not any(cost <= budget for cost in costs):
        return BestSet((), 0.0, round(sum(choice.severity(()) for choice in choices), 4), 0.0)
    from akkuri.analysis.gaps.plans.programme import Programme  # numpy and HiGHS, where there is a choice

    found = _solved(Programme(choices, costs, budget), costs)
    if found is None or found.cost > budget:
        # A set a few euros too dear is within the solver's tolerance: it fails, or takes it. Leave it room.
        found = _solved(Programme(choices, costs, budget * (1 - ROOM)), costs)
    if found is None:
        raise OutsideError.worded("analysis.no_plan_found")
    return found


def _solved(programme: "Programme", costs: Sequence[float]) -> BestSet | None:
    """Return the best set and among equals the cheapest; None when the solver fails."""
    best = programme.solve(programme.severity)
    if best is None:
        return None
    left = float(programme.severity @ best.values)
    cheapest = programme.solve(programme.cost, at_most=left + SLACK)
    if cheapest is None:
        return None
    chosen = tuple(i for i in range(len(costs)) if cheapest.values[i] > 0.5)
    return BestSet(chosen, sum(costs[i] for i in chosen), round(left, 4), max(0.0, round(best.gap, 9)))
