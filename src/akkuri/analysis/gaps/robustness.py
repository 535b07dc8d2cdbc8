"""How the picture moves: between two releases, and when a weight changes by half."""

from dataclasses import dataclass

from akkuri.analysis.gaps.cells import Cell, severity
from akkuri.analysis.gaps.changes import Change, area_cells, compare
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters

__all__ = ["Sensitivity", "sensitivity", "trend"]

TOP = 10


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What changing one weight does to the ranking of the cells by severity."""

    weight: str
    value: float
    changed: float
    rank_correlation: float
    """Kendall's tau-b between the two rankings: 1 the same order."""
    top_kept: int
    """How many of the ten gravest cells stay among the ten gravest."""
    total: float
    """Severity of all cells together."""


def trend(old: Model, new: Model, parameters: Parameters, area: str) -> list[Change]:
    """Return the cells of an area that changed from one release to another, under the same weights."""
    return compare(area_cells(old, parameters, area), area_cells(new, parameters, area))


def sensitivity(model: Model, parameters: Parameters, area: str) -> list[Sensitivity]:
    """Lower and raise every weight by half and compare the rankings."""
    cells = area_cells(model, parameters, area)
    now = [cell.severity for cell in cells]
    found = []
    for weight, value in parameters.weights.items():
        for factor in (0.5, 1.5):
            other = parameters.changed(weight, factor)
            then = [severity(cell.state, _counts(cell), other) for cell in cells]
            found.append(
                Sensitivity(
                    weight,
                    value,
                    round(other.weights[weight], 4),
                    _tau(now, then),
                    len(_top(cells, now) & _top(cells, then)),
                    round(sum(then), 4),
                )
            )
    return found


def _counts(cell: Cell) -> dict[str, tuple[str, ...]]:
    return {"needs": cell.needs, "usable": cell.usable, "open": cell.open}


def _top(cells: list[Cell], values: list[float]) -> set[tuple[str, str, str]]:
    ranked = sorted(zip(values, cells, strict=True), key=lambda pair: (-pair[0], pair[1].key))
    return {cell.key for _, cell in ranked[:TOP]}


def _tau(one: list[float], other: list[float]) -> float:
    """Kendall's tau-b, which allows for ties; 1.0 when either ranking has no order at all."""
    agree = tied_one = tied_other = pairs = 0
    for i in range(len(one)):
        for j in range(i):
            a, b = one[i] - one[j], other[i] - other[j]
            pairs += 1
            tied_one += a == 0
            tied_other += b == 0
            agree += (a * b > 0) - (a * b < 0)
    below = ((pairs - tied_one) * (pairs - tied_other)) ** 0.5
    return round(agree / below, 4) if below else 1.0
