"""Single operators and losses for each way to count groups, worked out from the CSV tables alone."""

from collections import defaultdict
from pathlib import Path

import pytest

from akkuri.analysis.model.groups import BREADTHS, Groups
from akkuri.api import OpenRelease, open_release
from akkuri.release.opening import Release

from .tables import OPEN, PILOT, Pair, Row, Tables, iri, several

BASE = {
    "stated-missing": 0.9,
    "none-recorded": 0.7,
    "planned-only": 0.55,
    "in-house-only": 0.45,
    "single-operator": 0.35,
    "no-pilot-scale": 0.25,
    "trl-hole": 0.15,
    "covered": 0.0,
}
MISSING = {"investment", "laboratory", "open-test-environment", "skills"}
breadths = pytest.mark.parametrize("breadth", BREADTHS)


@pytest.fixture(scope="module")
def asked(release: Release) -> OpenRelease:
    return open_release(release.folder)


@pytest.fixture(scope="module")
def tables(data: Path) -> Tables:
    return Tables(data)


def parents(tables: Tables, operator: str) -> list[str]:
    """Parent, its parent, and so on."""
    found = []
    while operator := tables.organisations[operator].get("parent_id", ""):
        found.append(operator)
    return found


def heads(tables: Tables, operators: set[str], breadth: str) -> dict[str, str]:
    """Operator → whom it counts as: the uppermost that operates too, or a parent that two of them have."""
    if breadth == "none":
        return {operator: operator for operator in operators}
    known = set(operators)
    if breadth == "family":
        known |= {
            above[0]
            for operator in operators
            if (above := parents(tables, operator))
            and len({one for one in operators if one == above[0] or above[0] in parents(tables, one)}) > 1
        }
    return {
        operator: next((one for one in reversed(parents(tables, operator)) if one in known), operator)
        for operator in operators
    }


def runners(tables: Tables, rows: list[Row], breadth: str) -> tuple[set[str], set[str]]:
    """Who runs some offered facilities, and those who count as somebody else."""
    run = {r["facility_id"]: several(tables.facilities[r["facility_id"]]["operator_ids"]) for r in rows}
    head = heads(tables, {one for each in run.values() for one in each}, breadth)
    joint = {facility: {head[one] for one in each} for facility, each in run.items()}
    found = {next(iter(each)) if len(each) == 1 else facility for facility, each in joint.items()}
    return found, {one for one, other in head.items() if one != other}


def severity(tables: Tables, pair: Pair, gone: set[str], breadth: str) -> float:
    """The severity of a cell without some facilities, by the rules of CONTRIBUTING.md."""
    serving = [row for row in tables.serving(*pair) if row["facility_id"] not in gone]
    here, coming = tables.in_use(*pair) - gone, tables.planned(*pair) - gone
    needs = tables.needs(*pair)
    levels = {
        level
        for row in serving
        if row["trl_min"] or row["trl_max"]
        for level in range(int(row["trl_min"] or row["trl_max"]), int(row["trl_max"] or row["trl_min"]) + 1)
    }
    if any(tables.gaps[gap]["kind"] in MISSING for gap in needs) and not here:
        state = "stated-missing"
    elif not here:
        state = "planned-only" if coming else "none-recorded"
    elif not serving:
        state = "in-house-only"
    elif len(runners(tables, serving, breadth)[0]) == 1:
        state = "single-operator"
    elif not any(row["scale"] in PILOT for row in serving):
        state = "no-pilot-scale"
    elif levels and levels != set(range(min(levels), max(levels) + 1)):
        state = "trl-hole"
    else:
        state = "covered"
    found = BASE[state] + 0.1 * bool(needs)
    found += 0.05 * (bool(serving) and not any(OPEN & set(several(row["access"])) for row in serving))
    found += 0.05 * (len({row["facility_id"] for row in serving}) == 1)
    return min(1.0, round(found, 4))


@breadths
def test_cells_of_a_single_operator_and_through_whom(
    asked: OpenRelease, tables: Tables, breadth: str
) -> None:
    expected = {}
    for pair in tables.cells():
        found, through = runners(tables, tables.serving(*pair), breadth)
        if len(found) == 1:
            (one,) = found
            expected[pair] = (iri(one), sorted(map(iri, through)))
    rows = asked.gaps("cells", shortcoming="single-operator", groups=breadth).to_dicts()
    got = {(r["stage"], r["capability"]): (r["sole_operator"], list(r["through"])) for r in rows}
    assert got == expected
    assert len(got) > 10


@breadths
def test_what_would_go_with_each_operator_and_through_whom(
    asked: OpenRelease, tables: Tables, breadth: str
) -> None:
    at: defaultdict[str, set[Pair]] = defaultdict(set)
    for row in [*tables.offerings, *tables.productions]:
        for stage in several(row["stages"]):
            if stage in tables.expected[row["capability"]]:
                at[row["facility_id"]].add((stage, row["capability"]))
    run = {
        key: set(several(row["operator_ids"]))
        for key, row in tables.facilities.items()
        if row["country"] == "FI" and key in at and row["status"] not in ("closed", "cancelled")
    }
    head = heads(tables, {one for each in run.values() for one in each}, breadth)
    takes: defaultdict[str, set[str]] = defaultdict(set)
    for facility, operators in run.items():
        if len({head[one] for one in operators}) == 1:
            takes[head[min(operators)]].add(facility)
    expected = {}
    for leaver, gone in takes.items():
        pairs = {pair for facility in gone for pair in at[facility]}
        before = {pair: severity(tables, pair, set(), breadth) for pair in pairs}
        after = {pair: severity(tables, pair, gone, breadth) for pair in pairs}
        lost = {
            f"{stage}/{capability}"
            for stage, capability in pairs
            if (serving := {row["facility_id"] for row in tables.serving(stage, capability)})
            and serving <= gone
        }
        if before != after:
            through = {one for facility in gone for one in run[facility]} - {leaver}
            added = round(sum(after.values()) - sum(before.values()), 4)
            expected[iri(leaver)] = (len(gone), lost, added, {iri(one) for one in through})
    rows = asked.gaps("resilience", groups=breadth).to_dicts()
    got = {
        row["record"]: (
            row["facilities"], set(row["lost"]), round(row["severity_added"], 4), set(row["through"])
        )
        for row in rows
    }  # fmt: skip
    assert {key: value[:3] for key, value in got.items()} == {
        key: value[:3] for key, value in expected.items()
    }
    assert got == expected
    assert any(value[3] for value in got.values()) == (breadth != "none")


def test_two_of_one_parent_are_one_of_its_family_and_cousins_are_not() -> None:
    groups = Groups({"one": ["up"], "two": ["up"], "under": ["two"], "cousin": ["one"]})
    assert groups.rolled(["one", "two"]) == {"one": "one", "two": "two"}
    assert groups.rolled(["one", "two"], "family") == {"one": "up", "two": "up"}
    assert groups.rolled(["one", "under"], "family") == {"one": "up", "under": "up"}
    assert groups.rolled(["under", "cousin"], "family") == {"under": "under", "cousin": "cousin"}
    assert groups.rolled(["two", "under"], "none") == {"two": "two", "under": "under"}
