"""The best set within a budget as a mixed-integer programme, solved exactly by HiGHS (through SciPy)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

from akkuri.analysis.refusals import AnalysisError
from akkuri.errors import OutsideError

__all__ = ["BestSet", "Choice", "best_set"]

MOST_IN_ONE: Final = 12
"""So many candidates may meet in one cell: each combination of them is a variable."""
SLACK: Final = 1e-7
ROOM: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Choice:
    """One cell: the candidates that meet in it, and its severity under each subset of them."""

    members: tuple[int, ...]
    severity: Callable[[tuple[int, ...]], float]


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
    leave exactly one y. Raises AnalysisError for a budget of zero or less and for too large a cell.
    """
    if not budget > 0:
        raise AnalysisError("no_budget", budget=f"{budget:g}")
    for choice in choices:
        if len(choice.members) > MOST_IN_ONE:
            raise AnalysisError("crowded_cell", count=len(choice.members), most=MOST_IN_ONE)
    if not choices or not costs:
        return BestSet((), 0.0, 0.0, 0.0)
    found = _solved(_Programme(choices, costs, budget), costs)
    if found is None or found.cost > budget:
        # A set a few euros too dear is within the solver's tolerance: it fails, or takes it. Leave it room.
        found = _solved(_Programme(choices, costs, budget * (1 - ROOM)), costs)
    if found is None:
        raise OutsideError("The solver found no plan.")
    return found


def _solved(programme: "_Programme", costs: Sequence[float]) -> BestSet | None:
    """Return the best set and among equals the cheapest; None when the solver fails."""
    best = programme.solve(programme.severity)
    if best is None:
        return None
    left = float(programme.severity @ best.x)
    cheapest = programme.solve(programme.cost, at_most=left + SLACK)
    if cheapest is None:
        return None
    chosen = tuple(i for i in range(len(costs)) if cheapest.x[i] > 0.5)
    return BestSet(chosen, sum(costs[i] for i in chosen), round(left, 4), max(0.0, round(best.mip_gap, 9)))


class _Programme:
    """The matrices: first a column for every candidate, then one for every cell and subset."""

    def __init__(self, choices: Sequence[Choice], costs: Sequence[float], budget: float) -> None:
        subsets = [
            (cell, subset)
            for cell, choice in enumerate(choices)
            for count in range(len(choice.members) + 1)
            for subset in combinations(choice.members, count)
        ]
        width = len(costs) + len(subsets)
        self._candidates = len(costs)
        # What alone costs more than the budget is ruled out exactly, whatever the solver's tolerance.
        self._most = np.ones(width)
        self._most[: len(costs)] = np.array(costs) <= budget
        self.severity = np.zeros(width)
        self.cost = np.zeros(width)
        # Millions keep the numbers of the programme near one, as the solver likes them.
        self.cost[: len(costs)] = np.array(costs) / 1e6
        one = lil_matrix((len(choices), width))
        members = [(cell, member) for cell, choice in enumerate(choices) for member in choice.members]
        row_of = {pair: row for row, pair in enumerate(members)}
        linked = lil_matrix((len(members), width))
        for (_, member), row in row_of.items():
            linked[row, member] = -1
        for column, (cell, subset) in enumerate(subsets, start=len(costs)):
            self.severity[column] = choices[cell].severity(subset)
            one[cell, column] = 1
            for member in subset:
                linked[row_of[cell, member], column] = 1
        self._constraints = [
            LinearConstraint(one.tocsr(), 1, 1),
            LinearConstraint(linked.tocsr(), 0, 0),
            LinearConstraint(self.cost, -np.inf, budget / 1e6),
        ]

    def solve(self, objective: Any, at_most: float | None = None) -> Any:
        """Minimise; with `at_most` the severity may not pass it. Returns None when the solver fails."""
        extra = [] if at_most is None else [LinearConstraint(self.severity, -np.inf, at_most)]
        whole = np.zeros(len(objective))
        whole[: self._candidates] = 1
        found = milp(
            objective,
            integrality=whole,
            bounds=Bounds(0, self._most),
            constraints=[*self._constraints, *extra],
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else found
