"""Leiden communities: planted ones are found, each is connected, the order of the edges does not matter."""

from random import Random

import networkx as nx
import pytest

from akkuri.analysis.network.communities import leiden

Edges = list[tuple[int, int, float]]


def groups(labels: list[int]) -> list[set[int]]:
    return [{n for n, label in enumerate(labels) if label == number} for number in sorted(set(labels))]


def edges_of(graph: nx.Graph) -> Edges:
    return [(a, b, data.get("weight", 1.0)) for a, b, data in graph.edges(data=True)]


def test_two_cliques_and_a_bridge_are_two_communities() -> None:
    graph = nx.barbell_graph(5, 0)
    assert groups(leiden(10, edges_of(graph))) == [set(range(5)), set(range(5, 10))]


def test_weights_decide() -> None:
    ring = [(0, 1, 9.0), (1, 2, 1.0), (2, 3, 9.0), (3, 0, 1.0)]
    assert groups(leiden(4, ring)) == [{0, 1}, {2, 3}]
    turned = [(0, 1, 1.0), (1, 2, 9.0), (2, 3, 1.0), (3, 0, 9.0)]
    assert groups(leiden(4, turned)) == [{0, 3}, {1, 2}]


def test_a_finer_resolution_gives_smaller_communities() -> None:
    graph = nx.connected_caveman_graph(6, 4)
    coarse, fine = (leiden(24, edges_of(graph), resolution) for resolution in (0.2, 1.0))
    assert len(set(coarse)) < len(set(fine)) == 6


def test_who_has_no_tie_is_alone() -> None:
    assert leiden(3, []) == [0, 1, 2]
    assert leiden(0, []) == []


@pytest.mark.parametrize("seed", range(4))
def test_planted_communities_are_found_whatever_the_order_of_the_edges(seed: int) -> None:
    graph = nx.planted_partition_graph(8, 25, 0.5, 0.01, seed=seed)
    edges = edges_of(graph)
    found = leiden(200, edges)
    assert groups(found) == [set(range(at, at + 25)) for at in range(0, 200, 25)]
    Random(seed).shuffle(edges)
    assert leiden(200, edges) == found


@pytest.mark.parametrize("seed", range(4))
def test_communities_are_connected_and_no_single_move_raises_the_modularity(seed: int) -> None:
    graph = nx.powerlaw_cluster_graph(150, 2, 0.3, seed=seed)
    labels = leiden(150, edges_of(graph))
    found = groups(labels)
    assert all(nx.is_connected(graph.subgraph(group)) for group in found)
    reached = nx.community.modularity(graph, found)
    for node in graph:
        for label in {labels[other] for other in graph[node]} - {labels[node]}:
            moved = [*labels[:node], label, *labels[node + 1 :]]
            assert nx.community.modularity(graph, groups(moved)) <= reached + 1e-9
