"""Money that could still be decided: what is a choice, what is not, and each euro once; by hand."""

import pytest

from akkuri.analysis.gaps.needs import stated_needs
from akkuri.analysis.gaps.plans.candidates import Candidate, known_sum
from akkuri.analysis.gaps.plans.investments import candidates, plan_within
from akkuri.analysis.gaps.scenarios.scenario import apply, what_if
from akkuri.analysis.gaps.scenarios.scenario_file import parse_scenario
from akkuri.analysis.model.values import Investment
from akkuri.analysis.weights import Parameters

from ...cluster import LABELS, NEED, OPEN_PILOT, facility, model_of, offering

ISSUED = (
    '<https://w3id.org/akkuri/catalog#dataset> <http://purl.org/dc/terms/issued> "2026-11-26" .\n'
    "@prefix invest: <https://w3id.org/akkuri/concept/investment-status/> .\n"
    "@prefix measure: <https://w3id.org/akkuri/concept/investment-measure/> .\n"
)
PLANNED = ISSUED + facility("f", status="planned") + offering("o", "f", more=OPEN_PILOT)
RECENT = "2025-06-01"


PLAN = "ak:facility fac:f"


def money(
    name: str, serves: str = PLAN, euros: float | None = 5e6, status: str = "planned", more: str = ""
) -> str:
    amount = f"ak:amountEur {euros} ;" if euros is not None else ""
    told = "" if "ak:asOf" in more else f'; ak:asOf "{RECENT}"'
    state = f"ak:investmentStatus invest:{status}"
    return f"x:{name} a ak:Investment ; {serves} ; {amount} {state} {told} {more} .\n"


def only(turtle: str, parameters: Parameters) -> Candidate:
    (found,) = candidates(model_of(turtle), parameters, "FI")
    return found


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("planned", "open"),
        ("proposed", "open"),
        ("on-hold", "on-hold"),
        ("decided", "coming"),
        ("made", "coming"),
    ],
)
def test_only_planned_and_proposed_money_is_a_choice(
    status: str, standing: str, parameters: Parameters
) -> None:
    turtle = PLANNED + money("i", status=status)
    found = only(turtle, parameters)
    assert (found.standing, found.amount) == (standing, 5e6)
    plan = plan_within(model_of(turtle), parameters, "FI", 1e9)
    assert [item.target for item in plan.chosen] == ([found.target] if standing == "open" else [])
    assert plan.cost == (5e6 if standing == "open" else 0)


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ("2023-11-26", "open"),
        ("2023-11-25", "stale"),
        ("2023-11", "open"),
        ("2023-10", "stale"),
        ("2023", "open"),
        ("2022", "stale"),
    ],
)
def test_the_word_of_a_plan_holds_for_three_years(told: str, standing: str, parameters: Parameters) -> None:
    turtle = PLANNED + money("i", more=f'; ak:asOf "{told}"')
    assert only(turtle, parameters).standing == standing


def test_the_newest_source_stands_in_for_a_day_that_the_row_does_not_tell(parameters: Parameters) -> None:
    undated = PLANNED + money("i").replace(f'; ak:asOf "{RECENT}"', "")
    assert only(undated, parameters).standing == "stale"
    dated = undated + '<https://w3id.org/akkuri/doc/other/i> ak:sourceDate "2024-02" .\n'
    found = only(dated, parameters)
    assert (found.standing, found.told) == ("open", "2024-02")


def test_what_is_being_built_comes_anyway(parameters: Parameters) -> None:
    turtle = ISSUED + facility("f", status="under-construction") + offering("o", "f", more=OPEN_PILOT)
    assert only(turtle, parameters).standing == "coming"
    assert only(turtle + money("i"), parameters).standing == "coming"
    assert only(turtle + money("i", status="on-hold"), parameters).standing == "on-hold"
    assert candidates(model_of(turtle + money("i", status="cancelled")), parameters, "FI") == []


def test_a_sum_in_another_currency_without_a_rate_is_not_known(parameters: Parameters) -> None:
    crowns = PLANNED + money("i", euros=None, more='; ak:amount 70000000.0 ; ak:currency "SEK"')
    found = only(crowns, parameters)
    assert (found.standing, found.amount) == ("unpriced", None)
    assert plan_within(model_of(crowns), parameters, "FI", 1e9).chosen == ()
    scenario = parse_scenario("action,facility,status\nstatus,fac-f,operational\n")
    model = model_of(crowns + LABELS)
    outcome = what_if(model, parameters, scenario, "FI")
    assert (outcome.amount, outcome.unpriced) == (0, (found.target,))


def test_decided_money_is_no_part_of_what_can_be_chosen(parameters: Parameters) -> None:
    both = PLANNED + money("i", euros=2e6) + money("j", euros=9e6, status="decided")
    found = only(both, parameters)
    assert (found.standing, found.amount, found.investments) == (
        "open",
        2e6,
        ("https://w3id.org/akkuri/id/other/i",),
    )


def row(name: str, euros: float | None, measure: str | None = "total") -> Investment:
    return Investment(name, "f", None, euros, "planned", measure)


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        ([row("a", 8e6), row("b", 5e6)], 8e6),
        ([row("a", 8e6), row("b", 3e6, "grant"), row("c", 2e6, "loan"), row("d", 9e6, "financing")], 8e6),
        ([row("a", 8e6), row("b", 3e6, "equipment")], 8e6),
        ([row("a", 2e6, "building"), row("b", 3e6, "equipment"), row("c", 4e6, "grant")], 5e6),
        ([row("a", 3e6, "grant")], None),
        ([row("a", None)], None),
        ([row("a", 6e6, None)], 6e6),
        ([], None),
    ],
)
def test_each_euro_counts_once(rows: list[Investment], amount: float | None) -> None:
    assert known_sum(rows).amount == amount


def test_a_training_day_is_no_pilot_line(parameters: Parameters) -> None:
    """Two pilots beside: the cell lacks nothing but pilot scale; a proposal of no told scale brings none."""
    bench = "; ak:accessMode access:open ; ak:scale scale:bench"
    lacking = ISSUED + NEED
    lacking += (
        facility("f") + facility("g", "b") + offering("o", "f", more=bench) + offering("p", "g", more=bench)
    )
    course = lacking + money("i", "ak:gap x:need")
    assert only(course, parameters).removed == 0
    line = lacking + money("i", "ak:gap x:need", more="; ak:scale scale:pilot")
    assert only(line, parameters).removed > 0
    other = lacking + money("i", "ak:gap x:need", more="; ak:scale scale:pilot ; ak:capability cap:test")
    assert only(other, parameters).removed == 0


def test_a_need_that_is_answered_is_no_candidate(parameters: Parameters) -> None:
    turtle = ISSUED + NEED + money("i", "ak:gap x:need", more="; ak:scale scale:pilot")
    assert only(turtle, parameters).standing == "open"
    answered = turtle + facility("f") + "x:need ak:addressedBy fac:f .\n"
    assert candidates(model_of(answered), parameters, "FI") == []


def test_what_is_there_already_is_not_started_by_a_scenario(parameters: Parameters) -> None:
    model = model_of(PLANNED + facility("g") + LABELS)
    rows = "action,facility,status\nstatus,fac-f,operational\nstatus,fac-g,operational\n"
    assert apply(model, parameters, parse_scenario(rows)).started == {"https://w3id.org/akkuri/id/facility/f"}


def test_more_money_for_what_is_in_use_is_listed_and_no_choice(parameters: Parameters) -> None:
    turtle = ISSUED + facility("f") + offering("o", "f") + money("i")
    found = only(turtle, parameters)
    assert (found.standing, found.amount, found.changes) == ("in-use", 5e6, ())
    assert plan_within(model_of(turtle), parameters, "FI", 1e9).chosen == ()
    assert candidates(model_of(turtle), parameters, "FI1A") == [found]
    assert candidates(model_of(turtle), parameters, "FI1B") == []


def test_money_for_a_facility_that_answers_a_need_is_counted_with_the_facility(
    parameters: Parameters,
) -> None:
    turtle = PLANNED + NEED + money("i", f"{PLAN} ; ak:gap x:need", more="; ak:scale scale:pilot")
    assert only(turtle, parameters).kind == "facility"


def test_a_stated_need_weighs_in_the_country_and_in_none_of_its_regions(parameters: Parameters) -> None:
    turtle = PLANNED + money("i")
    for area, same in (("FI1A", True), ("FI", False)):
        before, after = (
            candidates(model_of(each), parameters, area)[0].changes for each in (turtle, turtle + NEED)
        )
        assert before
        assert (before == after) is same


TWO_CELLS = (
    PLANNED
    + facility("g", status="planned")
    + offering("p", "g", more=OPEN_PILOT)
    + facility("h", "b", "planned")
    + offering("q", "h", "test", "two")
    + money("i")
    + money("j", "ak:facility fac:g")
    + money("k", "ak:facility fac:h", 1e6)
)
"""Facilities f and g of one operator would fill one cell, h another; 5, 5 and 1 million."""


def test_what_removes_most_for_a_euro_comes_first(parameters: Parameters) -> None:
    """Alone, f and g take 0.55 to 0.40, h takes 0.55 to 0.45: less, but for a fifth of the money."""
    found = candidates(model_of(TWO_CELLS), parameters, "FI")
    assert [(item.target[-1], item.removed) for item in found] == [
        ("h", pytest.approx(0.10)),
        ("f", pytest.approx(0.15)),
        ("g", pytest.approx(0.15)),
    ]


def test_the_second_plant_in_a_cell_is_worth_what_it_adds(parameters: Parameters) -> None:
    """With f there, g removes but 0.05, less than h: effects do not add up."""
    dear = TWO_CELLS.replace("1000000.0", "5000000.0")
    plan = plan_within(model_of(dear), parameters, "FI", 10e6)
    assert sorted(item.target[-1] for item in plan.chosen) in (["f", "h"], ["g", "h"])
    assert plan.removed == pytest.approx(0.25)


def test_a_plan_that_has_come_is_planned_no_more(parameters: Parameters) -> None:
    """Nor is it counted twice: the cell then has one facility, which is there."""
    turtle = PLANNED + facility("g", status="planned") + offering("p", "g", more=OPEN_PILOT) + money("i")
    (change,) = next(
        item.changes for item in candidates(model_of(turtle), parameters, "FI") if item.target.endswith("f")
    )
    assert change.before is not None
    assert change.after is not None
    assert [len(cell.planned) for cell in (change.before, change.after)] == [2, 1]
    assert [len(cell.facilities) for cell in (change.before, change.after)] == [0, 1]


def test_open_needs_come_first_and_answered_ones_last(parameters: Parameters) -> None:
    other = NEED.replace("x:need", "x:another").replace("stage:one", "stage:two")
    answered = other + facility("f") + "x:another ak:addressedBy fac:f .\n"
    found = stated_needs(model_of(NEED + answered), parameters)
    assert [(need.gap.iri[-4:], need.outcome) for need in found] == [("need", "open"), ("ther", "answered")]
