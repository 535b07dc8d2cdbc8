"""The best set within a budget as a mixed-integer programme: its matrix, and HiGHS, which solves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import highspy
import numpy as np
import numpy.typing as npt

from akkuri.analysis.gaps.plans.choice import Choice

__all__ = ["Programme"]

_Row = tuple[dict[int, float], float, float]
"""One constraint: coefficients by column, the least and the most that they may add up to."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The value of every variable, and how far from the optimum they may be."""

    values: Sequence[float]
    gap: float


class _Quiet(highspy.Highs):
    """HiGHS without its banner, which it prints to standard output when callbacks are set at its start."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is HiGHS's
        """Turn the output off before anything can be said."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Programme:
    """The matrix: first a column for every candidate, then one for every cell and subset."""

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
        one: list[_Row] = [({}, 1, 1) for _ in choices]
        linked: dict[tuple[int, int], _Row] = {
            (cell, member): ({member: -1.0}, 0, 0)
            for cell, choice in enumerate(choices)
            for member in choice.members
        }
        for column, (cell, subset) in enumerate(subsets, start=len(costs)):
            self.severity[column] = choices[cell].severity(subset)
            one[cell][0][column] = 1.0
            for member in subset:
                linked[cell, member][0][column] = 1.0
        self._rows = [*one, *linked.values(), (_entries(self.cost), -highspy.kHighsInf, budget / 1e6)]

    def solve(self, objective: npt.NDArray[np.float64], at_most: float | None = None) -> Solved | None:
        """Minimise; with `at_most` the severity may not pass it. Returns None when the solver fails."""
        rows = list(self._rows)
        if at_most is not None:
            rows.append((_entries(self.severity), -highspy.kHighsInf, at_most))
        width = len(objective)
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = width, len(rows)
        programme.col_cost_ = objective
        programme.col_lower_, programme.col_upper_ = np.zeros(width), self._most
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        programme.integrality_ = [whole if column < self._candidates else part for column in range(width)]
        programme.row_lower_ = [low for _, low, _ in rows]
        programme.row_upper_ = [high for *_, high in rows]
        matrix = programme.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(entries) for entries, *_ in rows)])
        matrix.index_ = [column for entries, *_ in rows for column in entries]
        matrix.value_ = [value for entries, *_ in rows for value in entries.values()]
        solver = _Quiet()  # type: ignore[no-untyped-call]
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("threads", 1)  # it may run beside others in a server
        solver.passModel(programme)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return Solved(solver.getSolution().col_value, solver.getInfo().mip_gap)


def _entries(values: npt.NDArray[np.float64]) -> dict[int, float]:
    """Return what is not zero by column."""
    return {int(column): float(values[column]) for column in np.flatnonzero(values)}
