"""Briefs say the same as the pages they shorten, and how much they leave out."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from akkuri.resources import data
from akkuri.web.briefs.fitting import BriefTable, fit
from akkuri.web.page.values import Value


def facilities() -> list[dict[str, str]]:
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if not row["withdrawn"] and not row["replaced_by"]]


def rows(count: int, text: str = "x") -> list[list[list[Value]]]:
    return [[[Value(text)], [Value("y")]] for _ in range(count)]


def test_tables_are_cut_to_the_lines_there_are_and_say_how_many_rows_they_have() -> None:
    tables = [BriefTable("one", ["a", "b"], rows(30), 30), BriefTable("two", ["a", "b"], rows(30), 30)]
    first, second = fit(tables, lines=30, most=12)
    assert (len(first.rows), first.total) == (12, 30)
    assert len(second.rows) == 30 - 4 - 12 - 4
    assert fit(tables, lines=5) == []


def test_long_texts_take_more_lines_and_are_cut() -> None:
    (table,) = fit([BriefTable("one", ["a", "b"], rows(30, "word " * 100), 30)], lines=20, most=12)
    assert len(table.rows) == 8
    assert len(table.rows[0][0][0].text) < 100


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
@pytest.mark.parametrize(
    ("brief", "whole"),
    [
        ("/brief/facility/vtt-battery-laboratory", "/doc/facility/vtt-battery-laboratory"),
        ("/brief/cell/cell-manufacturing/dry-room", "/gaps/cell-manufacturing/dry-room"),
        ("/brief/region/FI1D9", "/gaps?region=FI1D9"),
    ],
)
def test_a_brief_leads_to_everything_and_is_led_to(
    national: FlaskClient, brief: str, whole: str, lang: str
) -> None:
    joint = "&" if "?" in whole else "?"
    page = national.get(f"{brief}?lang={lang}")
    assert page.status_code == 200
    assert f'href="{whole}{joint}lang={lang}"'.replace("&", "&amp;") in page.text
    assert f'href="{brief}?lang={lang}"' in national.get(f"{whole}{joint}lang={lang}").text


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_a_brief_has_its_places_as_a_picture_and_all_its_rows_as_a_workbook(
    national: FlaskClient, lang: str
) -> None:
    for path, book in {
        "/brief/facility/vtt-battery-laboratory": "/doc/facility/vtt-battery-laboratory.xlsx",
        "/brief/cell/cell-manufacturing/electrochemical-testing": (
            "/gaps/cell-manufacturing/electrochemical-testing.xlsx"
        ),
        "/brief/region/FI1D9": "/brief/region/FI1D9.xlsx",
    }.items():
        page = national.get(f"{path}?lang={lang}").text
        assert 'figure class="map spot"' in page
        assert f'href="{book}?lang={lang}"' in page
        assert national.get(f"{book}?lang={lang}").status_code == 200
    sheets = load_workbook(io.BytesIO(national.get("/brief/region/FI1D9.xlsx").data)).worksheets
    found = national.get("/api/gaps?show=cells&region=FI1D9").get_json()["rows"]
    here = [one for one in facilities() if one["nuts3"] == "FI1D9"]
    assert [sheets[0].max_row - 1, sheets[1].max_row - 1] == [len(found), len(here)]


@pytest.mark.parametrize(
    "path", ["/brief/facility/none", "/brief/thing/x", "/brief/cell/a/b", "/brief/region/<b>"]
)
def test_what_there_is_not_is_refused(national: FlaskClient, path: str) -> None:
    assert national.get(path).status_code in (400, 404)


def test_the_brief_of_a_small_region_begins_with_the_cells_of_which_something_is_told(
    national: FlaskClient,
) -> None:
    """Most cells of a small region have nothing; in the order of the chain they took all the room."""
    rows = national.get("/api/gaps?show=cells&region=FI19A").get_json()["rows"]
    told = {(row["stage_name"], row["capability_name"]) for row in rows if row["state"] != "none-recorded"}
    book = load_workbook(io.BytesIO(national.get("/brief/region/FI19A.xlsx").data)).worksheets[0]
    first = [(row[0].value, row[1].value) for row in book.iter_rows(min_row=2, max_row=1 + len(told))]
    assert len(told) < len(rows)
    assert set(first) == told
    page = national.get("/brief/region/FI19A").text
    assert all(f">{name}<" in page for pair in told for name in pair)


def test_a_brief_says_a_fact_once(national: FlaskClient) -> None:
    page = national.get("/brief/facility/vtt-battery-laboratory?lang=en").text
    for name in ("Operator", "Access mode", "Place"):
        assert page.count(f"<dt>{name}</dt>") == 1, name
