"""Pages are found, not listed: one new file is one new page."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from akkuri.web.http.routes import find_blueprints

PAGE = """
from flask import Blueprint
blueprint = Blueprint("tides", __name__)

@blueprint.get("/tides")
def tides():
    return "high at noon"
"""
FOR_EVERY_STORE = PAGE.replace("Blueprint", "EveryStore").replace("flask", "akkuri.web.http.routes")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty package `shore` with a sub-room `shore.sea`."""
    (tmp_path / "shore" / "sea").mkdir(parents=True)
    (tmp_path / "shore" / "__init__.py").touch()
    (tmp_path / "shore" / "sea" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "shore" / "sea"
    for name in [name for name in sys.modules if name.partition(".")[0] == "shore"]:
        del sys.modules[name]


def add(room: Path, content: str) -> None:
    (room / "tides.py").write_text(content)


def test_one_new_file_is_one_new_page(room: Path) -> None:
    add(room, PAGE)
    app = Flask("test")
    for blueprint in find_blueprints("shore", with_release=True):
        app.register_blueprint(blueprint)
    assert app.test_client().get("/tides").text == "high at noon"


def test_without_a_release_only_routes_for_every_store(room: Path) -> None:
    add(room, PAGE)
    assert list(find_blueprints("shore", with_release=False)) == []


def test_a_route_for_every_store_needs_no_release(room: Path) -> None:
    add(room, FOR_EVERY_STORE)
    assert [found.name for found in find_blueprints("shore", with_release=False)] == ["tides"]


def test_a_blueprint_that_is_none_is_refused_by_name(room: Path) -> None:
    add(room, "blueprint = 5")
    with pytest.raises(TypeError, match=r"shore\.sea\.tides\.blueprint is int"):
        list(find_blueprints("shore", with_release=True))


def test_a_blueprint_imported_from_its_own_file_is_taken_once(room: Path) -> None:
    add(room, PAGE)
    (room / "more.py").write_text("from shore.sea.tides import blueprint")
    assert [found.name for found in find_blueprints("shore", with_release=True)] == ["tides"]
