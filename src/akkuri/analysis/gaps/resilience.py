"""Resilience: which cells would be lost if an operator or a facility went."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from akkuri.analysis.gaps.cells import Cell, CellEntry, assess, entries_by_cell, frame, needs_by_cell
from akkuri.analysis.gaps.changes import Change, compare
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters

__all__ = ["Loss", "losses"]


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with one operator or facility: the facilities it takes along and the cells that get worse."""

    record: str
    facilities: tuple[str, ...]
    changes: tuple[Change, ...]
    through: tuple[str, ...] = ()
    """The operators of these facilities that count as the one that goes."""

    @property
    def added(self) -> float:
        """The severity that is added."""
        return round(-sum(change.removed for change in self.changes), 4)

    @property
    def lost(self) -> tuple[Change, ...]:
        """The cells that nobody in use would serve any more."""
        return tuple(
            c for c in self.changes if c.before and c.before.usable and c.after and not c.after.usable
        )


def losses(
    model: Model, parameters: Parameters, area: str, by: str = "operator", breadth: str = "own"
) -> list[Loss]:
    """Return what would go with each operator, or each facility, of an area; the gravest first.

    `breadth` says which operators go together (one of BREADTHS). A facility stays when one of several
    operators goes that do not.
    """
    entries, needs = entries_by_cell(model), needs_by_cell(model) if area == model.home else {}
    keys = [(area, *pair) for pair in frame(model)]
    touched: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    takes: defaultdict[str, set[str]] = defaultdict(set)
    there = {
        facility.iri: facility
        for key in keys
        for _, facility in entries.get(key, ())
        if not parameters.former(facility)
    }
    heads = model.groups.rolled((each for f in there.values() for each in f.operators), breadth)
    for key in keys:
        for _, facility in entries.get(key, ()):
            leavers = {facility.iri} if by == "facility" else {heads.get(o, o) for o in facility.operators}
            if facility.iri in there and len(leavers) == 1:
                (leaver,) = leavers
                touched[leaver].add(key)
                takes[leaver].add(facility.iri)
    judge = partial(_judge, entries=entries, needs=needs, model=model, parameters=parameters, breadth=breadth)
    now = {key: judge(key, frozenset()) for key in keys}
    found = []
    for leaver, at in touched.items():
        gone = frozenset(takes[leaver])
        order = sorted(at, key=keys.index)
        changes = compare([now[key] for key in order], [judge(key, gone) for key in order])
        if changes:
            run = {operator for iri in gone for operator in there[iri].operators}
            through = tuple(sorted(run - {leaver})) if by == "operator" else ()
            found.append(Loss(leaver, tuple(sorted(gone)), tuple(changes), through))
    return sorted(found, key=lambda loss: (-loss.added, loss.record))


def _judge(
    key: tuple[str, str, str],
    gone: frozenset[str],
    entries: Mapping[tuple[str, str, str], list[CellEntry]],
    needs: Mapping[tuple[str, str], list[str]],
    model: Model,
    parameters: Parameters,
    breadth: str,
) -> Cell:
    left = [entry for entry in entries.get(key, ()) if entry[1].iri not in gone]
    return assess(key, left, needs.get(key[1:], ()), model, parameters, breadth)
