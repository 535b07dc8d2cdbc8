"""What differs between two states of the cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.gaps.cells import Cell, CellKey, assess, entries_by_cell, frame, needs_by_cell
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import STATES, Parameters

__all__ = ["Change", "area_cells", "compare", "removed"]

_AREAS: Final = 32
"""Areas whose cells are remembered."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that has another state or severity than before; None when it is not in the frame."""

    key: CellKey
    before: Cell | None
    after: Cell | None

    @property
    def removed(self) -> float:
        """The severity that is gone; negative when there is more than before."""
        old = self.before.severity if self.before else 0.0
        return round(old - (self.after.severity if self.after else 0.0), 4)

    @property
    def worse(self) -> bool:
        """Whether it is graver now; where the severity stays, a state earlier among the states is graver."""
        if self.removed or self.before is None or self.after is None:
            return self.removed < 0
        return STATES.index(self.after.state) < STATES.index(self.before.state)


def area_cells(model: Model, parameters: Parameters, area: str, breadth: str = "own") -> list[Cell]:
    """Compute the cells of one area, whether or not anybody recorded anything there.

    `breadth` says which operators count as one (one of BREADTHS). What was computed with the same parameters
    is remembered of some areas: pages, tables and documents ask for the same.
    """
    kept = model.counted.get("cells")
    if kept is None or kept[0] is not parameters or len(kept[1]) > _AREAS:
        kept = model.counted["cells"] = (parameters, {})
    known: dict[tuple[str, str], list[Cell]] = kept[1]
    if (area, breadth) not in known:
        known[area, breadth] = _computed(model, parameters, area, breadth)
    return list(known[area, breadth])


def _computed(model: Model, parameters: Parameters, area: str, breadth: str) -> list[Cell]:
    entries = entries_by_cell(model)
    needs = needs_by_cell(model) if area == model.home else {}
    return [
        assess((area, *pair), entries.get((area, *pair), ()), needs.get(pair, ()), model, parameters, breadth)
        for pair in frame(model)
    ]


def compare(before: Iterable[Cell], after: Iterable[Cell]) -> list[Change]:
    """Return the cells that changed, in the order of `before`, then new ones."""
    new: Mapping[CellKey, Cell] = {cell.key: cell for cell in after}
    old: Mapping[CellKey, Cell] = {cell.key: cell for cell in before}
    found = []
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key), new.get(key)
        if one is None or other is None or (one.state, one.severity) != (other.state, other.severity):
            found.append(Change(key, one, other))
    return found


def removed(changes: Iterable[Change]) -> float:
    """Return the severity that all changes remove together."""
    return round(sum(change.removed for change in changes), 4) + 0.0  # never minus zero
