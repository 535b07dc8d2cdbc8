"""/compare, /api/compare and `akkuri compare` against the CSV tables; bad input is one sentence."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkuri import resources
from akkuri.ask.service import Ask
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
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
        offered = {row["facility_id"] for row in tables.offerings if row["access"]}
        entered = offered | {row["facility_id"] for row in tables.productions}
        told = sum(bool(row["access"] or row["id"] in entered) for row in here)
        assert answer["totals"][side]["told"]["access"] == told
        assert any(f"access (own production included) {told}" in note for note in answer["notes"])
        assert answer["totals"][side]["recorded"] == sum(
            bool(tables.in_use(*pair, country)) for pair in tables.cells()
        )
    assert any("Sweden" in note and "partners and benchmarks" in note for note in answer["notes"])


def test_what_is_not_told_is_the_rest_of_what_a_comparison_says_is_told(national: FlaskClient) -> None:
    rows = national.get("/api/queries/quality/incomplete-facilities?country=FI&limit=5000").get_json()["rows"]
    lacking = Counter(str(row["missing"]).replace("#", "/").rpartition("/")[2] for row in rows)
    side = national.get("/api/compare?one=FI&other=SE").get_json()["totals"]["one"]
    for word, name in (("access", "accessMode"), ("scale", "scale"), ("status", "status")):
        assert lacking[name] == side["facilities"] - side["told"][word], word


def test_the_page_in_three_languages(national: FlaskClient) -> None:
    for lang, name in (("en", "Lapland"), ("fi", "Lappi"), ("sv", "Lappland")):
        page = national.get(f"/compare?one=FI1D7&other=FI1B1&lang={lang}")
        assert page.status_code == 200
        assert name in page.text
    form = national.get("/compare?lang=en").text
    assert form.count('<option value="" selected>choose</option>') == 2  # of the stage, none is all
    assert form.count('<option value="" selected>all</option>') == 1
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


def test_releases_on_the_command_line(national_release: Release, hydrogen_release: Release) -> None:
    here, other = national_release.folder, hydrogen_release.folder.parent
    for words, sentence in (
        ((here, here), "compared with itself"),
        ((here, other), "no stage and capability in common"),
        ((here, "Sweden"), "a release and a place"),
    ):
        done = akkuri("compare", *words)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert sentence in done.stderr


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, str, str]:
    """A site beside whose release lies an earlier one, in which one facility was still planned."""
    root = tmp_path_factory.mktemp("two")
    before = root / "before"
    shutil.copytree(HYDROGEN, before)
    rows = (before / "facilities.csv").read_text(encoding="utf-8")
    assert ",operational," in rows
    (before / "facilities.csv").write_text(rows.replace(",operational,", ",planned,", 1), encoding="utf-8")
    early = build_release(Settings(), before, root / "releases").version
    release = build_release(Settings(), HYDROGEN, root / "releases")
    settings = release.settled(Settings())
    store = EmbeddedStore.in_memory([release.graph_path], union=True, version=release.version)
    site = create_app(settings, Ask.over(store, settings), release).test_client()
    return site, early, release.version


def test_two_releases_side_by_side(two: tuple[FlaskClient, str, str], tmp_path: Path) -> None:
    site, early, late = two
    answer = site.get(f"/api/compare?one={early}&other={late}").get_json()
    changed = [row for row in answer["rows"] if row["differs"]]
    assert changed
    assert all(row["one_facilities"] < row["other_facilities"] for row in changed)
    back = site.get(f"/api/compare?one={late}&other={early}").get_json()
    assert back["totals"]["one"]["recorded"] == answer["totals"]["other"]["recorded"]
    assert [answer["totals"][side]["name"] for side in ("one", "other")] == [
        f"release of {early}",
        f"release of {late}",
    ]
    page = site.get(f"/compare?one={early}&other={late}")
    assert page.status_code == 200
    assert f'<option value="{early}" selected' in page.text.replace("selected=selected", "selected")


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ("2020-01-01-0123456789ab", "{late}", "There is no release 2020-01-01-0123456789ab"),
        ("{late}", "2020-01-01-0123456789ab.2", "There is no release"),
        ("{late}", "{late}", "compared with itself"),
        ("{early}", "FI", "a release and a place"),
        ("../{early}", "{late}", "a release and a place"),
    ],
)
def test_a_release_that_is_not_there_is_one_sentence(
    two: tuple[FlaskClient, str, str], one: str, other: str, sentence: str
) -> None:
    site, early, late = two
    given = {key: value.format(early=early, late=late) for key, value in (("one", one), ("other", other))}
    for path in ("/api/compare", "/compare"):
        answer = site.get(path, query_string=given)
        assert answer.status_code == 400
        assert sentence in answer.text


@pytest.mark.parametrize(
    ("lang", "headings"),
    [
        ("en", ["Finland", "Finland: facilities", "Sweden", "Sweden: open"]),
        ("fi", ["Suomi", "Suomi: avoimia", "Ruotsi", "Ruotsi: avoimia"]),
        ("sv", ["Finland", "Finland: öppna", "Sverige", "Sverige: anläggningar"]),
    ],
)
def test_the_columns_are_headed_by_the_places(national: FlaskClient, lang: str, headings: list[str]) -> None:
    head = national.get(f"/compare?one=FI&other=SE&lang={lang}").text.partition("<thead")[2]
    head = head.partition("</thead>")[0]
    for heading in headings:
        assert f">{heading}<" in head
