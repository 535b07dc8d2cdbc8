"""A view with a filter, written in one file, is an option, a parameter, an entry, a form and a page."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

import akkuri.analysis.gaps.views
from akkuri.analysis.subjects import GAPS, SUBJECTS
from akkuri.analysis.views.filter import Takes
from akkuri.analysis.views.view import ViewPage
from akkuri.commands.gaps_command import command as gaps_command
from akkuri.commands.network_command import command as network_command
from akkuri.commands.view_commands import view_options
from akkuri.texts import LANGUAGES, catalogue
from akkuri.web.analyses.gaps import what_if_page

MODULE = """
from akkuri.analysis.views.columns import plain
from akkuri.analysis.views.filters import Filter
from akkuri.analysis.views.view import ViewRows, ViewPage, View

DEPTH = Filter("depth", lambda asked, given: int(given), {"type": "integer"}, default=1)

def rows(asked):
    return ViewRows([{"place": f"Bay {number}", "height": asked[DEPTH] * number} for number in range(3)])

VIEW = View(
    name="tides", order=5000, rows=rows, columns=plain("place", "height"), shown=("place", "height"),
    filters=(DEPTH,), page=ViewPage("risk"),
)
"""
TEXTS = {
    "view_tides": "Tides",
    "about_tides": "How high the water stands.",
    "col_place": "Place",
    "col_height": "Height",
    "param_depth": "Depth of the sea",
    "field_depth": "Depth",
}


@pytest.fixture
def tides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more module in the room of the views, and its texts."""
    (tmp_path / "tides.py").write_text(MODULE)
    room = akkuri.analysis.gaps.views
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(tmp_path)])
    for lang in LANGUAGES:
        for key, value in TEXTS.items():
            monkeypatch.setitem(catalogue(lang), f"views.{key}", value)
    _forget()
    yield
    monkeypatch.undo()
    sys.modules.pop("akkuri.analysis.gaps.views.tides", None)
    _forget()


def _forget() -> None:
    for name in ("views", "filters"):
        vars(GAPS).pop(name, None)


def parameters(document: dict[str, object], path: str) -> dict[str, dict[str, object]]:
    listed = document["paths"][path]["get"]["parameters"]  # type: ignore[index]
    return {item["name"]: item for item in listed}


@pytest.mark.usefixtures("tides")
class TestOneFile:
    def test_is_an_option(self) -> None:
        @click.command()
        @view_options(GAPS)
        def command(**given: object) -> None:
            click.echo(given["depth"])

        told = CliRunner().invoke(command, ["--help"]).stdout
        assert "tides" in told
        assert "--depth TEXT" in told
        assert "Depth of the sea" in told
        assert CliRunner().invoke(command, ["--depth", "7"]).stdout == "7\n"

    def test_is_a_table_of_the_api(self, national: FlaskClient) -> None:
        document = national.get("/api/gaps?show=tides&depth=3").get_json()
        assert document["title"] == "Tides"
        assert [row["height"] for row in document["rows"]] == [0, 3, 6]
        assert national.get("/api/gaps?show=cells&depth=3").status_code == 400

    def test_is_an_entry_of_the_description(self, national: FlaskClient) -> None:
        document = national.get("/api/openapi.json").get_json()
        found = parameters(document, "/api/gaps")
        assert "tides" in found["show"]["schema"]["enum"]  # type: ignore[index]
        assert found["depth"] == {
            "name": "depth",
            "in": "query",
            "description": "Depth of the sea",
            "schema": {"type": "integer"},
        }
        assert "- `tides`: Tides (depth)" in document["paths"]["/api/gaps"]["get"]["description"]

    def test_is_a_page_with_a_form(self, national: FlaskClient) -> None:
        page = national.get("/gaps/tides?depth=5", headers={"Accept": "text/html"}).text
        assert "<h1>Tides</h1>" in page
        assert '<label for="f-depth">Depth</label>' in page
        assert 'name="depth" value="5"' in page
        assert page.partition("<tbody>")[2].count("<tr>") == 3
        assert 'href="/gaps/tides"' in national.get("/gaps").text


@pytest.mark.lacks_texts
@pytest.mark.usefixtures("tides")
def test_without_texts_it_is_shown_by_its_names_and_logged_once(
    national: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for key in TEXTS:
        monkeypatch.delitem(catalogue("fi"), f"views.{key}")
        if key != "col_height":
            monkeypatch.delitem(catalogue("en"), f"views.{key}")
    page = national.get("/gaps/tides?lang=fi").text
    assert "<h1>tides</h1>" in page
    assert '<label for="f-depth">depth</label>' in page
    assert ">Height</th>" in page
    assert 'href="/gaps/tides?lang=fi"' in national.get("/gaps?lang=fi").text
    for address in ("/", "/gaps/cells", "/api/gaps?show=tides", "/api/openapi.json"):
        assert national.get(f"{address}{'&' if '?' in address else '?'}lang=fi").status_code == 200
    told = [record.getMessage() for record in caplog.records]
    assert told.count("No text for views.view_tides in fi") == 1
    assert told.count("No text for views.col_height in fi") == 1


def test_every_view_and_filter_is_on_every_surface(national: FlaskClient) -> None:
    document = national.get("/api/openapi.json").get_json()
    for subject, command in zip(SUBJECTS, (gaps_command, network_command), strict=True):
        found = parameters(document, f"/api/{subject.name}")
        options = {option for item in command.params for option in item.opts}
        front = national.get(f"/{subject.name}").text
        assert {item.option for item in subject.filters.values()} <= options
        assert {item.name for item in subject.filters.values() if item.takes is Takes.TEXT} < found.keys()
        for view in subject.views:
            assert (view.name in found["show"]["schema"]["enum"]) is view.over_http  # type: ignore[index]
            led_to = isinstance(view.page, ViewPage) or f"/{subject.name}/{view.name}" == what_if_page.PATH
            assert (f'href="/{subject.name}/{view.name}"' in front) is led_to, view.name
            if isinstance(view.page, ViewPage):
                page = national.get(f"/{subject.name}/{view.name}").text
                assert all(f'id="f-{item.name}"' in page for item in view.fields)
