"""/gaps/what-if: the form says what the scenario of the API says, and what is wrong with what was written."""

import re

import pytest
from flask.testing import FlaskClient

from akkuri.texts import LANGUAGES


def lonely_cell(national: FlaskClient) -> dict[str, str]:
    rows = national.get("/api/gaps?show=cells&state=single-operator").json["rows"]
    found: dict[str, str] = rows[0]
    return found


def test_the_form_changes_the_cells_that_the_scenario_changes(national: FlaskClient) -> None:
    cell = lonely_cell(national)
    steps = [
        {"action": "add", "facility": "new", "region": "FI1C1", "amount_eur": "5000000"},
        {
            "action": "add",
            "facility": "new",
            "capability": cell["capability"],
            "stages": cell["stage"],
            "scale": "pilot",
            "access": "open",
        },
    ]
    told = national.post("/api/scenarios?lang=en", json=steps).json
    path = (
        f"/gaps/what-if?lang=en&capability={cell['capability']}&stages={cell['stage']}"
        "&scale=pilot&access=open&region=FI1C1&amount_eur=5000000"
    )
    text = national.get(path).text
    assert told["rows_total"] > 0
    for row in told["rows"]:
        assert row["capability_name"] in text
        assert row["after_name"] in text
    assert "sum (EUR): 5,000,000" in text
    unpriced = national.get(path.replace("&amount_eur=5000000", "")).text
    assert "the sum is not known" in unpriced
    assert "sum (EUR): 0" not in unpriced
    steps[0].pop("amount_eur")
    assert told["totals"]["amount_eur"] == 5_000_000
    assert national.post("/api/scenarios?lang=en", json=steps).json["totals"]["amount_eur"] is None
    assert '<details class="more" open>' in unpriced


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_leads_to_the_form_filled_in(national: FlaskClient, lang: str) -> None:
    cell = lonely_cell(national)
    text = national.get(f"/gaps/{cell['stage']}/{cell['capability']}?lang={lang}").text
    found = re.search(r'class="button" href="(/gaps/what-if\?[^"]+)"', text)
    assert found
    answer = national.get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert f'<option value="{cell["capability"]}" selected>' in answer.text
    assert 'class="told"' in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "capability=foo&stages=x",
        "capability=%3Cscript%3E&stages=cell-manufacturing",
        "capability={capability}&stages={stage}&amount_eur=abc",
        "capability={capability}&stages={stage}&amount_eur=-1",
        "capability={capability}&stages={stage}&region=XX",
        "capability={capability}&stages={stage}&scale=huge",
    ],
)
def test_what_cannot_be_put_in_is_said_in_one_sentence(national: FlaskClient, asked: str) -> None:
    answer = national.get(f"/gaps/what-if?lang=fi&{asked.format(**lonely_cell(national))}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text


def test_without_a_capability_only_the_form_stands(national: FlaskClient) -> None:
    text = national.get("/gaps/what-if?lang=sv").text
    assert "<select" in text
    assert 'class="told"' not in text


def test_the_answer_has_its_files(national: FlaskClient) -> None:
    asked = "capability=additive-manufacturing&stages=cell-components&scale=pilot&access=open&lang=en"
    page = national.get(f"/gaps/what-if?{asked}").text
    found = re.search(r'href="(/api/what-if\?[^"]+format=json)"', page)
    assert found
    rows = national.get(found[1].replace("&amp;", "&")).get_json()["rows"]
    assert rows
    assert all(row["after_name"] in page for row in rows)


def test_an_answer_needs_a_capability(national: FlaskClient) -> None:
    answer = national.get("/api/what-if?stages=recycling&lang=en")
    assert answer.status_code == 400
    assert "capability is missing" in answer.get_json()["detail"]


def test_without_stages_a_capability_counts_where_it_is_expected(national: FlaskClient) -> None:
    cells = national.get("/api/gaps?show=cells&capability=training").json["rows"]
    every = "&".join(f"stages={cell['stage']}" for cell in cells)
    one = national.get("/api/what-if?capability=training").json
    told = national.get(f"/api/what-if?capability=training&{every}").json
    assert one["rows"] == told["rows"]
    assert one["rows"]
    assumed = set(one["notes"]) - set(told["notes"])
    assert [note.startswith("No stage was told") for note in assumed] == [True]


def test_a_facility_that_changes_nothing_is_no_empty_answer(national: FlaskClient) -> None:
    page = national.get("/gaps/what-if?capability=hydrometallurgy&stages=recycling&lang=en").text
    assert "Nothing changes" in page
    assert "may still exist" not in page


def test_two_stages_are_both_answered(national: FlaskClient) -> None:
    asked = "capability=training&stages=raw-materials&stages=recycling"
    rows = national.get(f"/api/what-if?{asked}").json["rows"]
    assert {row["stage"] for row in rows} == {"raw-materials", "recycling"}
    page = national.get(f"/gaps/what-if?{asked}&lang=en").text
    assert "Raw materials + Recycling" in page
    for stage in ("raw-materials", "recycling"):
        assert f'<option value="{stage}" selected>' in page, "the form keeps both"
    assert "<summary>Place and sum</summary>" in page
    assert national.get(f"/gaps/what-if?{asked}&region=FI1C1&region=FI196").status_code == 400


def test_all_stages_are_answered_however_long_they_are_together(national: FlaskClient) -> None:
    form = re.search(r'<select[^>]* name="stages".*?</select>', national.get("/gaps/what-if").text, re.DOTALL)
    assert form
    stages = re.findall(r'<option value="([^"]+)"', form[0])
    asked = "&".join(f"stages={stage}" for stage in sorted([*stages, *stages]))
    assert len(asked) > 400
    page = national.get(f"/gaps/what-if?capability=training&{asked}&lang=en").text
    for stage in stages:
        assert f'<option value="{stage}" selected>' in page


def test_states_before_and_after_have_their_colours_and_the_cell_is_a_link(national: FlaskClient) -> None:
    asked = "capability=cell-assembly&stages=cell-manufacturing&scale=pilot&access=open&lang=en"
    page = national.get(f"/gaps/what-if?{asked}").text
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert re.findall(r'class="mark s-([a-z-]+)"', row) == ["no-pilot-scale", "covered"]
    assert 'href="/gaps/cell-manufacturing/cell-assembly?lang=en"' in row
