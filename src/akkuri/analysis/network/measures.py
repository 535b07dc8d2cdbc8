"""Measures of the actors of a network, from rustworkx and networkit, the same on every run."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import networkit as nk
import numpy as np
import rustworkx as rx

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.cutting import cut_sizes
from akkuri.analysis.network.graph import Network, arrays
from akkuri.analysis.weights import Parameters

__all__ = ["EXACT_LIMIT", "Community", "Measures", "Row", "measure"]

EXACT_LIMIT: Final = 100_000_000
"""Actors times edges up to which betweenness and closeness are exact; above, they are sampled."""
ERROR: Final = 0.005
DOUBT: Final = 0.1
"""A sampled betweenness is within ERROR of the true one for every actor with probability 1 - DOUBT."""
PIVOTS: Final = 400
SEED: Final = 42
RESOLUTION: Final = 1.0
ITERATIONS: Final = 500
TOLERANCE: Final = 1e-10


@dataclass(slots=True)
class Row:
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

    rows: tuple[Row, ...]
    communities: tuple[Community, ...]
    exact: bool
    settings: dict[str, object]
    sector_index: float | None = None
    """E-I index of the whole network across the line between research and industry."""
    border_index: float | None = None
    """E-I index of the whole network across borders."""

    def ranked(self) -> list[Row]:
        """Return the rows by betweenness, highest first; equal ones in the order of their IRIs."""
        return sorted(self.rows, key=lambda row: (-round(row.betweenness, 6), row.actor))


def measure(network: Network, model: Model, parameters: Parameters, limit: int = EXACT_LIMIT) -> Measures:
    """Compute every measure; betweenness and closeness are sampled when actors times edges pass `limit`."""
    graph, count = network.graph, len(network)
    one, other, weight = arrays(network)
    exact = count * len(one) <= limit
    kit = _networkit(one, other, weight, count)
    betweenness = _betweenness(graph, kit, exact)
    closeness = _closeness(graph, kit, exact)
    eigenvector = _eigenvector(one, other, weight, count)
    strength = np.bincount(one, weight, count) + np.bincount(other, weight, count)
    core: Any = rx.core_number(graph)
    clustering = nk.centrality.LocalClusteringCoefficient(kit, False).run().scores()
    cuts = cut_sizes(graph)
    sector = _crossing(network, lambda actor: _sector(model, parameters, actor))
    border = _crossing(network, lambda actor: model.organisations[actor].country)
    communities = _communities(network, kit, strength)
    member_of = {actor: group.number for group in communities for actor in group.members}
    rows = tuple(
        Row(
            actor,
            graph.degree(i),
            float(strength[i]),
            float(betweenness[i]),
            float(closeness[i]),
            float(eigenvector[i]),
            core[i],
            float(clustering[i]),
            member_of[actor],
            cuts.get(i, 0),
            sector[actor][0],
            border[actor][0],
            sector[actor][2],
            border[actor][2],
        )
        for i, actor in enumerate(graph.nodes())
    )
    settings = _settings(exact, count, len(one), limit)
    return Measures(rows, communities, exact, settings, _overall(sector), _overall(border))


def _settings(exact: bool, actors: int, edges: int, limit: int) -> dict[str, object]:
    sampled = {
        "betweenness": f"sampled (KADABRA): within {ERROR} for all actors with probability {1 - DOUBT}",
        "closeness": f"estimated from {PIVOTS} pivots",
    }
    return {
        "actors": actors,
        "edges": edges,
        "exact up to actors times edges": limit,
        "betweenness": "exact (Brandes)",
        "closeness": "exact (Wasserman and Faust)",
        "communities": f"Leiden, weighted, resolution {RESOLUTION}, seed {SEED}, one thread",
        "eigenvector": f"weighted, power iteration to {TOLERANCE}",
    } | ({} if exact else sampled)


def _networkit(one: Any, other: Any, weight: Any, count: int) -> Any:
    nk.setNumberOfThreads(1)  # several threads would give other communities on every run
    nk.setSeed(SEED, False)
    return nk.GraphFromCoo((weight, (one, other)), n=count, weighted=True)


def _betweenness(graph: Any, kit: Any, exact: bool) -> Any:
    if exact:
        # One thread: the order of additions, and with it the last digits, must not vary.
        found = rx.graph_betweenness_centrality(graph, normalized=True, parallel_threshold=2**31)
        return [found[i] for i in range(graph.num_nodes())]
    # KADABRA samples pairs without order but divides by the number of ordered ones: twice the share.
    return np.array(nk.centrality.KadabraBetweenness(kit, ERROR, DOUBT, True).run().scores()) / 2


def _closeness(graph: Any, kit: Any, exact: bool) -> Any:
    if exact:
        found = rx.graph_closeness_centrality(graph, wf_improved=True)
        return [found[i] for i in range(graph.num_nodes())]
    return _sampled_closeness(graph, kit)


def _sampled_closeness(graph: Any, kit: Any) -> Any:
    """Estimate closeness from the distances to pivots, scaled by the share that can be reached."""
    count = graph.num_nodes()
    pivots = np.random.default_rng(SEED).choice(count, min(PIVOTS, count), replace=False)
    total, reached = np.zeros(count), np.zeros(count)
    for pivot in sorted(int(p) for p in pivots):
        bfs = nk.distance.BFS(kit, pivot, False)
        far = np.array(bfs.run().getDistances())
        near = far < count
        total += np.where(near, far, 0)
        reached += near
    share = reached / len(pivots)
    return np.where(total > 0, share * reached / np.maximum(total, 1), 0.0)


def _eigenvector(one: Any, other: Any, weight: Any, count: int) -> Any:
    """Power iteration on the weights plus one, which converges whatever the shape of the network."""
    vector = np.full(count, 1 / np.sqrt(count))
    for _ in range(ITERATIONS):
        grown = vector + np.bincount(one, weight * vector[other], count)
        grown += np.bincount(other, weight * vector[one], count)
        grown = grown / np.linalg.norm(grown)
        done = float(np.abs(grown - vector).max()) < TOLERANCE
        vector = grown
        if done:
            break
    return vector


def _communities(network: Network, kit: Any, strength: Any) -> tuple[Community, ...]:
    """Find communities and number them by size, then by their first member."""
    nk.setSeed(SEED, False)
    partition = nk.community.ParallelLeiden(kit, True, 3, RESOLUTION).run().getPartition().getVector()
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(partition):
        groups[group].append(node)
    ordered = sorted(groups.values(), key=lambda nodes: (-len(nodes), nodes[0]))
    names = network.graph.nodes()
    return tuple(
        Community(
            number,
            tuple(names[i] for i in nodes),
            names[min(nodes, key=lambda i: (-round(float(strength[i]), 6), i))],
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
