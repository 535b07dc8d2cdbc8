"""Gap cells: for every stage and capability of the frame, what an area has, plans and misses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from akkuri.analysis.model.values import Facility, Model, Use
from akkuri.analysis.weights import STATES, Parameters

__all__ = [
    "Cell",
    "CellEntry",
    "CellKey",
    "assess",
    "cells",
    "entries_by_cell",
    "frame",
    "needs_by_cell",
    "severity",
]

DIGITS: Final = 4

CellEntry = tuple[Use, Facility]
CellKey = tuple[str, str, str]
"""(area, stage, capability)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; the tuples hold sorted IRIs."""

    area: str
    stage: str
    capability: str
    state: str
    severity: float
    shortcomings: tuple[str, ...] = ()
    """Every state but covered that applies, in the order of STATES; the first is the state."""
    facilities: tuple[str, ...] = ()
    """In use or of unknown status, in-house ones too."""
    usable: tuple[str, ...] = ()
    """Those of them that serve others than their owner."""
    operators: tuple[str, ...] = ()
    """Who runs the usable ones: subsidiaries count as their parent where it is there too (in a family, two of
    them as a parent that is not), and a facility without an operator, or run by several together, stands for
    itself."""
    through: tuple[tuple[str, str], ...] = ()
    """(operator, subsidiary that counts as it)."""
    open: tuple[str, ...] = ()
    pilot: tuple[str, ...] = ()
    in_house: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    trl: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def key(self) -> CellKey:
        """The dimensions."""
        return (self.area, self.stage, self.capability)

    @property
    def sole_operator(self) -> str | None:
        """The operator that the cell rests on, when there is just one."""
        return self.operators[0] if len(self.operators) == 1 else None

    @property
    def sole_facility(self) -> str | None:
        """The usable facility that the cell rests on, when there is just one."""
        return self.usable[0] if len(self.usable) == 1 else None


def frame(model: Model) -> list[tuple[str, str]]:
    """Return the expected (stage, capability) pairs, along the chain."""
    found = [(stage, c.id) for c in model.capabilities.values() for stage in c.expected]
    return sorted(found, key=lambda pair: (model.stages.get(pair[0], 0), pair))


def areas_of(facility: Facility) -> list[str]:
    """Return the areas that count a facility: its country, and its region."""
    return [area for area in (facility.country, facility.region) if area]


def entries_by_cell(model: Model) -> Mapping[CellKey, list[CellEntry]]:
    """Sort every use of a facility into the cells it counts for; narrower capabilities count for broader."""
    if "entries" not in model.counted:
        model.counted["entries"] = _entries(model)
    found: Mapping[CellKey, list[CellEntry]] = model.counted["entries"]
    return found


def _entries(model: Model) -> dict[CellKey, list[CellEntry]]:
    counts_for: defaultdict[str, list[str]] = defaultdict(list)
    for capability in model.capabilities.values():
        for narrower in model.narrower(capability.id) if capability.expected else ():
            counts_for[narrower].append(capability.id)
    expected = set(frame(model))
    found: defaultdict[CellKey, list[CellEntry]] = defaultdict(list)
    for use in model.uses:
        facility = model.facilities[use.facility]
        for capability_id in counts_for[use.capability]:
            for stage in use.stages:
                if (stage, capability_id) in expected:
                    for area in areas_of(facility):
                        found[area, stage, capability_id].append((use, facility))
    return dict(found)


def needs_by_cell(model: Model) -> Mapping[tuple[str, str], list[str]]:
    """Sort the stated gaps into the (stage, capability) pairs they name; a broader one names all under it."""
    if "needs" not in model.counted:
        model.counted["needs"] = _needs(model)
    found: Mapping[tuple[str, str], list[str]] = model.counted["needs"]
    return found


def _needs(model: Model) -> dict[tuple[str, str], list[str]]:
    expected = set(frame(model))
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for gap in model.gaps.values():
        named = {n for capability in gap.capabilities for n in model.narrower(capability)}
        for stage in gap.stages:
            for capability in sorted(named):
                if (stage, capability) in expected:
                    found[stage, capability].append(gap.iri)
    return dict(found)


def cells(model: Model, parameters: Parameters) -> list[Cell]:
    """Compute the cells of the home country and its regions, and those of other countries with an entry.

    Stated gaps are about the home country and count there only.
    """
    entries, needs = entries_by_cell(model), needs_by_cell(model)
    home = model.home
    foreign = sorted({key[0] for key in entries} - {home} - set(model.regions))
    found = []
    for area in [*([home] if home else []), *model.regions, *foreign]:
        for stage, capability in frame(model):
            key = (area, stage, capability)
            stated = needs.get((stage, capability), []) if area == home else []
            if area in foreign and key not in entries:
                continue
            found.append(assess(key, entries.get(key, ()), stated, model, parameters))
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the entries of a cell say, whoever may use it: IRIs of facilities and of what was said of them."""

    present: defaultdict[str, list[Use]] = field(default_factory=lambda: defaultdict(list))
    """The uses of each facility in use."""
    planned: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    """Whose status no source tells; they may be among those in use."""
    evidence: set[str] = field(default_factory=set)
    """All uses but those of former facilities."""


def _counted(entries: Iterable[CellEntry], parameters: Parameters) -> _Counted:
    """Sort the entries of a cell by the status of their facilities."""
    found = _Counted()
    for use, facility in entries:
        if parameters.former(facility):
            found.former.add(facility.iri)
            continue
        found.evidence.add(use.iri)
        if parameters.planned(facility):
            found.planned.add(facility.iri)
        elif parameters.in_use(facility):
            found.present[facility.iri].append(use)
        if facility.status is None:
            found.unknown.add(facility.iri)
    return found


def assess(
    key: CellKey,
    entries: Iterable[CellEntry],
    needs: Iterable[str],
    model: Model,
    parameters: Parameters,
    breadth: str = "own",
) -> Cell:
    """Count one cell and give it its state and severity (CONTRIBUTING.md, Gaps).

    `breadth` says which operators count as one (one of BREADTHS).
    """
    group = parameters.group
    there = _counted(entries, parameters)
    present = there.present
    served = {iri: [use for use in uses if not _in_house(use, parameters)] for iri, uses in present.items()}
    usable = {iri: uses for iri, uses in served.items() if uses}
    running = (each for iri in usable for each in model.facilities[iri].operators)
    rolled = model.groups.rolled(running, breadth)
    operators = {_runner(iri, model.facilities[iri], rolled) for iri in usable}
    stated = tuple(sorted(needs))
    missing = any(gap in model.gaps and model.gaps[gap].kind in group("missing-gap-kind") for gap in stated)
    pilot = {iri for iri, uses in usable.items() if any(use.scale in group("pilot-scale") for use in uses)}
    trl = _levels(use for uses in usable.values() for use in uses)
    applies = {
        "stated-missing": missing and not present,
        "none-recorded": not present and not there.planned,
        "planned-only": bool(there.planned) and not present,
        "in-house-only": bool(present) and not usable,
        "single-operator": len(operators) == 1,
        "no-pilot-scale": bool(usable) and not pilot,
        "trl-hole": bool(trl) and len(trl) != trl[-1] - trl[0] + 1,
    }
    shortcomings = tuple(state for state in STATES if applies.get(state))
    state = shortcomings[0] if shortcomings else "covered"
    is_open = {
        iri for iri, uses in usable.items() if any(parameters.open_to_others(use.access) for use in uses)
    }
    found: dict[str, tuple[str, ...]] = {
        "facilities": tuple(sorted(present)),
        "usable": tuple(sorted(usable)),
        "operators": tuple(sorted(operators)),
        "open": tuple(sorted(is_open)),
        "pilot": tuple(sorted(pilot)),
        "in_house": tuple(sorted(set(present) - set(usable))),
        "planned": tuple(sorted(there.planned)),
        "unknown": tuple(sorted(there.unknown)),
        "former": tuple(sorted(there.former)),
        "needs": stated,
        "evidence": tuple(sorted(there.evidence | set(stated))),
    }
    through = tuple(sorted((head, actor) for actor, head in rolled.items() if actor != head))
    weight = severity(state, found, parameters)
    # `found` has the members of a cell that are lists of IRIs, which mypy cannot see through a mapping.
    return Cell(*key, state, weight, shortcomings, trl=trl, through=through, **found)  # type: ignore[arg-type]


def _runner(iri: str, facility: Facility, rolled: Mapping[str, str]) -> str:
    heads = {rolled[operator] for operator in facility.operators}
    return heads.pop() if len(heads) == 1 else iri


def _in_house(use: Use, parameters: Parameters) -> bool:
    return use.production or parameters.in_house(use.access)


def _levels(uses: Iterable[Use]) -> tuple[int, ...]:
    """The TRL levels that sources tell; one bound alone tells one level."""
    found: set[int] = set()
    for use in uses:
        low, high = use.trl_min or use.trl_max, use.trl_max or use.trl_min
        if low is not None and high is not None:
            found.update(range(low, high + 1))
    return tuple(sorted(found))


def severity(state: str, found: Mapping[str, tuple[str, ...]], parameters: Parameters) -> float:
    """Return the severity by the table of weights, kept within 0 and 1."""
    weights = parameters.weights
    total = weights[f"state:{state}"]
    if found["needs"]:
        total += weights["add:stated-need"]
    if found["usable"] and not found["open"]:
        total += weights["add:none-open"]
    if len(found["usable"]) == 1:
        total += weights["add:single-facility"]
    return round(max(0.0, min(1.0, total)), DIGITS)
