"""What the choice within a budget refuses, and that cells of a region are judged as the matrix shows them."""

import pytest

from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.gaps.plans.choice import Choice
from akkuri.analysis.gaps.plans.investments import candidates
from akkuri.analysis.gaps.plans.solver import MOST_IN_ONE, best_set
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError


def flat(members: int) -> Choice:
    """A cell in which each candidate takes a tenth of the severity away."""
    return Choice(tuple(range(members)), lambda subset: 1 - len(subset) / 100)


@pytest.mark.parametrize("budget", [0.0, -1.0, float("nan")])
def test_no_money_is_no_budget(budget: float) -> None:
    with pytest.raises(UsageError):
        best_set([flat(1)], [1e6], budget)


def test_so_many_may_meet_in_one_cell_and_no_more() -> None:
    assert MOST_IN_ONE == 12
    with pytest.raises(UsageError):
        best_set([flat(13)], [1e6] * 13, 1e6)


def test_what_costs_a_little_more_than_the_budget_is_not_bought() -> None:
    """The tolerance of a solver is no money: three euros too dear is too dear."""
    found = best_set([flat(2)], [20_000_003.0, 5e6], 20e6)
    assert (found.chosen, found.cost) == ((1,), 5e6)


def test_among_equal_sets_the_cheapest() -> None:
    either = Choice((0, 1), lambda subset: 0.5 if subset else 1.0)
    assert best_set([either], [9e6, 4e6], 20e6).chosen == (1,)


@pytest.mark.parametrize("area", ["FI", "FI1D9", "FI1D5"])
def test_cells_before_are_those_of_the_matrix(area: str, national: Model, parameters: Parameters) -> None:
    """Needs are stated for the country: in a region they add nothing."""
    at = {cell.key: cell for cell in area_cells(national, parameters, area)}
    changed = [change for item in candidates(national, parameters, area) for change in item.changes]
    assert changed or area != "FI"
    assert all(change.before == at[change.key] for change in changed)
