"""One question has one number, wherever it is asked: matrix, API, command line, named question, README."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkuri.analysis.subjects import SUBJECTS
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.weights import STATES
from akkuri.api import OpenRelease, open_release
from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
from program import akkuri

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SHORTCOMINGS = [state for state in STATES if state != "covered"]
QUESTIONS = {state: f"gaps/{state}" for state in SHORTCOMINGS if state != "trl-hole"}
Pair = tuple[str, str]


@pytest.fixture(scope="module")
def asked(national_release: Release) -> OpenRelease:
    return open_release(national_release.folder)


@pytest.fixture(scope="module")
def document(national_release: Release) -> dict[str, Any]:
    done = akkuri("gaps", "--format", "json", "--release", str(national_release.folder))
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def site(national_release: Release) -> FlaskClient:
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    settings = Settings()
    return create_app(settings, Ask.over(store, settings), national_release).test_client()


def pairs(rows: list[dict[str, Any]]) -> set[Pair]:
    return {(row["stage"].rpartition("/")[2], row["capability"].rpartition("/")[2]) for row in rows}


@pytest.mark.parametrize("area", ["FI", "FI1D9", "SE"])
@pytest.mark.parametrize("state", QUESTIONS)
def test_a_named_question_lists_the_cells_that_the_analysis_says_have_the_shortcoming(
    state: str, area: str, asked: OpenRelease, site: FlaskClient
) -> None:
    if state == "stated-missing" and area != "FI":
        return  # needs are stated for the home country
    place = {"country": area} if len(area) == 2 else {"region": area}
    where = {} if state == "stated-missing" else place
    rows = asked.query(QUESTIONS[state], **where).to_dicts()
    found = asked.gaps(region=area, shortcoming=state).to_dicts()
    assert len(rows) == len(found) == len(pairs(rows))
    assert pairs(rows) == pairs(found)
    api = site.get(f"/api/gaps?show=cells&shortcoming={state}&region={area}").get_json()
    assert pairs(api["rows"]) == pairs(found)
    if area == "FI":
        assert rows


def test_the_matrix_states_both_numbers_of_every_state(site: FlaskClient, document: dict[str, Any]) -> None:
    page = site.get("/gaps").get_data(as_text=True)
    counts = re.findall(r"\?state=([a-z-]+)\"><strong>(\d+)</strong>", page)
    assert {state: int(count) for state, count in counts} == {s: document["totals"][s] for s in STATES}
    applies = re.findall(r"\?shortcoming=([a-z-]+)\">[^<]*?(\d+|one) cells?\.", page)
    told = {state: 1 if count == "one" else int(count) for state, count in applies}
    assert told == document["totals"]["shortcomings"]


def test_the_readme_states_both_numbers_of_every_state(document: dict[str, Any]) -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|[^|]*\| *(\d+) \| *(\d*) \|$", README, flags=re.M)
    totals = document["totals"]
    expected = [(s, str(totals[s]), str(totals["shortcomings"].get(s, ""))) for s in STATES]
    assert rows == expected
    assert f"the {totals['cells']} expected cells" in README


def test_coverage_and_what_hangs_by_one_facility(asked: OpenRelease, document: dict[str, Any]) -> None:
    cells = document["rows"]
    coverage = asked.query("gaps/coverage").to_dicts()
    view = asked.gaps("coverage").to_dicts()
    assert [(r["expected"], r["coveredCount"], r["openCount"]) for r in coverage] == [
        (r["expected"], r["recorded"], r["open"]) for r in view
    ]
    assert sum(r["coveredCount"] for r in coverage) == sum(row["facilities"] > 0 for row in cells)
    alone = asked.query("gaps/one-facility").to_dicts()
    assert len(alone) == sum(row["sole_facility"] is not None for row in cells)
    assert len(alone) == sum(row["cells_lost"] for row in asked.gaps("resilience-facilities").to_dicts())


def test_who_takes_part_in_nothing(asked: OpenRelease) -> None:
    alone = {row["organisation"] for row in asked.query("network/isolated").to_dicts()}
    assert alone == set(asked.network("isolated").get_column("actor"))


def test_neighbours_without_a_tie_beside_those_that_fit(asked: OpenRelease, site: FlaskClient) -> None:
    """Both figures of /network/pairs stand together: those that fit, and all, as the question lists them."""
    stages = sorted({row["stage"].rpartition("/")[2] for row in asked.query("gaps/coverage").to_dicts()})
    listed = {s: len(asked.query("network/never-together", stage=s, country="FI")) for s in stages}
    for stage, count in listed.items():
        table = site.get(f"/api/network?show=pairs&stage={stage}&top=1").get_json()
        assert table["totals"]["without_tie"] == count
        assert table["questions"] == ["network/never-together"]
    page = site.get("/network/pairs").get_data(as_text=True)
    assert f"{sum(listed.values())} pairs have no recorded tie" in page
    assert "The country that is looked at: Finland." in page
    assert (
        '<option value="" selected>Finland</option>' in page
    )  # and not "all", which would be another number
    assert 'href="/queries/network/never-together"' in page
    assert 'href="/network/pairs"' in site.get("/queries/network/never-together").get_data(as_text=True)
    assert listed["cell-manufacturing"]
    assert listed["recycling"] == listed["cross-cutting"] == 0  # the chain ends there


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_the_questions_beside_an_analysis_are_there(subject: Subject[Any], site: FlaskClient) -> None:
    for item in subject.views:
        for path in item.questions:
            assert site.get(f"/queries/{path}").status_code == 200


def test_through_whom_most_paths_pass_and_who_shares_most_projects(asked: OpenRelease) -> None:
    measures = {row["actor"]: row for row in asked.network("measures", top=100_000).to_dicts()}
    central = asked.query("network/central").to_dicts()
    assert central
    for row in central:
        own = measures[row["organisation"]]
        counts = (row["partners"], row["crossSector"], row["crossBorder"])
        assert counts == (own["degree"], own["cross_sector"], own["cross_border"])
        assert row["betweenness"] == pytest.approx(own["betweenness"], abs=1e-6)
    ties = asked.network("ties", kind="co-participation").to_dicts()
    listed = asked.query("network/strong-ties", min="4").to_dicts()
    assert {(r["organisation"], r["partner"], r["projects"], r["firstYear"]) for r in listed} == {
        (r["one"], r["other"], r["projects"], r["first_year"]) for r in ties if r["projects"] >= 4
    }


def test_two_useful_figures_stand_together_and_say_how_they_differ(
    asked: OpenRelease, site: FlaskClient
) -> None:
    """Bridges by all ties and by shared projects; projects under way in a year and those that began in it."""
    across = {row["actor"]: row["cross_sector"] for row in asked.network("bridges", top=100_000).to_dicts()}
    for row in asked.query("network/bridges", country="FI").to_dicts():
        smaller = row["companyPartners" if row["typeName"] != "Company" else "researchPartners"]
        if row["typeName"] in ("University", "Research institute", "Company"):
            assert smaller <= across[row["organisation"]]
    began = {row["year"]: row["projects"] for row in asked.query("network/growth").to_dicts()}
    for row in asked.network("growth").to_dicts():
        assert began.get(str(row["year"]), 0) <= row["projects"]
    for name in ("bridges", "growth"):
        assert f"network/{name} counts" in " ".join(site.get(f"/api/network?show={name}").get_json()["notes"])
        assert f'href="/queries/network/{name}"' in site.get(f"/network/{name}").get_data(as_text=True)


def test_what_former_facilities_left(asked: OpenRelease, document: dict[str, Any]) -> None:
    """The question tells every former facility, the analysis the cells of the frame among them."""
    listed = asked.query("gaps/left-uncovered", country="FI").to_dicts()
    rows = [row for row in listed if row["stage"] and row["capability"]]
    framed = pairs(document["rows"])
    assert pairs(rows) & framed == {(r["stage"], r["capability"]) for r in document["rows"] if r["former"]}
    uncovered = [row for row in rows if row["stillInUse"] == 0]
    assert pairs(uncovered) & framed == pairs(asked.gaps("former").to_dicts())


def test_the_readme_has_the_back_test_whatever_it_shows(asked: OpenRelease) -> None:
    names = {"within": "both in Finland", "across": "Finnish with foreign"}
    table = [
        f"| {names[row['population']]} | {row['k']} | {row['hits']}"
        f" | {row['precision']:.2f} ({row['low']:.2f}–{row['high']:.2f})"
        f" | {row['expected_hits']:.1f} ({row['expected_low']}–{row['expected_high']}) |"
        for row in asked.network("backtest").to_dicts()
    ]
    assert "\n".join(table) in README


def test_regions_with_industry_and_nothing_that_serves_it(asked: OpenRelease) -> None:
    listed = {
        (row["region"].rpartition("/")[2], row["stage"].rpartition("/")[2])
        for row in asked.query("gaps/industry-without-research").to_dicts()
    }
    view = asked.gaps("regions").to_dicts()
    assert listed == {(row["region"], stage) for row in view for stage in row["industry_only"]}
    assert listed


def test_which_stated_needs_are_answered(asked: OpenRelease, site: FlaskClient) -> None:
    listed = {row["gap"] for row in asked.query("gaps/stated-needs", answered="true").to_dicts()}
    needs = asked.gaps("needs").to_dicts()
    assert listed == {row["gap"] for row in needs if row["outcome"] == "answered"}
    assert len(listed) == site.get("/api/gaps?show=needs").get_json()["totals"]["answered"]


def test_what_came_of_needs_by_who_stated_them(asked: OpenRelease) -> None:
    """Answered is one thing in the list of needs and in the counts by origin."""
    needs = asked.query("gaps/stated-needs").to_dicts()
    counted = {row["origin"]: row for row in asked.query("gaps/by-origin").to_dicts()}
    assert counted
    for origin, row in counted.items():
        own = [need for need in needs if need["origin"] == origin]
        answered = {need["gap"] for need in own if need["answered"]}
        assert (row["statements"], row["answeredCount"]) == (len(own), len(answered))
        assert row["projectCount"] + row["unansweredCount"] == len(own) - len(answered)
    by_projects = {row["gap"] for row in asked.gaps("needs").to_dicts() if row["outcome"] == "project"}
    assert len(by_projects) <= sum(row["projectCount"] for row in counted.values())


def test_what_hangs_by_one_operator_is_lost_with_it(asked: OpenRelease) -> None:
    """A cell that a single operator serves is lost with that operator, which several joint ones are not."""
    listed = {
        (row["operator"], "/".join(row[name].rpartition("/")[2] for name in ("stage", "capability")))
        for row in asked.query("gaps/single-operator").to_dicts()
    }
    lost = {(row["record"], cell) for row in asked.gaps("resilience").to_dicts() for cell in row["lost"]}
    assert lost
    assert lost == {(operator, cell) for operator, cell in listed if operator}


def test_the_pairs_that_share_most_projects(asked: OpenRelease) -> None:
    """Of the pairs with a Finnish partner: the network is Finland's, the question is about all countries."""
    finnish = {row["organisation"] for row in asked.query("directory/organisations", country="FI").to_dicts()}
    ties = asked.network("ties", kind="co-participation", top=100_000).to_dicts()
    of_network = {(row["one"], row["other"], row["projects"]) for row in ties if row["projects"] >= 2}
    rows = asked.query("network/shared-projects", min="2").to_dicts()
    of_question = {(row["organisation"], row["partner"], row["projects"]) for row in rows}
    assert of_network <= of_question
    assert all(finnish.isdisjoint(pair[:2]) for pair in of_question - of_network)
    assert any(not finnish.isdisjoint(pair[:2]) for pair in of_network)


def test_planned_money_is_the_money_of_what_can_be_chosen_or_comes(asked: OpenRelease) -> None:
    """What the analysis counts of a plan is listed by the question, which lists parts and grants too."""
    listed = {row["investment"] for row in asked.query("gaps/planned-investments").to_dicts()}
    counted = [row for row in asked.gaps("investments").to_dicts() if row["group"] in ("open", "coming")]
    assert counted
    assert {one for row in counted for one in row["investments"]} <= listed


def test_countries_side_by_side(asked: OpenRelease, site: FlaskClient) -> None:
    """Facilities and operators by stage as the question counts them, capabilities as the comparison does."""
    listed = {
        (row["country"], row["stage"].rpartition("/")[2]): (row["facilities"], row["operatorCount"])
        for row in asked.query("gaps/countries").to_dicts()
    }
    view = asked.gaps("countries").to_dicts()
    counted = {(r["country"], r["stage"]): (r["facilities"], r["operators"]) for r in view}
    assert listed == {key: counts for key, counts in counted.items() if counts[0]}
    sides = site.get("/api/compare?one=FI&other=SE").get_json()["totals"]
    for key, country in (("one", "FI"), ("other", "SE")):
        assert sides[key]["recorded"] == sum(r["recorded"] for r in view if r["country"] == country)
