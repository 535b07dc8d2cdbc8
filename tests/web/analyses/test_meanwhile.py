"""Pictures of a question are got ready while its answer is computed; the page is the same without."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.release.opening import Release
from akkuri.settings import Settings

Serve = Callable[[Release, Settings], Flask]
PAGES = (
    "/queries/network/bridges?min=1",
    "/queries/network/shared-projects?min=1",
    "/queries/directory/way-in",
)


def test_the_first_page_is_that_of_later_ones(
    hydrogen_release: Release, hydrogen: FlaskClient, serve_release: Serve
) -> None:
    first = serve_release(hydrogen_release, Settings()).test_client()
    for path in PAGES:
        assert first.get(path).data == hydrogen.get(path).data


def test_a_process_without_another_thread_reads_it_itself(
    hydrogen_release: Release, hydrogen: FlaskClient, serve_release: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = serve_release(hydrogen_release, Settings()).test_client()

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert first.get(PAGES[0]).data == hydrogen.get(PAGES[0]).data
