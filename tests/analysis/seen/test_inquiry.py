"""What noes are worth, and in which order cells are asked about."""

import pytest

from akkuri.analysis.seen.inquiry import asked_cells, nobody


@pytest.mark.parametrize(("beforehand", "sure"), [(0.3, 0.87), (0.5, 0.94), (0.7, 0.97)])
def test_three_informed_noes(beforehand: float, sure: float) -> None:
    assert round(nobody(beforehand, 0.6, 3), 2) == sure


def test_what_no_answer_and_what_ignorant_answers_are_worth() -> None:
    assert nobody(0.4, 0.6, 0) == pytest.approx(0.4)
    assert nobody(0.4, 0.0, 5) == pytest.approx(0.4)
    assert nobody(0.4, 1.0, 1) == 1.0
    assert nobody(0.0, 0.6, 3) == 0.0


def test_empty_cells_are_mixed_with_controls_and_no_others() -> None:
    cells = {("stage", str(number)): ["a", "b"][: number % 3] for number in range(60)}
    asked = asked_cells(cells)
    assert {(cell.capability, cell.control) for cell in asked} == {
        (str(number), number % 3 == 1) for number in range(60) if number % 3 < 2
    }
    assert asked == asked_cells(dict(reversed(cells.items())))
    controls = [cell.control for cell in asked]
    assert controls != sorted(controls)
    assert controls != sorted(controls, reverse=True)
