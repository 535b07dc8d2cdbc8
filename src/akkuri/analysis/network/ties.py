"""Ties: what connects two actors, one for each pair and kind, with weight, years and evidence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.own import own_actors
from akkuri.analysis.weights import Parameters

__all__ = ["CO_PARTICIPATION", "PARENT", "SHARED_OPERATION", "Tie", "ties"]

CO_PARTICIPATION: Final = "co-participation"
SHARED_OPERATION: Final = "shared-operation"
PARENT: Final = "parent"


@dataclass(slots=True)
class Tie:
    """A tie of one kind between two actors, `a` before `b`; years are None when no source tells them."""

    a: str
    b: str
    kind: str
    weight: float = 0.0
    projects: int = 0
    first: int | None = None
    last: int | None = None
    open_ended: bool = False
    """Some part of it has no known end, so `last` says nothing about the whole."""
    evidence: list[str] = field(default_factory=list)

    @property
    def pair(self) -> tuple[str, str]:
        """The two ends."""
        return (self.a, self.b)

    def active(self, since: int | None, until: int | None) -> bool:
        """Tell whether the tie may have existed in a period; unknown years count only without a period."""
        if since is None and until is None:
            return True
        if self.first is None and self.last is None:
            return False
        if until is not None and (self.first is None or self.first > until):
            return False
        return since is None or self.open_ended or self.last is None or self.last >= since


class _Ties:
    """Gathers ties by pair and kind, those between two actors outside the cluster left out."""

    def __init__(self, own: Collection[str]) -> None:
        self._own = own
        self._found: defaultdict[str, dict[tuple[str, str], Tie]] = defaultdict(dict)

    def pairs(self, members: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Give the pairs of which one end at least belongs to the cluster: of large projects a fraction."""
        ours = [member for member in members if member in self._own]
        others = [member for member in members if member not in self._own]
        yield from combinations(ours, 2)
        yield from product(ours, others)

    def add(
        self, one: str, other: str, kind: str, weight: float, first: int | None, last: int | None, proof: str
    ) -> None:
        """Add a piece of evidence to the tie of a pair, where one of the two belongs to the cluster."""
        if one not in self._own and other not in self._own:
            return
        pair = (one, other) if one < other else (other, one)
        of_kind = self._found[kind]
        tie = of_kind.get(pair)
        if tie is None:
            tie = of_kind[pair] = Tie(*pair, kind)
        tie.weight += weight
        tie.evidence.append(proof)
        tie.projects += kind == CO_PARTICIPATION
        if first is not None:
            tie.first = first if tie.first is None else min(first, tie.first)
        if last is not None:
            tie.last = last if tie.last is None else max(last, tie.last)
        else:
            tie.open_ended = True

    def sorted(self) -> list[Tie]:
        """Return the ties by kind and pair."""
        return [tie for _, of_kind in sorted(self._found.items()) for _, tie in sorted(of_kind.items())]


def partners(model: Model, parameters: Parameters) -> dict[str, list[str]]:
    """Return the sorted partners of each project: those in it other than as funders."""
    roles = parameters.group("partner-role")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in model.participations:
        if item.role in roles and item.organisation in model.organisations and item.project in model.projects:
            found[item.project].add(item.organisation)
    return {project: sorted(members) for project, members in sorted(found.items())}


def ties(model: Model, parameters: Parameters) -> list[Tie]:
    """Return the ties with at least one end in the cluster, sorted by kind and pair.

    A project of n partners adds 1/(n-1) to each of its pairs; a facility of n operators likewise; a
    collaboration adds 1. A link to a facility or a project ties to those who operate or coordinate it.
    """
    gathered = _Ties(own_actors(model, parameters))
    for project, members in partners(model, parameters).items():
        start, end = model.projects[project].start, model.projects[project].end
        weight = 1 / max(len(members) - 1, 1)
        for one, other in gathered.pairs(members):
            gathered.add(one, other, CO_PARTICIPATION, weight, start, end, project)
    for facility in model.facilities.values():
        operators = sorted(set(facility.operators) & model.organisations.keys())
        for one, other in combinations(operators, 2):
            gathered.add(one, other, SHARED_OPERATION, 1 / (len(operators) - 1), None, None, facility.iri)
    for actor in model.organisations.values():
        for parent in actor.parents:
            if parent in model.organisations and parent != actor.iri:
                gathered.add(actor.iri, parent, PARENT, 1.0, None, None, actor.iri)
    for one, other, kind, first, last, proof in _linked(model, parameters):
        gathered.add(one, other, kind, 1.0, first, last, proof)
    return gathered.sorted()


def _linked(
    model: Model, parameters: Parameters
) -> Iterator[tuple[str, str, str, int | None, int | None, str]]:
    """Give the actor pairs of every collaboration, lifted from facilities and projects."""
    coordinators: defaultdict[str, set[str]] = defaultdict(set)
    for item in model.participations:
        if item.role in parameters.group("coordinator-role"):
            coordinators[item.project].add(item.organisation)

    def actors(record: str) -> Iterable[str]:
        if record in model.organisations:
            return (record,)
        if record in model.facilities:
            return model.facilities[record].operators
        return coordinators.get(record, ())

    for link in model.collaborations:
        pairs = {
            tuple(sorted((one, other)))
            for one in actors(link.source)
            for other in actors(link.target)
            if one != other and one in model.organisations and other in model.organisations
        }
        for one, other in sorted(pairs):
            yield one, other, link.kind, link.since, link.until, link.iri
