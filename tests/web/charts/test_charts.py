"""Charts say what their tables say, in every type, and are the same each time."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.chart import ChartDeclaration, read_chart
from akkuri.ask.named.header import QueryFile
from akkuri.errors import UsageError
from akkuri.store import Term
from akkuri.web.charts.answer_rows import answer_rows
from akkuri.web.charts.bars import bars
from akkuri.web.charts.drawing import ChartRow, ChartTable, Drawing, Shape
from akkuri.web.charts.ladder import ladder
from akkuri.web.charts.lines import lines
from akkuri.web.charts.matrix import matrix
from akkuri.web.page.answers import Result
from akkuri.web.page.rendering import view
from akkuri.web.page.site import site

SVG = "{http://www.w3.org/2000/svg}"


def table(rows: list[dict[str, Any]], chart: ChartDeclaration) -> ChartTable:
    found = [
        ChartRow(
            lambda name, row=row: str(row.get(name, "")),
            {key: value for key, value in row.items() if isinstance(value, int | float)},
        )
        for row in rows
    ]
    headings = {name: name.upper() for name in chart.columns}
    return ChartTable(found, headings, lambda value: f"{value:g}", chart)


def shapes(drawing: Drawing | None, name: str) -> list[Shape]:
    assert drawing is not None
    return [shape for shape in drawing.shapes if shape.name == name]


def test_bars_are_as_long_as_their_numbers_and_their_pieces_join() -> None:
    rows = [{"n": "a", "x": 10, "y": 10}, {"n": "b", "x": 5, "y": 0}]
    found = shapes(bars(table(rows, ChartDeclaration("bar", ("n",), ("x", "y")))), "rect")
    one, other, half = (shape.attributes for shape in found)
    assert one["width"] == other["width"] == 2 * half["width"]
    assert one["x"] + one["width"] == other["x"]
    assert [shape.title for shape in found] == ["a: X 10", "a: Y 10", "b: X 5"]


def test_a_line_has_a_point_for_each_number() -> None:
    rows = [{"n": 2020, "x": 0}, {"n": 2021, "x": 100}, {"n": 2022, "x": 50}]
    low, high, middle = shapes(lines(table(rows, ChartDeclaration("line", ("n",), ("x",)))), "circle")
    assert low.attributes["cy"] > middle.attributes["cy"] > high.attributes["cy"]
    assert middle.attributes["cy"] == (low.attributes["cy"] + high.attributes["cy"]) / 2


def test_what_is_still_to_come_stands_on_a_ground_of_its_own() -> None:
    rows = [{"n": year, "x": year - 2018} for year in range(2019, 2031)]
    asked = table(rows, ChartDeclaration("line", ("n",), ("x",)))
    assert not shapes(lines(asked), "rect")
    drawing = lines(replace(asked, now=("2026", "agreed")))
    (ground,), points = shapes(drawing, "rect"), shapes(drawing, "circle")
    on_it = [each for each in points if each.attributes["cx"] > ground.attributes["x"]]
    assert [each.title for each in on_it] == [f"{year}: X {year - 2018}" for year in range(2027, 2031)]
    assert "agreed" in {each.text for each in shapes(drawing, "text")}
    assert not shapes(lines(replace(asked, now=("2030", "agreed"))), "rect")


def test_bars_that_are_equal_as_far_as_they_are_drawn_are_not_drawn() -> None:
    equal = [{"n": str(number), "x": 1} for number in range(30)]
    chart = ChartDeclaration("bar", ("n",), ("x",))
    assert bars(table([*equal, {"n": "other", "x": 2}], chart)) is None
    assert bars(table([{"n": "other", "x": 2}, *equal], chart)) is not None


def test_a_matrix_adds_up_the_rows_of_one_square_and_follows_the_order() -> None:
    rows = [
        {"n": "a", "c": "late", "x": 1, "order": 2},
        {"n": "a", "c": "late", "x": 2, "order": 2},
        {"n": "b", "c": "early", "x": 4, "order": 1},
    ]
    found = matrix(table(rows, ChartDeclaration("matrix", ("n",), ("x",), column="c")))
    late, early = shapes(found, "rect")
    assert (late.title, early.title) == ("a, late: 3", "b, early: 4")
    assert late.attributes["x"] > early.attributes["x"]
    assert late.attributes["fill-opacity"] < early.attributes["fill-opacity"]


def test_a_ladder_spans_from_the_lowest_to_the_highest() -> None:
    rows = [{"n": "a", "l": -40, "h": 60}, {"n": "b", "l": 10}]
    found = ladder(table(rows, ChartDeclaration("ladder", ("n",), low="l", high="h")))
    (rung,), (dot,) = shapes(found, "rect"), shapes(found, "circle")
    assert rung.attributes["x"] + rung.attributes["width"] / 2 == pytest.approx(dot.attributes["cx"], abs=0.2)


def test_a_ladder_of_a_few_of_the_rows_is_not_drawn() -> None:
    told, untold = [{"n": "a", "l": 5, "h": 6}, {"n": "b", "l": 6}], {"n": "c"}
    chart = ChartDeclaration("ladder", ("n",), low="l", high="h")
    assert ladder(table([*told, untold, untold], chart)) is not None
    assert ladder(table([*told, untold, untold, untold], chart)) is None


def test_between_whole_numbers_nothing_is_marked() -> None:
    rows = [{"n": "a", "l": 5}, {"n": "b", "l": 6}]
    found = ladder(table(rows, ChartDeclaration("ladder", ("n",), low="l", high="h")))
    marks = [shape.text for shape in shapes(found, "text") if shape.attributes.get("text-anchor") == "middle"]
    assert marks == ["5", "6"]


def test_bars_leave_the_table_in_sight() -> None:
    rows = [{"n": f"row {number}", "x": number} for number in range(1, 60)]
    found = bars(table(rows, ChartDeclaration("bar", ("n",), ("x",))))
    assert len(shapes(found, "rect")) == found.shown  # type: ignore[union-attr]
    assert found.height < 700  # type: ignore[union-attr]


def test_a_long_number_has_room_beside_the_longest_bar() -> None:
    rows = [{"n": "a", "x": 123_456_789_012_345}, {"n": "b", "x": 2}]
    asked = table(rows, ChartDeclaration("bar", ("n",), ("x",)))
    found = bars(ChartTable(asked.rows, asked.headings, str, asked.chart))
    number = shapes(found, "text")[1]
    assert number.text == "123456789012345"
    assert number.attributes["x"] + 15 * 8 <= found.width  # type: ignore[union-attr]


@pytest.mark.parametrize("draw", [bars, lines, matrix, ladder])
def test_too_few_rows_give_no_chart(draw: Callable[[ChartTable], Drawing | None]) -> None:
    chart = ChartDeclaration("bar", ("n",), ("x",), low="x", high="x")
    assert draw(table([{"n": "a", "x": 1}], chart)) is None
    assert draw(table([{"n": "a"}, {"n": "b"}], chart)) is None


def test_bars_of_one_length_are_no_chart() -> None:
    chart = ChartDeclaration("bar", ("n",), ("x",))
    assert bars(table([{"n": "a", "x": 1}, {"n": "b", "x": 1}], chart)) is None
    assert bars(table([{"n": "a", "x": 1}, {"n": "b", "x": 2}], chart)) is not None


@pytest.mark.parametrize(
    "entry",
    [
        "bar",
        {"type": "pie", "label": "a", "value": "b"},
        {"type": "bar", "label": "a"},
        {"type": "line", "label": "a", "value": "b", "part": "b"},
        {"type": "ladder", "label": "a", "from": "b", "to": "c"},
        {"type": "matrix", "label": "a", "column": "b", "value": ["b"]},
    ],
)
def test_a_chart_that_cannot_be_is_refused_with_its_line(entry: object) -> None:
    with pytest.raises(UsageError, match=r"x\.rq:\d"):
        read_chart(entry, ["a", "b"], QueryFile("x.rq", "#+ chart: x\nSELECT"))


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_every_declared_chart_is_well_formed_and_says_its_title_source_and_licence(
    national: FlaskClient, lang: str
) -> None:
    with national.application.app_context():
        charted = [query for query in site().catalogue if query.chart]
    assert {query.chart.type for query in charted if query.chart} == {"bar", "line", "matrix", "ladder"}
    drawn = 0
    for query in charted:
        answer = national.get(f"/queries/{query.path}.svg?lang={lang}")
        if answer.status_code == 400:  # by default too few rows, or most of them without what is drawn
            continue
        drawn += 1
        root = etree.fromstring(answer.data)
        assert root.find(f"{SVG}title").text == query.title(lang)
        written = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
        assert all(written), f"{query.path}: a row without a name"
        assert not [text for text in written if re.fullmatch("[A-Z]{2}", text)], f"{query.path}: a code"
        assert "CC BY 4.0" in answer.text
        assert answer.text == national.get(f"/queries/{query.path}.svg?lang={lang}").text
    assert drawn > len(charted) * 0.85


def test_the_page_of_a_question_shows_the_chart_of_its_rows(national: FlaskClient) -> None:
    page = national.get("/queries/directory/by-region?lang=en").text
    rows = national.get("/api/queries/directory/by-region?lang=en").get_json()["rows"]
    told = dict(re.findall(r"<title>([^:<]+): In use (\d+)</title>", page))
    assert told == {row["regionName"]: str(row["inUse"]) for row in rows if row["inUse"]}
    assert "/queries/directory/by-region.svg?lang=en" in page


@pytest.mark.parametrize("path", ["/queries/gaps/nothing", "/queries/directory/find", "/gaps/cells"])
def test_where_there_is_no_chart_it_is_said(national: FlaskClient, path: str) -> None:
    assert national.get(f"{path}.svg").status_code == 404


@pytest.mark.parametrize("path", ["/gaps/ladder", "/gaps/regions", "/gaps/countries", "/network/growth"])
def test_analyses_have_charts_too(national: FlaskClient, path: str) -> None:
    page = national.get(f"{path}?lang=fi").text
    assert f'href="{path}.svg?lang=fi"' in page
    assert etree.fromstring(national.get(f"{path}.svg?lang=fi").data).find(f"{SVG}title").text


def test_of_an_answer_a_chart_reads_its_columns_and_the_order(small: FlaskClient) -> None:
    whole = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    three, two = (Literal(number, datatype=whole) for number in "32")
    row: list[Term | None] = [Literal("a"), three, Literal("7"), two]
    result = Result("select", ["n", "x", "besides", "order"], [row])
    with small.application.test_request_context("/"):
        (read,) = answer_rows(result, ("n", "x"), view())
    assert [read.text(name) for name in ("n", "x", "order", "no column")] == ["a", "3", "2", ""]
    assert read.numbers == {"x": 3, "order": 2}
