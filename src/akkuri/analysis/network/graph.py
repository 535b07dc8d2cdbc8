"""The network: actors as nodes, one edge for each pair with all its ties, within filters."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.ties import Tie, partners
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError

if TYPE_CHECKING:
    import rustworkx as rx

__all__ = ["Edge", "Network", "Scope", "build_network", "kinds_of"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the network is looked at; an empty scope leaves out nothing but mere funding."""

    since: int | None = None
    until: int | None = None
    kinds: tuple[str, ...] = ()
    country: str | None = None
    type: str | None = None
    stage: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Scope()


@dataclass(slots=True)
class Edge:
    """All ties of one pair; kept by rustworkx as the payload of an edge."""

    weight: float = 0.0
    ties: list[Tie] = field(default_factory=list)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of ties between the two, sorted."""
        return tuple(sorted({tie.kind for tie in self.ties}))


@dataclass(slots=True, eq=False)
class Network:
    """A rustworkx graph whose nodes are IRIs of actors and whose edges are `Edge`."""

    graph: "rx.PyGraph[str, Edge]"
    index: dict[str, int]
    _weights: dict[str, float] = field(default_factory=dict)
    _neighbours: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.graph.num_nodes()

    def edges(self) -> Iterable[tuple[str, str, Edge]]:
        """Give each edge with its two ends."""
        for one, other, edge in self.graph.weighted_edge_list():
            yield self.graph[one], self.graph[other], edge

    def edges_among(self, iris: Collection[str]) -> Iterable[tuple[str, str, Edge]]:
        """Give the edges between some actors, in the order of `edges`, without going through all."""
        for one in sorted(set(iris) & self.index.keys()):
            for other in self.neighbours(one):
                if other > one and other in iris:
                    yield one, other, self.edge(one, other)

    @property
    def weights(self) -> dict[str, float]:
        """What the ties of each actor weigh together; summed once, as a picture stands on many pages."""
        if not self._weights:
            weights = dict.fromkeys(self.index, 0.0)
            for one, other, edge in self.edges():
                weights[one] += edge.weight
                weights[other] += edge.weight
            self._weights = weights
        return self._weights

    def neighbours(self, iri: str) -> Sequence[str]:
        """Return the sorted actors tied to one; sorted once, as those with many stand in many pictures."""
        if iri not in self._neighbours:
            self._neighbours[iri] = tuple(
                sorted(self.graph[i] for i in self.graph.neighbors(self.index[iri]))
            )
        return self._neighbours[iri]

    def edge(self, one: str, other: str) -> Edge:
        """Return the edge between two tied actors."""
        return self.graph.get_edge_data(self.index[one], self.index[other])


def kinds_of(found: Sequence[Tie]) -> list[str]:
    """Return the kinds of ties there are, sorted."""
    return sorted({tie.kind for tie in found})


def build_network(
    model: Model, parameters: Parameters, found: Sequence[Tie], only: Scope | None = None
) -> Network:
    """Build the network of all actors that have a tie within the filter.

    Kinds of the group `not-collaboration` count only when asked for.
    Raises UsageError when nothing is left.
    """
    only = only or Scope()
    kinds = set(only.kinds) or set(kinds_of(found)) - parameters.group("not-collaboration")
    allowed = _actors(model, parameters, only)
    edges: dict[tuple[str, str], Edge] = {}
    for tie in found:
        if tie.kind in kinds and tie.active(only.since, only.until):
            if allowed is not None and not (tie.a in allowed and tie.b in allowed):
                continue
            edge = edges.get(tie.pair)
            if edge is None:
                edge = edges[tie.pair] = Edge()
            edge.weight += tie.weight
            edge.ties.append(tie)
    if not edges:
        raise UsageError.worded("analysis.empty_network")
    import rustworkx as rx

    nodes = sorted(set(chain.from_iterable(edges)))
    graph: rx.PyGraph[str, Edge] = rx.PyGraph(multigraph=False)
    index = dict(zip(nodes, graph.add_nodes_from(nodes), strict=True))
    numbered = ((index[a], index[b], edge) for (a, b), edge in edges.items())  # in the order of the names
    graph.add_edges_from(sorted(numbered, key=itemgetter(0, 1)))
    return Network(graph, index)


def _actors(model: Model, parameters: Parameters, only: Scope) -> set[str] | None:
    """The actors that a filter allows; None when it allows all."""
    if not (only.country or only.type or only.stage):
        return None
    at_stage = _at_stage(model, parameters, only.stage) if only.stage else set()
    return {
        actor.iri
        for actor in model.organisations.values()
        if (only.country is None or actor.country == only.country)
        and (only.type is None or actor.type == only.type)
        and (only.stage is None or actor.iri in at_stage)
    }


def _at_stage(model: Model, parameters: Parameters, stage: str) -> set[str]:
    """Actors that operate a facility at a stage or take part in a project at it."""
    found: set[str] = set()
    places = {use.facility for use in model.uses if stage in use.stages}
    for facility in model.facilities.values():
        if facility.iri in places or stage in facility.stages:
            found.update(facility.operators)
    for project, members in partners(model, parameters).items():
        if stage in model.projects[project].stages:
            found.update(members)
    return found
