"""What an own subsidiary or a predecessor has done counts as one's own, and the answer says through whom."""

import pytest

from akkuri.analysis.model.groups import Groups
from akkuri.analysis.network.articulation import cut_off, group_cut_sizes
from akkuri.analysis.network.graph import build_network
from akkuri.analysis.network.ties import ties
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError

from ..cluster import facility, model_of, offering

ORG = "https://w3id.org/akkuri/id/organisation/"
ACTOR = 'a ak:Organisation ; ak:countryCode "FI" ; ak:organisationType type:company'
WORLD = (
    f"org:head {ACTOR} . org:child {ACTOR} ; ak:parentOrganisation org:head ."
    f"org:sister {ACTOR} ; ak:parentOrganisation org:head . org:other {ACTOR} . org:third {ACTOR} .\n"
    + facility("f", "head")
    + offering("o", "f", "mix", "one")
    + facility("g", "other")
    + offering("p", "g", "test", "two")
    + facility("h", "sister")
    + offering("q", "h", "mix", "one")
)


def shared(*organisations: str) -> str:
    rows = [
        f"x:p{o} a ak:Participation ; ak:project prj:p ; ak:organisation org:{o} ; ak:role role:participant ."
        for o in organisations
    ]
    return "prj:p a ak:Project .\n" + "\n".join(rows) + "\n"


def table(show: str, turtle: str, parameters: Parameters, **given: str) -> ViewTable:
    return NETWORK.table(Basis(model_of(turtle), parameters), ViewRequest(show, given))


def suggested(turtle: str, parameters: Parameters, groups: str) -> set[frozenset[str]]:
    rows = table("pairs", turtle, parameters, groups=groups).rows
    return {frozenset((row["one"].removeprefix(ORG), row["other"].removeprefix(ORG))) for row in rows}


def test_pairs_whose_subsidiaries_work_together_are_not_suggested(parameters: Parameters) -> None:
    turtle = WORLD + shared("child", "other")
    head, sister = frozenset(("head", "other")), frozenset(("sister", "other"))
    assert suggested(turtle, parameters, "none") == {head, sister}
    assert suggested(turtle, parameters, "own") == {sister}
    assert suggested(turtle, parameters, "family") == set()
    (note,) = [n for n in table("pairs", turtle, parameters).notes if "Left out" in n]
    assert "child" in note
    rows = table("pairs", turtle, parameters, groups="none").rows
    assert {row["one"]: row["through"] for row in rows}[f"{ORG}head"] == [f"{ORG}child"]


def test_nobody_is_isolated_whose_subsidiary_takes_part(parameters: Parameters) -> None:
    turtle = WORLD + shared("child", "other")

    def alone(groups: str) -> set[str]:
        rows = table("isolated", turtle, parameters, groups=groups).rows
        return {row["actor"].removeprefix(ORG) for row in rows}

    assert alone("none") == {"head", "sister", "third"}
    assert alone("own") == {"sister", "third"}
    assert alone("family") == {"third"}


def test_a_replaced_organisation_is_counted_as_its_successor(parameters: Parameters) -> None:
    turtle = WORLD + (
        f"org:old {ACTOR} ; <http://purl.org/dc/terms/isReplacedBy> org:third .\n" + shared("old", "other")
    )
    (tie,) = [t for t in ties(model_of(turtle), parameters) if t.kind == "co-participation"]
    assert tie.pair == (f"{ORG}other", f"{ORG}third")


def test_own_subsidiaries_leave_with_the_one_that_leaves(parameters: Parameters) -> None:
    turtle = WORLD + shared("child", "other", "third")
    model = model_of(turtle)
    network = build_network(model, parameters, ties(model, parameters))
    assert cut_off(network, f"{ORG}head") == [[f"{ORG}sister"]]
    assert cut_off(network, f"{ORG}head", model.groups.own(f"{ORG}head")) == []
    assert f"{ORG}head" not in group_cut_sizes(network, model.groups)


def test_circles_of_owners_end() -> None:
    groups = Groups({"a": ["b"], "b": ["a"], "c": ["c", "a"]})
    assert groups.own("a") == groups.own("b") == {"a", "b", "c"}
    assert set(groups.rolled(["a", "b", "c"]).values()) <= {"a", "b"}


def test_an_unknown_group_is_one_sentence(parameters: Parameters) -> None:
    with pytest.raises(UsageError, match="“clan” is not found"):
        table("pairs", WORLD, parameters, groups="clan")
