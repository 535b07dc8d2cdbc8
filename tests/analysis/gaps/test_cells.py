"""Each state of a cell from a hand-made example, and how the counts and the severity come about."""

import pytest

from akkuri.analysis.gaps.cells import Cell, cells, frame
from akkuri.analysis.weights import STATES, Parameters

from ..cluster import NEED, OPEN_PILOT, facility, model_of, offering


def cell(turtle: str, parameters: Parameters, area: str = "FI", at: tuple[str, str] = ("one", "mix")) -> Cell:
    found = {c.key: c for c in cells(model_of(turtle), parameters)}
    return found[area, *at]


REGULATION = NEED.replace("gap:laboratory", "gap:regulation")

EXAMPLES = {
    "stated": (NEED, "stated-missing", 0.9 + 0.1),
    "stated but planned": (
        NEED + facility("f", status="planned") + offering("o", "f"),
        "stated-missing",
        0.9 + 0.1,
    ),
    "regulation says nothing is missing": (REGULATION, "none-recorded", 0.7 + 0.1),
    "stated but contradicted": (
        NEED + facility("f") + offering("o", "f", more=OPEN_PILOT),
        "single-operator",
        0.35 + 0.1 + 0.05,
    ),
    "nothing": ("", "none-recorded", 0.7),
    "closed only": (facility("f", status="closed") + offering("o", "f"), "none-recorded", 0.7),
    "planned": (facility("f", status="under-construction") + offering("o", "f"), "planned-only", 0.55),
    "production": (
        facility("f") + "x:p a ak:ProductionCapability ; ak:facility fac:f ; ak:capability cap:mix ;"
        " ak:stage stage:one .\n",
        "in-house-only",
        0.45,
    ),
    "in-house access of the facility": (
        facility("f", more="ak:accessMode access:in-house ;") + offering("o", "f"),
        "in-house-only",
        0.45,
    ),
    "one operator, two facilities": (
        facility("f") + facility("g") + offering("o", "f") + offering("p", "g"),
        "single-operator",
        0.35 + 0.05,
    ),
    "one operator, one open facility": (
        facility("f") + offering("o", "f", more=OPEN_PILOT),
        "single-operator",
        0.35 + 0.05,
    ),
    "one facility of two joint operators": (
        facility("f", more="ak:operator org:b ;") + offering("o", "f", more=OPEN_PILOT),
        "single-operator",
        0.35 + 0.05,
    ),
    "an operator and its own subsidiary": (
        "org:a a ak:Organisation . org:b a ak:Organisation ; ak:parentOrganisation org:a .\n"
        + facility("f")
        + facility("g", "b")
        + offering("o", "f", more=OPEN_PILOT)
        + offering("p", "g", more=OPEN_PILOT),
        "single-operator",
        0.35,
    ),
    "the only operator has ended": (
        'org:a a ak:Organisation ; ak:ended "2024" .\n'
        + facility("f")
        + offering("o", "f", more=OPEN_PILOT)
        + facility("g", "b")
        + offering("p", "g", more="; ak:accessMode access:in-house"),
        "in-house-only",
        0.45,
    ),
    "one of two operators has ended": (
        'org:b a ak:Organisation ; ak:ended "2024" .\n'
        + facility("f", more="ak:operator org:b ;")
        + offering("o", "f", more=OPEN_PILOT)
        + facility("g", "a")
        + offering("p", "g", more=OPEN_PILOT),
        "single-operator",
        0.35,
    ),
    "no pilot": (
        facility("f")
        + facility("g", "b")
        + offering("o", "f")
        + offering("p", "g", more="; ak:scale scale:lab"),
        "no-pilot-scale",
        0.25 + 0.05,
    ),
    "hole": (
        facility("f")
        + facility("g", "b")
        + offering("o", "f", more=OPEN_PILOT + "; ak:trlMin 2 ; ak:trlMax 3")
        + offering("p", "g", more="; ak:trlMin 5"),
        "trl-hole",
        0.15,
    ),
    "covered": (
        facility("f")
        + facility("g", "b")
        + offering("o", "f", more=OPEN_PILOT + "; ak:trlMin 2 ; ak:trlMax 4")
        + offering("p", "g", more="; ak:trlMin 5"),
        "covered",
        0.0,
    ),
    "unknown status counts": (
        facility("f", status=None) + offering("o", "f", more=OPEN_PILOT),
        "single-operator",
        0.35 + 0.05,
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_state_and_severity(name: str, parameters: Parameters) -> None:
    turtle, state, severity = EXAMPLES[name]
    found = cell(turtle, parameters)
    assert (found.state, found.severity) == (state, pytest.approx(severity))


def test_every_state_has_an_example() -> None:
    assert {state for _, state, _ in EXAMPLES.values()} == set(STATES)


def test_narrower_capability_counts_for_the_broader_one(parameters: Parameters) -> None:
    turtle = facility("f") + offering("o", "f", "shake", "two")
    assert cell(turtle, parameters, at=("two", "test")).state == "single-operator"
    assert cell(turtle, parameters, at=("two", "mix")).state == "none-recorded"


def test_a_group_stated_missing_names_all_under_it(parameters: Parameters) -> None:
    turtle = "x:need a ak:Gap ; ak:gapKind gap:skills ; ak:stage stage:two ; ak:capability cap:all .\n"
    assert (
        cell(turtle, parameters, at=("two", "mix")).needs
        == cell(turtle, parameters, at=("two", "test")).needs
    )
    assert cell(turtle, parameters, at=("one", "mix")).needs == ()


def test_regions_count_their_own_and_state_no_needs(parameters: Parameters) -> None:
    turtle = NEED + facility("f") + offering("o", "f")
    assert cell(turtle, parameters, "FI1A").facilities
    assert cell(turtle, parameters, "FI1A").needs == ()
    assert cell(turtle, parameters, "FI1B").state == "none-recorded"


def test_other_countries_have_only_the_cells_that_somebody_recorded(parameters: Parameters) -> None:
    turtle = facility("f").replace('"FI" ; ak:region region:FI1A', '"SE"') + offering("o", "f")
    found = [c.key for c in cells(model_of(turtle), parameters) if c.area == "SE"]
    assert found == [("SE", "one", "mix")]


def test_frame_is_what_the_vocabulary_expects_along_the_chain() -> None:
    assert frame(model_of("")) == [("one", "mix"), ("two", "mix"), ("two", "test")]


def test_withdrawn_and_replaced_facilities_do_not_count(parameters: Parameters) -> None:
    turtle = facility("f") + offering("o", "f")
    gone = 'fac:f ak:withdrawn "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
    assert cell(turtle + gone, parameters).state == "none-recorded"
    replaced = "fac:f <http://purl.org/dc/terms/isReplacedBy> fac:g .\n"
    assert cell(turtle + replaced, parameters).state == "none-recorded"


def test_counts_and_evidence(parameters: Parameters) -> None:
    turtle = (
        NEED
        + facility("f")
        + offering("o", "f", more=OPEN_PILOT)
        + facility("g", "b", "planned")
        + offering("p", "g")
        + facility("h", "c", "cancelled")
        + offering("q", "h")
    )
    found = cell(turtle, parameters)
    assert [len(v) for v in (found.facilities, found.open, found.pilot, found.planned, found.former)] == [
        1
    ] * 5
    assert [iri.rpartition("/")[2] for iri in found.evidence] == ["need", "o", "p"]
    assert found.sole_operator == "https://w3id.org/akkuri/id/organisation/a"
    assert found.sole_facility == "https://w3id.org/akkuri/id/facility/f"


def test_a_severity_is_at_most_one_whatever_the_weights(parameters: Parameters) -> None:
    """0.9 + 0.15: a cluster may weigh a stated need more."""
    assert cell(NEED, parameters.changed("add:stated-need", 1.5)).severity == 1.0


def test_a_facility_whose_operators_have_all_ended_is_former(parameters: Parameters) -> None:
    ended = 'org:a a ak:Organisation ; ak:ended "2025" .\n'
    found = cell(ended + facility("f") + offering("o", "f", more=OPEN_PILOT), parameters)
    assert (found.state, found.former, found.evidence) == (
        "none-recorded",
        ("https://w3id.org/akkuri/id/facility/f",),
        (),
    )


def test_access_is_in_house_only_where_every_mode_is(parameters: Parameters) -> None:
    both = "; ak:accessMode access:in-house , access:open ; ak:scale scale:pilot"
    assert cell(facility("f") + offering("o", "f", more=both), parameters).state == "single-operator"


def test_the_frame_follows_the_order_of_the_stages_and_not_their_names() -> None:
    last = (
        "stage:after skos:inScheme scheme:value-chain-stage ; ak:order 3 .\n"
        "cap:test ak:expectedStage stage:after .\n"
    )
    assert [stage for stage, _ in frame(model_of(last))] == ["one", "two", "two", "after"]
