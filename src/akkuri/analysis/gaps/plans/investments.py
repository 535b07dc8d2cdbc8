"""Planned and proposed investments: what each would change, and the best set within a budget."""

from dataclasses import dataclass, replace
from functools import partial

from akkuri.analysis.gaps.cells import Cell, assess, entries_by_cell, frame, needs_by_cell
from akkuri.analysis.gaps.changes import Change, compare, removed
from akkuri.analysis.gaps.plans.candidates import STANDINGS, Candidate, collect
from akkuri.analysis.gaps.plans.choice import Choice
from akkuri.analysis.gaps.plans.solver import best_set
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters

__all__ = ["Candidate", "Plan", "candidates", "plan_within", "rank"]


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

    First the open ones with a known sum, then those without, by severity removed; then those that are no
    choice: coming anyway, on hold, or told too long ago.
    """
    judge = _Judge(model, parameters, area)
    found = [replace(item, changes=tuple(judge.changes([item]))) for item in collect(model, parameters, area)]
    return rank(found)


def rank(found: list[Candidate]) -> list[Candidate]:
    """Order candidates by their standing, then by what they remove per euro, then by what they remove."""

    def key(item: Candidate) -> tuple[int, float, float, str]:
        return (STANDINGS.index(item.standing), -(item.per_million or 0.0), -item.removed, item.target)

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
    choices = [item for item in found if item.standing == "open" and item.changes]
    judge = _Judge(model, parameters, area)
    meeting = judge.meeting(choices)

    def left(key: tuple[str, str, str], subset: tuple[int, ...]) -> float:
        return judge.severity(key, [choices[i] for i in subset])

    best = best_set(
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
