"""How central each actor of a network is: strength, betweenness, closeness and the eigenvector."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from akkuri.analysis.network.graph import Network

if TYPE_CHECKING:
    from akkuri.analysis.network.pivots import Estimate

__all__ = ["ITERATIONS", "QUICK", "TOLERANCE", "Centrality", "centrality"]

QUICK: Final = 1_000_000
"""Actors times edges up to which numpy would take longer to load than the measures do without it."""
ITERATIONS: Final = 500
TOLERANCE: Final = 1e-10
_ALONE: Final = 2**31
"""More actors than there are: rustworkx sums in one thread, in the same order on every run."""


@dataclass(frozen=True, slots=True)
class Centrality:
    """The measures of each actor, in the order of the network."""

    strength: Sequence[float]
    betweenness: Sequence[float]
    closeness: Sequence[float]
    eigenvector: Sequence[float]
    pivots: int | None = None
    """From how many actors betweenness and closeness are estimated; None where they are exact."""
    error: float = 0.0
    """The largest standard error of a betweenness."""


def centrality(network: Network, limit: int) -> Centrality:
    """Measure; betweenness and closeness are estimated when actors times edges pass `limit`."""
    size = len(network) * network.graph.num_edges()
    strength = [network.weights[actor] for actor in network.graph.nodes()]
    eigenvector = _eigenvector(network)
    if size <= min(QUICK, limit):
        return Centrality(strength, *_small(network), eigenvector)
    found = _large(network, exact=size <= limit)
    pivots = None if size <= limit else found.pivots
    between, close = found.betweenness.tolist(), found.closeness.tolist()
    return Centrality(strength, between, close, eigenvector, pivots, found.error)


def _small(network: Network) -> tuple[Sequence[float], Sequence[float]]:
    """Return betweenness and closeness of a network for which rustworkx keeps others waiting for a moment."""
    import rustworkx as rx

    between = rx.betweenness_centrality(network.graph, parallel_threshold=_ALONE)
    close = rx.closeness_centrality(network.graph, parallel_threshold=_ALONE)
    nodes = range(len(network))
    return [between[node] for node in nodes], [close[node] for node in nodes]


def _large(network: Network, *, exact: bool) -> "Estimate":
    """Look from every actor, which gives the exact values too, or from some.

    rustworkx is as fast, but would let no other thread run: a server that measures would answer nobody.
    """
    import numpy as np

    from akkuri.analysis.network.pivots import PIVOTS, estimate

    one, other = np.array(network.graph.edge_list()).T
    return estimate(one, other, len(network), len(network) if exact else PIVOTS)


def _eigenvector(network: Network) -> list[float]:
    """Power iteration on the weights plus one, which converges whatever the shape of the network."""
    edges = [(one, other, edge.weight) for one, other, edge in network.graph.weighted_edge_list()]
    vector = [1 / sqrt(len(network))] * len(network)
    for _ in range(ITERATIONS):
        grown = list(vector)
        for one, other, weight in edges:
            grown[one] += weight * vector[other]
            grown[other] += weight * vector[one]
        length = sqrt(sum(value * value for value in grown))
        grown = [value / length for value in grown]
        moved = max(abs(new - old) for new, old in zip(grown, vector, strict=True))
        vector = grown
        if moved < TOLERANCE:
            break
    return vector
