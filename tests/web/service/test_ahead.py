"""What first visitors would wait for is got ready before: pages are the same, and read nothing any more."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.naming.kept_labels import LABELS
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.service.ahead import AT_START, ONCE_READ, get_ready, get_ready_aside

Serve = Callable[[Release, Settings], Flask]


def copied(release: Release, folder: Path) -> Release:
    return Release(shutil.copytree(release.folder, folder / release.folder.name))


def test_what_is_ready_is_not_read_again(
    hydrogen_release: Release,
    hydrogen: FlaskClient,
    serve_release: Serve,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    release = copied(hydrogen_release, tmp_path)
    app = serve_release(release, Settings())
    get_ready(app, (*AT_START, *ONCE_READ))
    for name in (LABELS, "model.json", "measures.json"):
        (release.folder / name).unlink()
    monkeypatch.setattr(app.jinja_env, "compile", lambda *_, **__: pytest.fail("is compiled"))
    for path in ("/", "/network"):
        assert app.test_client().get(path).data == hydrogen.get(path).data


def test_more_is_ready_once_a_page_was_read(
    hydrogen_release: Release, serve_release: Serve, tmp_path: Path
) -> None:
    release = copied(hydrogen_release, tmp_path)
    app = serve_release(release, Settings())
    get_ready_aside(app)
    (ahead,) = [thread for thread in threading.enumerate() if thread.name == "ahead"]
    assert app.test_client().get("/api/queries").status_code == 200  # no page
    assert ahead.is_alive()
    assert app.test_client().get("/about").status_code == 200
    ahead.join(30)
    assert not ahead.is_alive()
    (release.folder / "model.json").write_text("{", encoding="utf-8")
    assert app.test_client().get("/network").status_code == 200


def test_a_damaged_file_is_left_to_the_page_that_needs_it(
    hydrogen_release: Release, serve_release: Serve, tmp_path: Path
) -> None:
    release = copied(hydrogen_release, tmp_path)
    app = serve_release(release, Settings())
    for name in (LABELS, "model.json"):
        (release.folder / name).write_text("{", encoding="utf-8")
    get_ready(app, (*AT_START, *ONCE_READ))
    assert app.test_client().get("/api/queries").status_code == 200


def test_a_graph_without_analyses_is_served(small_app: Flask) -> None:
    get_ready(small_app, (*AT_START, *ONCE_READ))
    assert small_app.test_client().get("/").status_code == 200
