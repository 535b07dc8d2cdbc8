"""Stated gaps matched to cells, facilities and projects: which are answered, which are still open."""

from dataclasses import dataclass
from typing import Final

from akkuri.analysis.gaps.cells import Cell, needs_by_cell
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.model.values import Gap, Model
from akkuri.analysis.weights import Parameters

__all__ = ["OUTCOMES", "Need", "stated_needs"]

OUTCOMES: Final = ("answered", "partly", "planned", "project", "open")
"""answered: a facility said to answer it is in use; partly: others may use some facility in the cells it
names; planned: its answer is planned; project: only projects answer it; open: nothing does."""


@dataclass(frozen=True, slots=True)
class Need:
    """A stated gap, what came of it, and the cells that it names."""

    gap: Gap
    outcome: str
    answers: tuple[str, ...]
    cells: tuple[Cell, ...]


def stated_needs(model: Model, parameters: Parameters) -> list[Need]:
    """Return every stated gap with its outcome, open ones first."""
    home = model.home or ""
    named: dict[str, list[Cell]] = {}
    at = {(cell.stage, cell.capability): cell for cell in area_cells(model, parameters, home)}
    for pair, stated in needs_by_cell(model).items():
        for iri in stated:
            named.setdefault(iri, []).append(at[pair])
    found = []
    for gap in model.gaps.values():
        listed = tuple(named.get(gap.iri, ()))
        found.append(Need(gap, _outcome(gap, listed, model, parameters), gap.addressed_by, listed))
    return sorted(found, key=lambda need: (-OUTCOMES.index(need.outcome), need.gap.iri))


def _outcome(gap: Gap, cells: tuple[Cell, ...], model: Model, parameters: Parameters) -> str:
    facilities = [model.facilities[iri] for iri in gap.addressed_by if iri in model.facilities]
    if any(parameters.in_use(f) for f in facilities):
        return "answered"
    if any(cell.usable for cell in cells):
        return "partly"
    if any(parameters.planned(f) for f in facilities):
        return "planned"
    if any(iri in model.projects for iri in gap.addressed_by):
        return "project"
    return "open"
