"""/chain, /api/chain and `akkuri chain` say the same, in three languages; bad input is one sentence."""

import html
import re
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from akkuri.release.opening import Release
from akkuri.texts import LANGUAGES
from program import akkuri

STEPS = "step=refining&step=active-materials"


def test_page_and_api_answer(national: FlaskClient) -> None:
    answer = national.get(f"/api/chain?{STEPS}&chains=2").get_json()
    names = [row["facility_name"] for row in answer["rows"]]
    assert len(names) == 4
    for lang, word in (("en", "Way in"), ("fi", "Miten pääsee käyttäjäksi"), ("sv", "Hur man får tillträde")):
        page = national.get(f"/chain?step1=refining&step2=active-materials&lang={lang}")
        assert page.status_code == 200
        assert word in page.text
    assert names[0] in national.get(f"/chain?{STEPS}").text
    assert "/api/chain" in national.get("/api/openapi.json").get_json()["paths"]


def test_the_files_of_a_region_are_of_that_region(national: FlaskClient) -> None:
    page = national.get(f"/chain?{STEPS}&region=FI196&lang=en").text
    (json,) = re.findall(r'href="(/api/chain[^"]*format=json)"', page)
    rows = national.get(html.unescape(json)).get_json()["rows"]
    assert rows == national.get(f"/api/chain?{STEPS}&region=FI196").get_json()["rows"]
    assert "region=FI196" in json


@pytest.mark.parametrize("path", ["/chain", "/compare"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_has_asked_nothing_is_shown_examples_that_answer(
    national: FlaskClient, path: str, lang: str
) -> None:
    page = national.get(f"{path}?lang={lang}").text
    examples = re.findall(r'<a href="([^"]+)">', page.partition('class="beside"')[2].partition("</p>")[0])
    assert len(examples) >= 3
    for example in map(html.unescape, examples):
        answer = national.get(example)
        assert answer.status_code == 200, example
        assert 'id="answer"' in answer.text
        assert 'class="beside"' not in answer.text


@pytest.mark.parametrize("query", ["step=recycling&step=refining", "step=recycling&step=recycling"])
def test_bad_input_is_400(national: FlaskClient, query: str) -> None:
    assert national.get(f"/api/chain?{query}").status_code == 400
    page = national.get(f"/chain?{query}")
    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_the_command(national_release: Release) -> None:
    where = ("--release", national_release.folder, "--format", "csv")
    done = akkuri("chain", "refining", "active-materials", "--chains", "1", *where)
    assert done.returncode == 0
    assert done.stdout.count("\n") == 3
    wrong = akkuri("chain", "recycling", "refining", *where)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "comes before Recycling" in wrong.stderr


def test_the_way_in_is_a_link(national: FlaskClient) -> None:
    given = {"step": ["electrode-processing", "cell-assembly"], "lang": "en"}
    ways = {row["way_in"] for row in national.get("/api/chain", query_string=given).get_json()["rows"]}
    page = national.get("/chain", query_string=given).text
    found = {way for way in ways if way.startswith(("http", "mailto:"))}
    assert found
    assert {way for way in found if f'href="{way}"' not in page} == set()


def test_a_facility_without_a_point_is_no_way_from_itself(national: FlaskClient) -> None:
    rows = national.get("/api/chain?step=electrode-processing&step=cell-assembly").get_json()["rows"]
    steps = [(row["chain"], row["facility"], row["km"]) for row in rows]
    stay = [now for before, now in pairwise(steps) if before[:2] == now[:2]]
    assert stay
    assert {km for _, _, km in stay} == {0}
