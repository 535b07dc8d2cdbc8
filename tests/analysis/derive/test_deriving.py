"""The whole derivation: each SPARQL rule by hand, measures against networkx, the same bytes every time."""

import re
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import NamedNode, Store

from akkuri import resources
from akkuri.analysis.derive.steps import derive_all
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.articulation import cut_off
from akkuri.analysis.network.graph import Network, build_network
from akkuri.analysis.network.measures import Measures, measure
from akkuri.analysis.network.ties import ties
from akkuri.analysis.weights import Parameters
from akkuri.namespaces import Names

from ..cluster import store_of

AK = Names().ak
ID = "https://w3id.org/akkuri/id/"
RULES = resources.queries() / "derive"


def derived(turtle: str) -> Store:
    store = store_of(turtle)
    derive_all(store, RULES, resources.data(), Names(), "2026-01-01")
    return store


def edges(store: Store, predicate: str) -> set[tuple[str, str]]:
    found = store.quads_for_pattern(None, NamedNode(AK + predicate), None, None)
    return {(q.subject.value.removeprefix(ID), q.object.value.removeprefix(ID)) for q in found}


def test_part_of_is_closed_and_parts_give_their_offerings() -> None:
    part = "ak:collaborationKind kind:part-of"
    store = derived(
        "fac:lab a ak:Facility . fac:hub a ak:Facility .\n"
        "fac:net a ak:Facility , ak:DistributedInfrastructure .\n"
        f"x:1 a ak:Collaboration ; ak:from fac:lab ; ak:to fac:hub ; {part} .\n"
        f"x:2 a ak:Collaboration ; ak:from fac:hub ; ak:to fac:net ; {part} .\n"
        "x:o a ak:Offering ; ak:facility fac:lab ; ak:capability cap:mix ; ak:stage stage:one .\n"
    )
    assert edges(store, "partOf") == {
        ("facility/lab", "facility/hub"),
        ("facility/hub", "facility/net"),
        ("facility/lab", "facility/net"),
    }
    assert edges(store, "inheritedOffering") == {("facility/net", "other/o")}


def test_a_circle_of_parts_makes_nothing_part_of_itself() -> None:
    part = "ak:collaborationKind kind:part-of"
    store = derived(
        f"x:1 a ak:Collaboration ; ak:from fac:a ; ak:to fac:b ; {part} .\n"
        f"x:2 a ak:Collaboration ; ak:from fac:b ; ak:to fac:a ; {part} .\n"
    )
    assert edges(store, "partOf") == {("facility/a", "facility/b"), ("facility/b", "facility/a")}


def test_ancestors() -> None:
    store = derived("org:a ak:parentOrganisation org:b . org:b ak:parentOrganisation org:c .")
    assert edges(store, "ancestorOrganisation") == {
        ("organisation/a", "organisation/b"),
        ("organisation/b", "organisation/c"),
        ("organisation/a", "organisation/c"),
    }


def test_a_cluster_without_ties_has_no_network() -> None:
    store = derived("org:a a ak:Organisation .")
    assert edges(store, "degree") == set()


def test_ties_read_in_one_hop() -> None:
    store = derived(
        'org:a a ak:Organisation ; ak:countryCode "FI" . org:b a ak:Organisation .\n'
        + "".join(
            f'prj:{p} a ak:Project ; ak:start "{year}" .\n'
            + "".join(
                f"x:{p}{o} a ak:Participation ; ak:project prj:{p} ; ak:organisation org:{o} ;"
                " ak:role role:participant .\n"
                for o in "ab"
            )
            for p, year in (("p", 2019), ("q", 2020), ("r", 2022))
        )
    )
    query = (
        f"PREFIX ak: <{AK}> SELECT ?n ?w ?first (GROUP_CONCAT(STR(?least)) AS ?all) WHERE {{"
        f" ?tie ak:tieBetween <{ID}organisation/a>, <{ID}organisation/b> ;"
        f" ak:sharedProjects ?n ; ak:weight ?w ;"
        " ak:firstYear ?first ; ak:sharedProjectsAtLeast ?least } GROUP BY ?n ?w ?first"
    )
    rows = [[t.value for t in row] for row in store.query(query, use_default_graph_as_union=True)]
    assert [row[:3] for row in rows] == [["3", "3", "2019"]]
    assert sorted(rows[0][3].split()) == ["1", "2", "3"]
    assert edges(store, "collaboratesWith") == {
        ("organisation/a", "organisation/b"),
        ("organisation/b", "organisation/a"),
    }


def test_every_triple_once_no_blank_nodes_and_the_method_stated(graph: Store) -> None:
    seen = set()
    rules = set()
    for quad in graph:
        if not quad.graph_name.value.startswith(f"{Names().base}graph/derived/"):
            continue
        triple = (quad.subject, quad.predicate, quad.object)
        assert triple not in seen
        seen.add(triple)
        assert isinstance(quad.subject, NamedNode)
        if quad.predicate.value == f"{AK}methodSetting":
            rules.add(quad.graph_name.value.rpartition("/")[2])
    assert rules == {"gap-cells", "next-stages", "own", "recheck", "ties", "network-measures"}


def test_the_same_store_gives_the_same_triples(graph: Store) -> None:
    def again() -> set[str]:
        copy = Store()
        copy.bulk_extend(q for q in graph if "/graph/derived/" not in q.graph_name.value)
        derive_all(copy, RULES, resources.data(), Names(), "2026-11-24")
        return {str(q) for q in copy if "/graph/derived/" in q.graph_name.value}

    assert again() == again()


@pytest.fixture(scope="module")
def both(national: Model, parameters: Parameters) -> tuple[Measures, nx.Graph, Network]:
    found = ties(national, parameters)
    network = build_network(national, parameters, found)
    other = nx.Graph()
    for tie in found:
        if tie.kind != "funds":
            old = other.get_edge_data(tie.a, tie.b, {"weight": 0.0})["weight"]
            other.add_edge(tie.a, tie.b, weight=old + tie.weight)
    return measure(network, national, parameters), other, network


def test_measures_are_those_of_another_library(both: tuple[Measures, nx.Graph, Network]) -> None:
    measures, other, _ = both
    betweenness, closeness = nx.betweenness_centrality(other), nx.closeness_centrality(other)
    core, clustering = nx.core_number(other), nx.clustering(other)
    assert measures.exact
    for row in measures.rows:
        assert row.degree == other.degree(row.actor)
        assert row.strength == pytest.approx(other.degree(row.actor, weight="weight"))
        assert row.betweenness == pytest.approx(betweenness[row.actor], abs=1e-9)
        assert row.closeness == pytest.approx(closeness[row.actor], abs=1e-9)
        assert row.core == core[row.actor]
        assert row.clustering == pytest.approx(clustering[row.actor], abs=1e-9)


def test_eigenvector_centrality_is_an_eigenvector(both: tuple[Measures, nx.Graph, Network]) -> None:
    measures, other, _ = both
    found = {row.actor: row.eigenvector for row in measures.rows}
    grown = {
        actor: sum(found[n] * data["weight"] for n, data in other[actor].items()) for actor in other.nodes
    }
    top = max(found, key=lambda actor: found[actor])
    value = grown[top] / found[top]
    assert all(grown[actor] == pytest.approx(value * found[actor], abs=1e-3) for actor in other.nodes)


def test_cut_sizes_are_those_of_removing_each_actor_with_its_own(
    both: tuple[Measures, nx.Graph, Network], national: Model
) -> None:
    measures, _, network = both
    for row in measures.rows:
        own = national.groups.within(row.actor, "own")
        assert row.cuts_off == sum(map(len, cut_off(network, row.actor, own)))


def test_estimates_say_how_far_they_may_be_off(
    both: tuple[Measures, nx.Graph, Network],
    national: Model,
    parameters: Parameters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exact, _, network = both
    monkeypatch.setattr("akkuri.analysis.network.pivots.PIVOTS", 200)
    sampled = measure(network, national, parameters, limit=0)
    assert not sampled.exact
    said = re.fullmatch(
        r"estimated from 200 pivots, standard error at most (0\.\d{4})", str(sampled.settings["betweenness"])
    )
    assert said is not None
    for one, other in zip(exact.rows, sampled.rows, strict=True):
        assert abs(one.betweenness - other.betweenness) <= 3 * float(said[1])
        assert abs(one.closeness - other.closeness) <= 0.05


def test_communities_are_connected_and_as_dense_as_another_library_finds(
    both: tuple[Measures, nx.Graph, Network],
) -> None:
    measures, other, _ = both
    groups = [set(group.members) for group in measures.communities]
    assert sum(map(len, groups)) == len(other)
    assert not any(one & two for one, two in combinations(groups, 2))
    assert all(nx.is_connected(other.subgraph(group)) for group in groups)
    found = [nx.community.louvain_communities(other, seed=seed) for seed in range(3)]
    best = max(nx.community.modularity(other, groups) for groups in found)
    assert nx.community.modularity(other, groups) > best - 0.01


def test_wrong_weights_are_named(tmp_path: Path) -> None:
    from akkuri.analysis.weights import load_parameters
    from akkuri.errors import UsageError

    (tmp_path / "weights").mkdir()
    file = tmp_path / "weights" / "gap_weights.csv"
    file.write_text("weight,value,meaning\nstate:planned-only,five,\n")
    with pytest.raises(UsageError, match=r"gap_weights\.csv:2: state:planned-only is “five”"):
        load_parameters(tmp_path)
