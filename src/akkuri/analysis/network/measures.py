"""Measures of the actors of a network, the same on every run."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.articulation import group_cut_sizes
from akkuri.analysis.network.centrality import TOLERANCE, Centrality, centrality
from akkuri.analysis.network.communities import leiden
from akkuri.analysis.network.graph import Network
from akkuri.analysis.weights import Parameters

__all__ = ["EXACT_LIMIT", "ActorRow", "Community", "Measures", "measure"]

EXACT_LIMIT: Final = 100_000_000
"""Actors times edges up to which betweenness and closeness are exact; above, they are estimated."""
RESOLUTION: Final = 1.0


@dataclass(slots=True)
class ActorRow:
    """The measures of one actor."""

    actor: str
    degree: int
    strength: float
    betweenness: float
    closeness: float
    eigenvector: float
    core: int
    clustering: float
    community: int
    cuts_off: int
    cross_sector: int
    cross_border: int
    sector_index: float | None
    border_index: float | None


@dataclass(frozen=True, slots=True)
class Community:
    """A group found by the Leiden method; `lead` is its member of greatest strength."""

    number: int
    members: tuple[str, ...]
    lead: str


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of all actors in the order of their IRIs, the communities, and how they were computed."""

    rows: tuple[ActorRow, ...]
    communities: tuple[Community, ...]
    exact: bool
    settings: dict[str, object]
    sector_index: float | None = None
    """E-I index of the whole network across the line between research and industry."""
    border_index: float | None = None
    """E-I index of the whole network across borders."""

    def ranked(self) -> list[ActorRow]:
        """Return the rows by betweenness, highest first; equal ones in the order of their IRIs."""
        return sorted(self.rows, key=lambda row: (-round(row.betweenness, 6), row.actor))


def measure(network: Network, model: Model, parameters: Parameters, limit: int = EXACT_LIMIT) -> Measures:
    """Compute every measure; betweenness and closeness are estimated when actors times edges pass `limit`."""
    import rustworkx as rx

    graph = network.graph
    found = centrality(network, limit)
    core: Any = rx.core_number(graph)
    clustering = _clustering(graph)
    cuts = group_cut_sizes(network, model.groups)
    sector = _crossing(network, lambda actor: _sector(model, parameters, actor))
    border = _crossing(network, lambda actor: model.organisations[actor].country)
    communities = _communities(network, found.strength)
    member_of = {actor: group.number for group in communities for actor in group.members}
    rows = tuple(
        ActorRow(
            actor,
            graph.degree(i),
            found.strength[i],
            found.betweenness[i],
            found.closeness[i],
            found.eigenvector[i],
            core[i],
            clustering[i],
            member_of[actor],
            cuts.get(actor, 0),
            sector[actor][0],
            border[actor][0],
            sector[actor][2],
            border[actor][2],
        )
        for i, actor in enumerate(graph.nodes())
    )
    settings = _settings(found, len(network), graph.num_edges(), limit)
    return Measures(rows, communities, found.pivots is None, settings, _overall(sector), _overall(border))


def _settings(found: Centrality, actors: int, edges: int, limit: int) -> dict[str, object]:
    settings: dict[str, object] = {
        "actors": actors,
        "edges": edges,
        "exact up to actors times edges": limit,
        "betweenness": "exact (Brandes)",
        "closeness": "exact (Wasserman and Faust)",
        "communities": f"Leiden, weighted, resolution {RESOLUTION}",
        "eigenvector": f"weighted, power iteration to {TOLERANCE}",
    }
    if found.pivots is not None:
        drawn = f"estimated from {found.pivots} pivots"
        settings |= {
            "betweenness": f"{drawn}, standard error at most {found.error:.4f}",
            "closeness": drawn,
        }
    return settings


def _clustering(graph: Any) -> list[float]:
    """The share of each actor's pairs of partners that are partners themselves."""
    near = [set(graph.neighbors(node)) for node in graph.node_indices()]
    closed = [0] * len(near)
    for one, other in graph.edge_list():
        common = len(near[one] & near[other])
        closed[one] += common
        closed[other] += common
    pairs = [len(partners) * (len(partners) - 1) for partners in near]
    return [found / most if most else 0.0 for found, most in zip(closed, pairs, strict=True)]


def _communities(network: Network, strength: Sequence[float]) -> tuple[Community, ...]:
    """Find communities and number them by size, then by their first member."""
    edges = ((a, b, edge.weight) for a, b, edge in network.graph.weighted_edge_list())
    partition = leiden(len(network), edges, RESOLUTION)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(partition):
        groups[group].append(node)
    ordered = sorted(groups.values(), key=lambda nodes: (-len(nodes), nodes[0]))
    names = network.graph.nodes()
    return tuple(
        Community(
            number,
            tuple(names[i] for i in nodes),
            names[min(nodes, key=lambda i: (-round(strength[i], 6), i))],
        )
        for number, nodes in enumerate(ordered, start=1)
    )


def _sector(model: Model, parameters: Parameters, actor: str) -> str | None:
    kind = model.organisations[actor].type
    for name in ("research-type", "industry-type"):
        if kind in parameters.group(name):
            return name
    return None


def _crossing(
    network: Network, side: Callable[[str], str | None]
) -> dict[str, tuple[int, int, float | None]]:
    """For each actor: partners on another side, on the same side, and the E-I index of the two."""
    sides = {actor: side(actor) for actor in network.graph.nodes()}
    outside, inside = dict.fromkeys(sides, 0), dict.fromkeys(sides, 0)
    for one, other, _ in network.edges():
        if sides[one] is None or sides[other] is None:
            continue
        counter = inside if sides[one] == sides[other] else outside
        counter[one] += 1
        counter[other] += 1
    return {actor: (outside[actor], inside[actor], _index(outside[actor], inside[actor])) for actor in sides}


def _index(outside: int, inside: int) -> float | None:
    """The E-I index of Krackhardt and Stern; None without any tie whose sides are known."""
    return (outside - inside) / (outside + inside) if outside + inside else None


def _overall(crossing: dict[str, tuple[int, int, float | None]]) -> float | None:
    """The E-I index of all ties together."""
    return _index(sum(c[0] for c in crossing.values()), sum(c[1] for c in crossing.values()))
