"""/compare, /api/compare and `akkuri compare` against the CSV tables; bad input is one sentence."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkuri import resources
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from analysis.tables import OPEN, Tables, several
from program import akkuri

HYDROGEN = Path(__file__).parents[2] / "fixtures" / "hydrogen"


def test_two_countries_are_counted_as_in_the_tables(national: FlaskClient) -> None:
    tables = Tables(resources.data())
    answer = national.get("/api/compare?one=Suomi&other=SE").get_json()
    assert len(answer["rows"]) == len(tables.cells())
    for row in answer["rows"]:
        for side, country in (("one", "FI"), ("other", "SE")):
            pair = (row["stage"], row["capability"])
            is_open = {
                r["facility_id"]
                for r in tables.serving(*pair, country=country)
                if OPEN & set(several(r["access"]))
            }
            assert row[f"{side}_facilities"] == len(tables.in_use(*pair, country)), pair
            assert row[f"{side}_open"] == len(is_open), pair
    for side, country in (("one", "FI"), ("other", "SE")):
        here = [row for row in tables.facilities.values() if row["country"] == country]
        assert answer["totals"][side]["facilities"] == len(here)
        assert answer["totals"][side]["told"]["status"] == sum(bool(row["status"]) for row in here)
        assert answer["totals"][side]["recorded"] == sum(
            bool(tables.in_use(*pair, country)) for pair in tables.cells()
        )
    assert any("Sweden" in note and "partners and benchmarks" in note for note in answer["notes"])


def test_the_page_in_three_languages(national: FlaskClient) -> None:
    for lang, name in (("en", "Lapland"), ("fi", "Lappi"), ("sv", "Lappland")):
        page = national.get(f"/compare?one=FI1D7&other=FI1B1&lang={lang}")
        assert page.status_code == 200
        assert name in page.text
    assert national.get("/compare").status_code == 200
    assert "/api/compare" in national.get("/api/openapi.json").get_json()["paths"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("one=FI&other=Suomi", "compared with itself"),
        ("one=FI&other=Mordor", "“Mordor” is not found"),
        ("one=FI", "Name two countries or regions"),
    ],
)
def test_bad_input_is_400(national: FlaskClient, query: str, sentence: str) -> None:
    answer = national.get(f"/api/compare?{query}")
    assert answer.status_code == 400
    assert sentence in answer.get_json()["detail"]
    page = national.get(f"/compare?{query}")
    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_releases_on_the_command_line(national_release: Release, tmp_path: Path) -> None:
    build_release(Settings(), HYDROGEN, tmp_path)
    here = national_release.folder
    for words, sentence in (
        ((here, here), "compared with itself"),
        ((here, tmp_path), "no stage and capability in common"),
        ((here, "Sweden"), "a release and a place"),
    ):
        done = akkuri("compare", *words)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert sentence in done.stderr
