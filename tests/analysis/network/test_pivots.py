"""Estimates from pivots: exact from all, and off by no more than they say from some."""

import networkx as nx
import numpy as np
import pytest

from akkuri.analysis.network.pivots import estimate


def ends(graph: nx.Graph) -> tuple[np.ndarray, np.ndarray]:
    one, other = zip(*graph.edges, strict=True)
    return np.array(one), np.array(other)


@pytest.fixture(params=["connected", "in parts"])
def graph(request: pytest.FixtureRequest) -> nx.Graph:
    if request.param == "connected":
        return nx.barabasi_albert_graph(120, 2, seed=5)
    return nx.disjoint_union(nx.barabasi_albert_graph(60, 2, seed=6), nx.path_graph(7))


def test_from_every_actor_it_is_exact(graph: nx.Graph) -> None:
    found = estimate(*ends(graph), len(graph), pivots=len(graph))
    assert found.error == 0
    assert found.betweenness == pytest.approx(list(nx.betweenness_centrality(graph).values()))
    assert found.closeness == pytest.approx(list(nx.closeness_centrality(graph).values()))


def test_more_pivots_than_actors_are_all_of_them() -> None:
    graph = nx.path_graph(4)
    found = estimate(*ends(graph), 4, pivots=2000)
    assert found.pivots == 4
    assert found.betweenness == pytest.approx([0, 2 / 3, 2 / 3, 0])


def test_from_some_actors_it_is_about_as_wrong_as_it_says() -> None:
    graph = nx.barabasi_albert_graph(400, 3, seed=7)
    exact = np.array(list(nx.betweenness_centrality(graph).values()))
    few, many = (estimate(*ends(graph), 400, pivots=pivots) for pivots in (50, 200))
    assert few.error > many.error > 0
    for found in (few, many):
        assert float(np.abs(found.betweenness - exact).max()) <= 3 * found.error
    assert found.closeness == pytest.approx(list(nx.closeness_centrality(graph).values()), abs=0.03)
