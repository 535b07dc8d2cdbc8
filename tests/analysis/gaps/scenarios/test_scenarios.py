"""What-if, investments and the solver: by hand, against every subset, and everything that can be wrong."""

import random
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from openpyxl import Workbook

from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.changes import Change, removed
from akkuri.analysis.gaps.plans.candidates import STANDINGS
from akkuri.analysis.gaps.plans.choice import Choice
from akkuri.analysis.gaps.plans.investments import candidates, plan_within
from akkuri.analysis.gaps.plans.solver import best_set
from akkuri.analysis.gaps.resilience import losses
from akkuri.analysis.gaps.robustness import sensitivity, trend
from akkuri.analysis.gaps.scenarios.scenario import apply, what_if
from akkuri.analysis.gaps.scenarios.scenario_file import parse_scenario
from akkuri.analysis.model.values import Model
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError

from ...cluster import LABELS, NEED, OPEN_PILOT, facility, model_of, offering

FAC = "https://w3id.org/akkuri/id/facility/"


def test_a_plan_that_comes_true(parameters: Parameters) -> None:
    turtle = facility("f", status="planned") + offering("o", "f", more=OPEN_PILOT)
    turtle += (
        "x:i a ak:Investment ; ak:facility fac:f ; ak:amountEur 5000000.0 ;"
        " ak:investmentStatus <https://w3id.org/akkuri/concept/investment-status/planned> .\n"
    )
    scenario = parse_scenario("action,facility,status\nstatus,fac-f,operational\n")
    outcome = what_if(model_of(turtle + LABELS), parameters, scenario, "FI")
    (change,) = outcome.changes
    assert change.before is not None
    assert change.after is not None
    assert (change.before.state, change.after.state) == ("planned-only", "single-operator")
    assert outcome.removed == pytest.approx(0.55 - (0.35 + 0.05))
    assert outcome.amount == 5_000_000
    assert outcome.unpriced == ()
    assert "https://w3id.org/akkuri/id/other/o" in change.after.evidence


def test_a_sum_in_the_scenario_stands_for_the_recorded_one(parameters: Parameters) -> None:
    turtle = facility("f", status="planned") + offering("o", "f")
    turtle += (
        "x:i a ak:Investment ; ak:facility fac:f ; ak:amountEur 5000000.0 ;"
        " ak:investmentStatus <https://w3id.org/akkuri/concept/investment-status/planned> .\n"
    )
    scenario = parse_scenario("action,facility,status,amount_eur\nstatus,fac-f,operational,3000000\n")
    outcome = what_if(model_of(turtle + LABELS), parameters, scenario, "FI")
    assert (outcome.amount, outcome.investments) == (3e6, ())


def test_an_invented_facility_with_a_sum_of_its_own(parameters: Parameters) -> None:
    scenario = parse_scenario(
        '{"changes": [{"action": "add", "facility": "dream", "region": "FI1A", "amount_eur": 7},'
        ' {"action": "add", "facility": "dream", "capability": "mix", "stages": ["one"],'
        ' "scale": "pilot", "access": "open", "operators": []}]}'
    )
    outcome = what_if(model_of(NEED + LABELS), parameters, scenario, "FI")
    assert [(c.before.state, c.after.state) for c in outcome.changes if c.before and c.after] == [
        ("stated-missing", "single-operator")
    ]
    assert outcome.amount == 7
    region = what_if(model_of(NEED + LABELS), parameters, scenario, "FI1A")
    assert [c.key[0] for c in region.changes] == ["FI1A"]
    assert what_if(model_of(NEED + LABELS), parameters, scenario, "FI1B").changes == ()


def test_removing_takes_the_offerings_along_and_leaves_the_model_alone(parameters: Parameters) -> None:
    model = model_of(facility("f") + offering("o", "f") + LABELS)
    applied = apply(model, parameters, parse_scenario("action,facility\nremove,fac-f\n"))
    assert (len(model.uses), len(applied.model.uses), applied.started) == (1, 0, frozenset())


WRONG = {
    "action,facility\nmove,fac-f\n": "row 2: action is “move”",
    "action,facility\nadd,\n": "row 2: names no facility",
    "action,facility\nadd,fac-f\n": "adds f, which exists",
    "action,facility\nremove,fac-g\n": "row 2, facility: “fac-g” is not found",
    "action,facility,capability\nadd,fac-g,mix\n": "“fac-g” is not found .* write a row without",
    "action,facility,capability\nadd,fac-f,mix\n": "f offers mix already",
    "action,facility,capability\nremove,fac-f,test\n": "does not offer test",
    "action,facility,capability\nadd,fac-f,fly\n": "row 2, capability: “fly” is not found",
    "action,facility,capability,stages\nadd,fac-f,test,nine\n": "row 2, stages: “nine” is not found",
    "action,facility,status\nstatus,fac-f,asleep\n": "row 2, status: “asleep” is not found",
    "action,facility\nstatus,fac-f\n": "names no status",
    "action,facility,status\nstatus,fac-f,closed\nstatus,fac-f,operational\n": "another row gives it closed",
    "action,facility,status\nremove,fac-f,\nstatus,fac-f,closed\n": "which another row adds or changes",
    "action,facility,region\nadd,fac-g,FI9\n": "row 2, region: “FI9” is not found",
    "action,facility,region,country\nadd,fac-g,FI1A,SE\n": "does not lie in SE",
    "action,facility,operators\nadd,fac-g,org-nobody\n": "row 2, operators: “org-nobody” is not found",
    "action,facility,trl_min,trl_max\nadd,fac-g,5,3\n": "trl_min 5 is above trl_max 3",
    "action,facility,trl_min\nadd,fac-g,ten\n": "whole number from 1 to 9",
    "action,facility,amount_eur\nadd,fac-g,-4\n": "zero or more euros",
    "action,facility,colour\nadd,fac-g,red\n": "unknown column “colour”",
    "[1]": "must be a list of steps",
    '{"changes": 3}': "must be a list of steps",
    '[{"action": "add", "facility": ["a"]}]': "must be one value",
    '[{"action": "add", "facility": "g", "operators": [{}]}]': "operators must be texts",
    '[{"action": "add", "facility": "g", "trl_min": ' + 5_000 * "1" + "}]": "whole number from 1 to 9",
    "[" * 100_000: "must be a list of steps",
    "{": "breaks off at line 1, column 2",
    'action,facility\nadd,"fac-g\n': "line 2 ends within quotes",
    "action,facility\nadd,fac-g,more\n": "row 2: has more cells than the header",
    "action,facility,capability,status\nstatus,fac-f,mix,closed\n": "an offering has no status",
    "action,facility\nremove,fac-f\nremove,fac-f\n": "removes f, which another row",
    "": "has no rows",
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_scenarios_name_the_row(text: str, parameters: Parameters) -> None:
    model = model_of(facility("f") + offering("o", "f") + LABELS)
    with pytest.raises(UsageError, match=WRONG[text]):
        apply(model, parameters, parse_scenario(text))


NAMES = """
fac:f skos:prefLabel "Fen lab"@en , "Suolaboratorio"@fi .
<https://w3id.org/akkuri/doc/organisation/a> foaf:primaryTopic org:a .
org:a a ak:Organisation ; skos:prefLabel "Alpha"@en .
status:closed skos:prefLabel "Closed"@en , "Suljettu"@fi . scale:pilot skos:prefLabel "Pilot"@en .
cap:test skos:prefLabel "Testing"@en , "Testaus"@fi . stage:two skos:prefLabel "Second stage"@en .
region:FI1A skos:prefLabel "Upland"@en , "Ylämaa"@fi .
"""
BY_ID = """action,facility,capability,stages,status,operators,country,region,scale,trl_min,amount_eur
status,fac-f,,,closed,,,,,,
add,fac-new,,,,org-a,FI,FI1A,pilot,4,20000000
add,fac-new,test,two,,,,,,,
"""
BY_NAME = """Action;facility;capability;stages;status;operators;country;region;scale;trl_min;amount_eur
tila;Suolaboratorio;;;suljettu;;;;;;
Lisää;new;;;;alpha;Suomi;Ylämaalla;pilots;TRL 4;20 000 000
add;NEW;Testauksen;second STAGE;;;;;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_and_numbers_are_understood_as_people_write_them(encoding: str, parameters: Parameters) -> None:
    model = model_of(facility("f") + offering("o", "f") + LABELS + NAMES)
    wanted = what_if(model, parameters, parse_scenario(BY_ID), "FI")
    found = what_if(model, parameters, parse_scenario(BY_NAME.encode(encoding)), "FI")
    assert wanted.changes
    assert found == wanted


def test_a_workbook_is_a_scenario_too(parameters: Parameters) -> None:
    book = Workbook()
    for line in BY_NAME.splitlines():
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in line.split(";")])
    content = BytesIO()
    book.save(content)
    model = model_of(facility("f") + offering("o", "f") + LABELS + NAMES)
    wanted = what_if(model, parameters, parse_scenario(BY_ID), "FI")
    assert what_if(model, parameters, parse_scenario(content.getvalue()), "FI") == wanted


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 no workbook", "no workbook"),
        (b"action,facility\nadd,\xe4\n", "UTF-8 or UTF-16"),
        (b"action,facilty\nadd,x\n", "unknown column “facilty”; expected facility\\."),
    ],
)
def test_a_file_that_cannot_be_read_is_told(content: bytes, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        parse_scenario(content)


def test_every_fault_is_told_at_once(parameters: Parameters) -> None:
    model = model_of(facility("f") + offering("o", "f") + LABELS)
    text = "action,facility,trl_min,amount_eur\nmove,fac-f,ten,much\nadd,,,\nadd,fac-f,4,1 000\n"
    with pytest.raises(UsageError) as caught:
        parse_scenario(text)
    lines = str(caught.value).splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["Scenario row 2"] * 3 + ["Scenario row 3"]
    text = "action,facility,capability,status\nstatus,fac-f,,clsed\nadd,fac-g,mix,\nadd,fac-f,mx,\n"
    with pytest.raises(UsageError) as caught:
        apply(model, parameters, parse_scenario(text), "fi")
    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "Skenaarion rivi 2, status",
        "Skenaarion rivi 3, facility",
        "Skenaarion rivi 4, capability",
    ]
    text = "action,facility,capability\nadd,fac-f,\nadd,fac-f,mix\n"
    with pytest.raises(UsageError, match=r"(?s)row 2: adds f.*row 3: f offers mix already"):
        apply(model, parameters, parse_scenario(text))


@pytest.mark.parametrize("seed", range(12))
def test_best_set_is_the_best_of_all_subsets(seed: int) -> None:
    draw = random.Random(seed)
    count = draw.randint(1, 7)
    costs = [draw.randint(1, 40) * 1e5 for _ in range(count)]
    tables: list[dict[tuple[int, ...], float]] = []
    choices = []
    for _ in range(draw.randint(1, 6)):
        members = tuple(sorted(draw.sample(range(count), draw.randint(1, min(4, count)))))
        table = {
            s: round(draw.random(), 3) for k in range(len(members) + 1) for s in combinations(members, k)
        }
        tables.append(table)
        choices.append(Choice(members, table.__getitem__))
    budget = draw.uniform(0.2, 0.8) * sum(costs)

    def left(chosen: tuple[int, ...]) -> float:
        return sum(
            table[tuple(i for i in choice.members if i in chosen)]
            for choice, table in zip(choices, tables, strict=True)
        )

    subsets = [s for k in range(count + 1) for s in combinations(range(count), k)]
    affordable = [s for s in subsets if sum(costs[i] for i in s) <= budget]
    best = min(left(s) for s in affordable)
    cheapest = min(sum(costs[i] for i in s) for s in affordable if left(s) <= best + 1e-6)
    found = best_set(choices, costs, budget)
    assert left(found.chosen) == pytest.approx(best, abs=1e-6)
    assert found.cost == pytest.approx(cheapest)
    assert found.cost <= budget
    assert found.gap == 0


@pytest.mark.parametrize(
    ("budget", "chosen"),
    [(4_999_999, (1,)), (5e6, (0,)), (7_999_999, (0,)), (7_999_999.99, (0,)), (8e6, (0, 1)), (1.0, ())],
)
def test_a_set_that_is_a_euro_too_dear_is_neither_taken_nor_an_error(
    budget: float, chosen: tuple[int, ...]
) -> None:
    left = {(): 0.55, (0,): 0.40, (1,): 0.45, (0, 1): 0.30}
    found = best_set([Choice((0, 1), lambda subset: left[subset])], [5e6, 3e6], budget)
    assert found.chosen == chosen
    assert found.left == left[chosen]


def test_the_solver_says_nothing_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    assert best_set([Choice((0,), lambda subset: float(not subset))], [1e6], 2e6).chosen == (0,)
    assert capfd.readouterr() == ("", "")


def test_too_many_in_one_cell_and_no_budget_are_refused() -> None:
    with pytest.raises(UsageError, match="13 investments meet"):
        best_set([Choice(tuple(range(13)), lambda _: 0.0)], [1.0] * 13, 1.0)
    for budget in (0, -1, float("nan")):
        with pytest.raises(UsageError, match="more than zero"):
            best_set([], [], budget)


def test_plan_of_the_national_graph_is_the_best_of_all_subsets(
    national: Model, parameters: Parameters
) -> None:
    """Few plans have a public sum: here each gets one of a made-up row of sums."""
    useful = [c for c in candidates(national, parameters, "FI") if c.removed > 0][:10]
    assert len(useful) > 2
    found = useful = [
        replace(c, standing="open", amount=40_000.0 + 15_000 * (n * 7 % 10)) for n, c in enumerate(useful)
    ]
    budget = sum(c.amount or 0 for c in useful) / 2
    plan = plan_within(national, parameters, "FI", budget, found)
    best = 0.0
    for k in range(len(useful) + 1):
        for subset in combinations(useful, k):
            if sum(c.amount or 0 for c in subset) <= budget:
                each = plan_within(national, parameters, "FI", 1e15, list(subset)) if subset else None
                best = max(best, each.removed if each else 0.0)
    assert plan.removed == pytest.approx(best)
    assert plan.cost <= budget
    assert plan.gap == 0


def test_investments_without_a_sum_are_ranked_apart(national: Model, parameters: Parameters) -> None:
    found = candidates(national, parameters, "FI")
    places = [STANDINGS.index(c.standing) for c in found]
    assert places == sorted(places)
    assert {c.standing for c in found if c.amount is None} <= {"unpriced", "coming", "on-hold", "stale"}
    plan = plan_within(national, parameters, "FI", 1e12, found)
    assert all(c.amount for c in plan.chosen)


def test_what_goes_with_an_operator(parameters: Parameters) -> None:
    turtle = (
        facility("f", "a")
        + facility("g", "b")
        + facility("h", "a , org:b")
        + offering("o", "f", more=OPEN_PILOT)
        + offering("p", "g", more=OPEN_PILOT)
        + offering("q", "f", "mix", "two", OPEN_PILOT)
        + offering("r", "h", "test", "two", OPEN_PILOT)
    )
    listed = losses(model_of(turtle), parameters, "FI")
    found = {loss.record.rpartition("/")[2]: loss for loss in listed}
    assert list(found) == ["a", "b"]  # the gravest first
    # a goes: mix at one falls from covered to b alone (0.40), mix at two to none recorded (0.40 → 0.70);
    # facility h stays with b.
    assert found["a"].added == pytest.approx(0.40 + 0.30)
    assert [c.key[1:] for c in found["a"].lost] == [("two", "mix")]
    assert found["b"].lost == ()


def test_only_what_grows_worse_is_listed_as_a_loss(parameters: Parameters) -> None:
    """A hole between levels may close when somebody goes; a graver state of like severity counts."""
    readiness = {"f": (3, 4), "g": (4, 5), "h": (9, 9)}
    turtle = "".join(
        facility(name, name)
        + offering(f"of-{name}", name, more=f"{OPEN_PILOT} ; ak:trlMin {low} ; ak:trlMax {high}")
        for name, (low, high) in readiness.items()
    )
    # At stage two i serves some others (0.35 + 0.05 + 0.05); without it, j keeps to itself (0.45).
    turtle += facility("i", "i") + offering("of-i", "i", "mix", "two", "; ak:accessMode access:collaborative")
    turtle += facility("j", "j") + offering("of-j", "j", "mix", "two", "; ak:accessMode access:in-house")
    basis = Basis(model_of(turtle), parameters)
    table = GAPS.table(basis, ViewRequest("resilience", {"region": "FI1A"}))
    rows = {row["record"].rpartition("/")[2]: row for row in table.rows}
    assert {name: row["cells_worse"] for name, row in rows.items()} == {"i": 1}
    assert rows["i"]["severity_added"] == 0


def test_gains_and_losses_that_cancel_are_zero_without_a_sign() -> None:
    def change(before: float, after: float) -> Change:
        key = ("FI", "one", "mix")
        return Change(key, Cell(*key, "covered", before), Cell(*key, "covered", after))

    assert str(removed([change(0.3, 0.0), change(0.0, 0.1), change(0.0, 0.2)])) == "0.0"


def test_trend_names_the_cells_that_changed(parameters: Parameters) -> None:
    old = model_of(facility("f", status="planned") + offering("o", "f"))
    new = model_of(facility("f") + offering("o", "f"))
    (change,) = trend(old, new, parameters, "FI")
    assert change.before is not None
    assert change.after is not None
    assert (change.before.state, change.after.state) == ("planned-only", "single-operator")
    assert trend(old, old, parameters, "FI") == []


def test_sensitivity_is_kendalls_tau(national: Model, parameters: Parameters) -> None:
    from scipy.stats import kendalltau

    from akkuri.analysis.gaps.changes import area_cells

    rows = sensitivity(national, parameters, "FI")
    assert [(row.weight, row.changed) for row in rows] == [
        (weight, pytest.approx(max(-1.0, min(1.0, value * half)), abs=1e-4))
        for weight, value in parameters.weights.items()
        for half in (0.5, 1.5)
    ]
    row = next(r for r in rows if r.weight == "state:single-operator" and r.changed < r.value)
    now = [c.severity for c in area_cells(national, parameters, "FI")]
    other = parameters.changed("state:single-operator", 0.5)
    then = [c.severity for c in area_cells(national, other, "FI")]
    assert row.rank_correlation == pytest.approx(kendalltau(now, then).statistic, abs=1e-4)
    assert row.total == pytest.approx(sum(then))
