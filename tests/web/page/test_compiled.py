"""Compiled templates are kept beside them, and where nothing may be written pages are made all the same."""

from pathlib import Path

import pytest
from flask import Flask, render_template

from akkuri.web.page import compiled

PAGE = "<p>{{ 6 * 7 }}</p>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Beside a template, where Python is told to keep no bytecode of modules, as in containers."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    kept = tmp_path / "templates" / "__pycache__"
    monkeypatch.setattr(compiled, "_FOLDER", kept)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    return kept


def application(folder: Path) -> Flask:
    app = Flask("pages", template_folder=str(folder.parent))
    compiled.keep_compiled(app)
    return app


def rendered(app: Flask) -> str:
    with app.app_context():
        return render_template("page.html")


def test_the_second_start_compiles_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.load_templates(application(folder))
    (kept,) = folder.iterdir()
    assert kept.suffix == ".pyc"  # what packages and searches of the source leave out
    app = application(folder)
    monkeypatch.setattr(app.jinja_env, "_generate", lambda *_, **__: pytest.fail("is compiled again"))
    assert rendered(app) == "<p>42</p>"


def test_a_changed_template_is_compiled_anew(folder: Path) -> None:
    compiled.load_templates(application(folder))
    (folder.parent / "page.html").write_text(PAGE.replace("7", "8"), encoding="utf-8")
    assert rendered(application(folder)) == "<p>48</p>"


def test_where_nothing_can_be_written_pages_are_made(folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    app = application(folder)
    compiled.load_templates(app)
    assert rendered(app) == "<p>42</p>"


def test_a_full_disk_takes_no_page_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jinja2.bccache.FileSystemBytecodeCache.dump_bytecode", full)
    assert rendered(application(folder)) == "<p>42</p>"
