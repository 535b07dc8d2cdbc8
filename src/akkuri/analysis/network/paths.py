"""Introductions: the shortest chain of acquaintances from one actor to another."""

from dataclasses import dataclass
from itertools import pairwise

from akkuri.analysis.network.graph import Edge, Network

__all__ = ["Introduction", "introductions"]


@dataclass(frozen=True, slots=True)
class Introduction:
    """One step: who introduces whom, on what their tie rests."""

    one: str
    other: str
    edge: Edge


def introductions(network: Network, start: str, end: str) -> list[Introduction]:
    """Return the shortest chain; among chains of the same length the one with the strongest ties.

    Empty when the two are not connected. They must be two, and both in the network.
    """
    import rustworkx as rx

    # A step costs one and a little more the weaker the tie; the little never adds up to a step.
    small = 1 / (len(network) + 1)

    def cost(edge: Edge) -> float:
        return 1 + small / (1 + edge.weight)

    source, target = network.index[start], network.index[end]
    found = rx.dijkstra_shortest_paths(network.graph, source, target, weight_fn=cost)
    if target not in found:
        return []
    nodes = [network.graph[i] for i in found[target]]
    return [Introduction(one, other, network.edge(one, other)) for one, other in pairwise(nodes)]
