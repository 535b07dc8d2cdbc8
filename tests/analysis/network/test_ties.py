"""Ties computed by hand: weights, years, lifting from facilities and projects, filters."""

from itertools import combinations

import pytest

from akkuri.analysis.network.articulation import cut_off
from akkuri.analysis.network.filters import SCOPE
from akkuri.analysis.network.graph import Scope, build_network
from akkuri.analysis.network.growth import growth
from akkuri.analysis.network.own import own_actors
from akkuri.analysis.network.paths import introductions
from akkuri.analysis.network.ties import Tie, ties
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError

from ..cluster import model_of

HOME = 'ak:countryCode "FI"'
ORGS = "".join(f"org:{name} a ak:Organisation ; {HOME} .\n" for name in "abcdef") + "net:n a ak:Network .\n"


def part(project: str, organisation: str, role: str = "participant") -> str:
    return (
        f"x:{project}-{organisation}-{role} a ak:Participation ; ak:project prj:{project} ;"
        f" ak:organisation org:{organisation} ; ak:role role:{role} .\n"
    )


TWO_PROJECTS = (
    ORGS
    + 'prj:p a ak:Project ; ak:start "2019" ; ak:end "2021-05" .\n'
    + 'prj:q a ak:Project ; ak:start "2023-01-01" .\n'
    + part("p", "a", "coordinator")
    + part("p", "b")
    + part("p", "c")
    + part("p", "d", "funder")
    + part("q", "a")
    + part("q", "b")
)


def by_pair(found: list[Tie]) -> dict[tuple[str, str, str], Tie]:
    return {(t.a.rpartition("/")[2], t.b.rpartition("/")[2], t.kind): t for t in found}


def test_co_participation(parameters: Parameters) -> None:
    found = by_pair(ties(model_of(TWO_PROJECTS), parameters))
    assert set(found) == {(a, b, "co-participation") for a, b in ("ab", "ac", "bc")}
    both = found["a", "b", "co-participation"]
    assert both.weight == pytest.approx(1 / 2 + 1)  # three partners, then two
    assert (both.projects, both.first, both.last, both.open_ended) == (2, 2019, 2021, True)
    assert found["a", "c", "co-participation"].weight == pytest.approx(0.5)


def test_collaborations_are_lifted_to_actors(parameters: Parameters) -> None:
    turtle = (
        TWO_PROJECTS
        + "fac:f a ak:Facility ; ak:operator org:d , org:e .\n"
        + "x:1 a ak:Collaboration ; ak:from org:f ; ak:to fac:f ; ak:collaborationKind kind:uses-facility .\n"
        + "x:2 a ak:Collaboration ; ak:from org:f ; ak:to prj:p ; ak:collaborationKind kind:hosts .\n"
        + 'x:3 a ak:Collaboration ; ak:from org:f ; ak:to net:n ; ak:since "2020" ; '
        + "ak:collaborationKind kind:member-of .\n"
        + "org:b ak:parentOrganisation org:c .\n"
    )
    found = by_pair(ties(model_of(turtle), parameters))
    others = {key for key in found if key[2] != "co-participation"}
    assert others == {
        ("d", "e", "shared-operation"),
        ("d", "f", "uses-facility"),
        ("e", "f", "uses-facility"),
        ("a", "f", "hosts"),  # the coordinator of the project
        ("n", "f", "member-of"),  # .../id/network/n sorts before .../id/organisation/f
        ("b", "c", "parent"),
    }
    assert found["n", "f", "member-of"].first == 2020


def test_two_partners_elsewhere_are_not_tied(parameters: Parameters) -> None:
    """Own are a (of the country), o (of a facility), m (member of a network) and r (of a need).

    Not y, whose facility elsewhere is recorded for its cost alone, nor x, a member of a network elsewhere.
    """
    turtle = (
        f"org:a a ak:Organisation ; {HOME} .\n"
        + "".join(f'org:{name} a ak:Organisation ; ak:countryCode "SE" .\n' for name in "omrxy")
        + "net:n a ak:Network .\n"
        + 'net:far a ak:Network ; ak:countryCode "BE" .\n'
        + "x:4 a ak:Collaboration ; ak:from org:x ; ak:to net:far ; ak:collaborationKind kind:member-of .\n"
        + "prj:p a ak:Project .\n"
        + "".join(part("p", name) for name in "aomrxy")
        + "fac:f a ak:Facility ; ak:operator org:o .\n"
        + "x:3 a ak:Offering ; ak:facility fac:f ; ak:capability cap:test .\n"
        + 'fac:g a ak:Facility ; ak:operator org:y ; ak:countryCode "SE" .\n'
        + "x:g a ak:Gap ; ak:responsible org:r .\n"
        + "x:1 a ak:Collaboration ; ak:from org:m ; ak:to net:n ; ak:collaborationKind kind:member-of .\n"
        + "x:2 a ak:Collaboration ; ak:from org:x ; ak:to org:y ; ak:collaborationKind kind:agreement .\n"
        + "org:x ak:parentOrganisation org:y .\n"
    )
    model = model_of(turtle)
    own = {iri.rpartition("/")[2] for iri in own_actors(model, parameters)}
    assert own == {"a", "o", "m", "r", "n", "far"}
    found = by_pair(ties(model, parameters))
    pairs = {frozenset(key[:2]) for key in found}
    assert pairs == {frozenset(p) for p in combinations("aomrxy", 2)} - {frozenset("xy")} | {
        frozenset("mn"),
        frozenset(("x", "far")),
    }
    assert found["a", "x", "co-participation"].weight == pytest.approx(1 / 5)  # of all six partners


def test_period_needs_a_known_year() -> None:
    dated = Tie("a", "b", "k", first=2019, last=2021)
    assert dated.active(2021, None)
    assert dated.active(None, 2019)
    assert not dated.active(2022, None)
    assert not dated.active(None, 2018)
    assert not Tie("a", "b", "k", open_ended=True).active(2000, None)
    assert Tie("a", "b", "k", open_ended=True).active(None, None)
    assert Tie("a", "b", "k", first=2019, open_ended=True).active(2030, None)


def test_funding_is_kept_but_not_part_of_the_network(parameters: Parameters) -> None:
    turtle = (
        ORGS
        + "x:1 a ak:Collaboration ; ak:from org:a ; ak:to org:b ; ak:collaborationKind kind:funds .\n"
        + "x:2 a ak:Collaboration ; ak:from org:b ; ak:to org:c ; ak:collaborationKind kind:agreement .\n"
    )
    model = model_of(turtle)
    found = ties(model, parameters)
    assert {tie.kind for tie in found} == {"funds", "agreement"}
    assert len(build_network(model, parameters, found)) == 2
    assert len(build_network(model, parameters, found, Scope(kinds=("funds", "agreement")))) == 3


def test_empty_network_is_refused(parameters: Parameters) -> None:
    model = model_of(ORGS)
    with pytest.raises(UsageError, match="No tie is left"):
        build_network(model, parameters, ties(model, parameters))


def test_who_is_cut_off(parameters: Parameters) -> None:
    # a - b - c - d and b - e: without b, the parts are {a}, {e} and {c, d}.
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("b", "e")]
    turtle = ORGS + "".join(
        f"x:{i} a ak:Collaboration ; ak:from org:{a} ; ak:to org:{b} ;"
        " ak:collaborationKind kind:agreement .\n"
        for i, (a, b) in enumerate(pairs)
    )
    model = model_of(turtle)
    network = build_network(model, parameters, ties(model, parameters))
    org = "https://w3id.org/akkuri/id/organisation/"
    assert cut_off(network, f"{org}b") == [[f"{org}a"], [f"{org}e"]]
    assert cut_off(network, f"{org}a") == []


def test_facilities_are_tied_by_operators_and_collaborations(parameters: Parameters) -> None:
    kind = "<https://w3id.org/akkuri/concept/facility-kind/pilot-line>"
    turtle = (
        ORGS
        + "".join(f"fac:{f} a ak:Facility ; ak:operator org:a ; ak:facilityKind {kind} .\n" for f in "fgh")
        + "fac:i a ak:Facility ; ak:operator org:b .\n"
        + "x:1 a ak:Collaboration ; ak:from fac:i ; ak:to fac:f ; ak:collaborationKind kind:part-of .\n"
    )
    asked = NETWORK.asked(
        Basis(model_of(turtle), parameters), ViewRequest(given={"nodes": "facility"}), SCOPE
    )
    found = by_pair(asked.ties)
    assert set(found) == {
        ("f", "g", "same-operator"),
        ("f", "h", "same-operator"),
        ("g", "h", "same-operator"),
        ("f", "i", "part-of"),
    }
    assert found["f", "g", "same-operator"].weight == pytest.approx(0.5)
    view = NETWORK.table(Basis(model_of(turtle), parameters), ViewRequest(given={"nodes": "facility"}))
    first = view.rows[0]
    assert (first["actor"].rpartition("/")[2], first["degree"], first["type"]) == ("f", 3, "pilot-line")
    assert first["cuts_off"] == 1  # without f, i hangs alone
    with pytest.raises(UsageError, match="“people” is not found"):
        NETWORK.table(Basis(model_of(turtle), parameters), ViewRequest(given={"nodes": "people"}))


def test_shared_operation_weighs_by_the_number_of_operators(parameters: Parameters) -> None:
    """Three operators of one facility: each pair 1/(3-1); a second one of the two adds 1."""
    turtle = (
        ORGS
        + "fac:f a ak:Facility ; ak:operator org:a , org:b , org:c .\n"
        + "fac:g a ak:Facility ; ak:operator org:a , org:b .\n"
    )
    found = by_pair(ties(model_of(turtle), parameters))
    assert {key[:2]: tie.weight for key, tie in found.items()} == {
        ("a", "b"): pytest.approx(0.5 + 1),
        ("a", "c"): pytest.approx(0.5),
        ("b", "c"): pytest.approx(0.5),
    }


def test_of_two_shortest_chains_the_one_of_stronger_ties(parameters: Parameters) -> None:
    """From a to d by way of b or of c, of whom c has two ties with each."""
    kinds = {"ab": ["agreement"], "bd": ["agreement"]} | {key: ["agreement", "hosts"] for key in ("ac", "cd")}
    turtle = ORGS + "".join(
        f"x:{pair}{kind} a ak:Collaboration ; ak:from org:{pair[0]} ; ak:to org:{pair[1]} ;"
        f" ak:collaborationKind kind:{kind} .\n"
        for pair, listed in kinds.items()
        for kind in listed
    )
    model = model_of(turtle)
    network = build_network(model, parameters, ties(model, parameters))
    org = "https://w3id.org/akkuri/id/organisation/"
    chain = introductions(network, f"{org}a", f"{org}d")
    assert [(step.one[-1], step.other[-1]) for step in chain] == [("a", "c"), ("c", "d")]


def test_two_elsewhere_are_no_possible_pair_of_a_year(parameters: Parameters) -> None:
    """Of a at home and x, y elsewhere only a-x and a-y can be: both share the project, so density is 1."""
    turtle = (
        f"org:a a ak:Organisation ; {HOME} .\n"
        + "".join(f'org:{name} a ak:Organisation ; ak:countryCode "SE" .\n' for name in "xy")
        + 'prj:p a ak:Project ; ak:start "2020" ; ak:end "2021" .\n'
        + "".join(part("p", name) for name in "axy")
    )
    year, last = growth(model_of(turtle), parameters)
    assert (year.actors, year.pairs, year.density) == (3, 2, 1.0)
    assert (last.year, last.projects, last.new_actors, last.new_pairs) == (2021, 1, 0, 0)
