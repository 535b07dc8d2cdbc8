"""Planned and proposed investments: what each would change, and the best set within a budget."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from akkuri.analysis.gaps.cells import Cell, CellEntry, assess, entries_by_cell, frame, needs_by_cell
from akkuri.analysis.gaps.changes import Change, compare, removed
from akkuri.analysis.gaps.solver import BestSet, Choice, best_set
from akkuri.analysis.model.values import Facility, Investment, Model, Use
from akkuri.analysis.weights import Parameters

__all__ = ["Candidate", "Plan", "candidates", "plan_within", "rank"]

ASSUMED_SCALE: Final = "pilot"
ASSUMED_ACCESS: Final = ("open",)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A facility that would come into use, or a stated gap that would be answered."""

    target: str
    kind: str
    """facility, or gap: then what comes is assumed to be open, at pilot scale, for all that the gap names."""
    amount: float | None
    """Euros; None when nobody has told the sum."""
    status: str
    """Status of the investment, or of the facility when there is no investment row."""
    investments: tuple[str, ...]
    entries: tuple[CellEntry, ...]
    decided: bool = False
    """The money is decided: shown, but not a choice any more."""
    changes: tuple[Change, ...] = ()

    @property
    def removed(self) -> float:
        """Severity removed when it comes alone."""
        return removed(self.changes)

    @property
    def per_million(self) -> float | None:
        """Severity removed per million euros."""
        return round(self.removed / (self.amount / 1e6), 4) if self.amount else None


@dataclass(frozen=True, slots=True)
class Plan:
    """The best set within a budget."""

    budget: float
    chosen: tuple[Candidate, ...]
    changes: tuple[Change, ...]
    cost: float
    gap: float
    """Optimality gap of the solver: 0 means proved best."""

    @property
    def removed(self) -> float:
        """Severity removed together."""
        return removed(self.changes)


def candidates(model: Model, parameters: Parameters, area: str) -> list[Candidate]:
    """Return what could come in an area, with the effect of each alone, by severity removed per euro.

    First those with a known sum, then those without, by severity removed; decided ones last.
    """
    judge = _Judge(model, parameters, area)
    found = [
        replace(item, changes=tuple(judge.changes([item]))) for item in _collect(model, parameters, area)
    ]
    return rank(found)


def rank(found: list[Candidate]) -> list[Candidate]:
    """Order candidates: choices with a sum, choices without, decided ones."""

    def key(item: Candidate) -> tuple[bool, bool, float, float, str]:
        unpriced = not item.amount
        return (item.decided, unpriced, -(item.per_million or 0.0), -item.removed, item.target)

    return sorted(found, key=key)


def plan_within(
    model: Model, parameters: Parameters, area: str, budget: float, found: list[Candidate] | None = None
) -> Plan:
    """Choose the set of candidates with a known sum that removes most severity within a budget, exactly.

    Effects do not add up (two plants may fill the same cell), so the solver gets the severity of every
    cell under every combination of the candidates that meet in it. Raises UsageError for a budget of
    zero or less, or when too many candidates meet in one cell.
    """
    found = candidates(model, parameters, area) if found is None else found
    choices = [item for item in found if item.amount and not item.decided and item.changes]
    judge = _Judge(model, parameters, area)
    meeting = judge.meeting(choices)

    def left(key: tuple[str, str, str], subset: tuple[int, ...]) -> float:
        return judge.severity(key, [choices[i] for i in subset])

    best: BestSet = best_set(
        [Choice(tuple(members), partial(left, key)) for key, members in meeting.items()],
        [item.amount or 0.0 for item in choices],
        budget,
    )
    chosen = tuple(choices[i] for i in best.chosen)
    return Plan(budget, chosen, tuple(judge.changes(chosen)), best.cost, best.gap)


class _Judge:
    """Recomputes the cells that candidates touch."""

    def __init__(self, model: Model, parameters: Parameters, area: str) -> None:
        self._model = model
        self._parameters = parameters
        self._area = area
        self._entries = entries_by_cell(model)
        self._needs = needs_by_cell(model) if area == model.home else {}
        self._keys = [(area, *pair) for pair in frame(model)]

    def meeting(self, choices: list[Candidate]) -> dict[tuple[str, str, str], list[int]]:
        """Return, for every touched cell, the numbers of the candidates that meet in it."""
        found: dict[tuple[str, str, str], list[int]] = {}
        for number, item in enumerate(choices):
            for key in self._touched([item]):
                found.setdefault(key, []).append(number)
        return found

    def severity(self, key: tuple[str, str, str], chosen: list[Candidate]) -> float:
        """Return the severity of a cell when some candidates have come."""
        return self._cell(key, chosen).severity

    def changes(self, chosen: "list[Candidate] | tuple[Candidate, ...]") -> list[Change]:
        """Return how the cells change when some candidates have come."""
        keys = self._touched(chosen)
        return compare([self._cell(key, ()) for key in keys], [self._cell(key, chosen) for key in keys])

    def _touched(self, chosen: "list[Candidate] | tuple[Candidate, ...]") -> list[tuple[str, str, str]]:
        # A use may be narrower than the cell's capability, so ask the cells which uses they count.
        named = {
            (stage, capability)
            for item in chosen
            for use, _ in item.entries
            for stage in use.stages
            for capability in self._counts_for(use.capability)
        }
        return [key for key in self._keys if key[1:] in named]

    def _counts_for(self, capability: str) -> list[str]:
        return [c for c in self._model.capabilities if capability in self._model.narrower(c)]

    def _cell(self, key: tuple[str, str, str], chosen: "list[Candidate] | tuple[Candidate, ...]") -> Cell:
        replaced = {facility.iri for item in chosen for _, facility in item.entries}
        kept = [entry for entry in self._entries.get(key, ()) if entry[1].iri not in replaced]
        narrower = self._model.narrower(key[2])
        coming = [
            (use, facility)
            for item in chosen
            for use, facility in item.entries
            if key[1] in use.stages and use.capability in narrower
        ]
        model = replace(
            self._model,
            facilities={**self._model.facilities, **{facility.iri: facility for _, facility in coming}},
        )
        needs = self._needs.get(key[1:], ())
        return assess(key, [*kept, *coming], needs, model, self._parameters)


def _collect(model: Model, parameters: Parameters, area: str) -> list[Candidate]:
    """Gather the targets: planned facilities of the area, and gaps with an investment."""
    in_use = min(parameters.group("present-status"))
    open_status = parameters.group("open-investment")
    uses: dict[str, list[Use]] = {}
    for use in model.uses:
        uses.setdefault(use.facility, []).append(use)
    found = []
    for facility in model.facilities.values():
        if facility.status not in parameters.group("planned-status"):
            continue
        if area not in (facility.country, facility.region):
            continue
        listed = [i for i in model.investments if i.facility == facility.iri]
        undecided = [i for i in listed if i.status in open_status or i.status is None]
        ready = replace(facility, status=in_use)
        found.append(
            Candidate(
                facility.iri,
                "facility",
                _sum(undecided or listed),
                (undecided or listed)[0].status or "" if listed else facility.status or "",
                tuple(i.iri for i in undecided or listed),
                tuple((use, ready) for use in uses.get(facility.iri, ())),
                decided=bool(listed) and not undecided,
            )
        )
    for gap in model.gaps.values():
        listed = [i for i in model.investments if i.gap == gap.iri and i.facility is None]
        undecided = [i for i in listed if i.status in open_status or i.status is None]
        if area != model.home or not undecided:
            continue
        answer = Facility(f"{gap.iri}#answer", country=area, status=in_use)
        entries = [
            (
                Use(
                    f"{gap.iri}#answer-{capability}",
                    answer.iri,
                    capability,
                    gap.stages,
                    scale=ASSUMED_SCALE,
                    access=ASSUMED_ACCESS,
                ),
                answer,
            )
            for named in gap.capabilities
            for capability in sorted(model.narrower(named))
        ]
        found.append(
            Candidate(
                gap.iri,
                "gap",
                _sum(undecided),
                undecided[0].status or "",
                tuple(i.iri for i in undecided),
                tuple(entries),
            )
        )
    return found


def _sum(investments: list[Investment]) -> float | None:
    """The sum in euros; None when any part of it is unknown or in another currency."""
    if not investments or any(i.amount is None or i.currency != "EUR" for i in investments):
        return None
    return float(sum(i.amount or 0 for i in investments))
