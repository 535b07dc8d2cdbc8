"""One side of a comparison: its cells, and how complete it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.model.values import Facility, Model, country_of_region
from akkuri.analysis.weights import Parameters

__all__ = ["TOLD", "Side", "side"]

TOLD: Final = ("status", "scale", "access", "operators", "capabilities")
"""What a record of a facility should tell."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """The cells of a place in a release, and what is recorded there at all."""

    area: str
    cells: Mapping[Pair, Cell]
    facilities: int
    told: Mapping[str, int]
    """Field → facilities of which it is told."""
    at_home: bool
    """Whether the place is the home country or in it; elsewhere only partners and benchmarks are recorded."""

    @property
    def recorded(self) -> int:
        """Cells with a facility in use."""
        return sum(bool(cell.facilities) for cell in self.cells.values())


def side(model: Model, parameters: Parameters, area: str) -> Side:
    """Return one side: what a place has in the model of a release."""
    able = {use.facility for use in model.uses}
    here = [f for f in model.facilities.values() if area in (f.country, f.region)]
    # A use tells scale and access for its facility.
    scaled = {use.facility for use in model.uses if use.scale}
    entered = {use.facility for use in model.uses if use.access or use.production}

    def tells(facility: Facility) -> dict[str, bool]:
        return {
            "status": facility.status is not None,
            "scale": facility.scale is not None or facility.iri in scaled,
            "access": bool(facility.access) or facility.iri in entered,
            "operators": bool(facility.operators),
            "capabilities": facility.iri in able,
        }

    told = [tells(facility) for facility in here]
    return Side(
        area,
        {(cell.stage, cell.capability): cell for cell in area_cells(model, parameters, area)},
        len(here),
        {name: sum(each[name] for each in told) for name in TOLD},
        model.home is None or (area if area == model.home else country_of_region(area)) == model.home,
    )
