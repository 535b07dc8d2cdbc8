"""Overviews of an area: coverage of the chain, regions, the TRL ladder, what former plans left."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters

__all__ = ["RegionCoverage", "StageCoverage", "TrlLadder", "coverage", "former", "ladder", "regions"]

_INDUSTRY: Final = "industrial-class-kind"


@dataclass(slots=True)
class StageCoverage:
    """How many of the expected capabilities of a stage an area has, and under which access."""

    stage: str
    expected: int = 0
    recorded: int = 0
    """Cells with a facility in use."""
    open: int = 0
    """Cells with a facility that is open to others or sells a service."""
    access: Counter[str] = field(default_factory=Counter)
    """Access mode → cells with a facility of that access; `production` for own production."""
    states: Counter[str] = field(default_factory=Counter)
    severity: float = 0.0


@dataclass(slots=True)
class RegionCoverage:
    """How much of the frame a region has, and at which stages it hosts industry but nothing for research."""

    region: str
    expected: int
    recorded: int
    open: int
    industry_only: tuple[str, ...]
    """Stages with an industrial plant in use and no facility in use that offers others anything there."""


@dataclass(slots=True)
class TrlLadder:
    """Facilities that serve each TRL level at a stage, where sources tell, and how many tell nothing."""

    stage: str
    levels: dict[int, int]
    told: int
    untold: int


def coverage(model: Model, parameters: Parameters, area: str, breadth: str = "own") -> list[StageCoverage]:
    """Count an area's cells by stage, along the chain; `breadth` says which operators count as one."""
    rows = {stage: StageCoverage(stage) for stage in sorted(model.stages, key=lambda s: model.stages[s])}
    uses = {use.iri: use for use in model.uses}
    for cell in area_cells(model, parameters, area, breadth):
        row = rows[cell.stage]
        row.expected += 1
        row.recorded += bool(cell.facilities)
        row.open += bool(cell.open)
        row.states[cell.state] += 1
        row.severity = round(row.severity + cell.severity, 4)
        present = set(cell.facilities)
        modes: set[str] = set()
        for iri in cell.evidence:
            use = uses.get(iri)
            if use is not None and use.facility in present:
                modes.update(("production",) if use.production else use.access or ("unknown",))
        row.access.update(modes)
    return [row for row in rows.values() if row.expected]


def regions(model: Model, parameters: Parameters) -> list[RegionCoverage]:
    """Count the cells of every region."""
    industry: defaultdict[str, set[str]] = defaultdict(set)
    served: defaultdict[str, set[str]] = defaultdict(set)
    for use in model.uses:
        facility = model.facilities[use.facility]
        for_others = not use.production and not parameters.in_house(use.access)
        if facility.region is not None and parameters.in_use(facility) and for_others:
            served[facility.region].update(use.stages)
    plants = {
        iri: facility.region
        for iri, facility in model.facilities.items()
        if facility.region and parameters.in_use(facility) and facility.kind in parameters.group(_INDUSTRY)
    }
    for stage in model.stages:
        for iri in model.at_stage(stage) & plants.keys():
            industry[plants[iri]].add(stage)
    found = []
    for region in model.regions:
        listed = area_cells(model, parameters, region)
        lacking = sorted(industry[region] - served[region], key=lambda s: model.stages.get(s, 0))
        found.append(
            RegionCoverage(
                region,
                len(listed),
                sum(bool(cell.facilities) for cell in listed),
                sum(bool(cell.open) for cell in listed),
                tuple(lacking),
            )
        )
    return found


def ladder(model: Model, parameters: Parameters, area: str) -> list[TrlLadder]:
    """Count the facilities in use that serve each TRL level, by stage, whatever the capability."""
    told: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    everybody: defaultdict[str, set[str]] = defaultdict(set)
    for use in model.uses:
        facility = model.facilities[use.facility]
        running = parameters.in_use(facility)
        if use.production or not running or area not in (facility.country, facility.region):
            continue
        low, high = use.trl_min or use.trl_max, use.trl_max or use.trl_min
        for stage in use.stages:
            everybody[stage].add(facility.iri)
            if low is not None and high is not None:
                for level in range(low, high + 1):
                    told[stage][level].add(facility.iri)
    found = []
    for stage in sorted(model.stages, key=lambda s: model.stages[s]):
        levels = {level: len(told[stage][level]) for level in range(1, 10)}
        telling = {iri for members in told[stage].values() for iri in members}
        found.append(TrlLadder(stage, levels, len(telling), len(everybody[stage] - telling)))
    return found


def former(model: Model, parameters: Parameters, area: str) -> list[Cell]:
    """Return the cells that closed facilities or cancelled plans left without any facility in use."""
    return [cell for cell in area_cells(model, parameters, area) if cell.former and not cell.facilities]
