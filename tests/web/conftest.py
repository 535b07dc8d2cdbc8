"""Sites to test pages on: one written by hand with the awkward cases, a small cluster, the national graph."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.ask.service import Ask
from akkuri.namespaces import rebase
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app

FIXTURE = Path(__file__).parents[1] / "fixtures" / "pages.trig"
COUNT = 230
"""Pieces of equipment at the facility `alpha`: more than two pages of a table."""


def application(release: Release, settings: Settings) -> Flask:
    """Serve a release from this process."""
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return create_app(settings, Ask.over(store, settings), release)


@pytest.fixture(scope="session")
def serve_release() -> Callable[[Release, Settings], Flask]:
    """The function that serves a release from this process."""
    return application


def many(base: str) -> str:
    """Write the equipment of the facility `alpha`."""
    parts = []
    for number in range(COUNT):
        document, record = f"<{base}doc/equipment/e{number:03}>", f"<{base}id/equipment/e{number:03}>"
        parts.append(
            f"GRAPH {document} {{ {document} foaf:primaryTopic {record} ; a ak:RecordDocument . "
            f'{record} a ak:Equipment ; skos:prefLabel "Device {number:03}"@en ; '
            f"ak:facility <{base}id/facility/alpha> . }}"
        )
    return "\n".join(parts)


@pytest.fixture(scope="session")
def make_small(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Flask]:
    """Make the small site under a base, with more graphs if need be."""

    def make(base: str, more: str = "") -> Flask:
        folder = tmp_path_factory.mktemp("small")
        text = rebase(FIXTURE.read_text(encoding="utf-8"), base) + many(base) + more
        store = EmbeddedStore.in_memory([_write(folder / "graph.trig", text)], union=True)
        with (folder / "graph.nq").open("wb") as file:
            store.dump(file)
        manifest = {"version": "2026-11-24-test", "issued": "2026-11-24", "title": "A small graph"}
        _write(folder / "manifest.json", json.dumps(manifest))
        return application(Release(folder), Settings(base=base))

    return make


def _write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def small_app(make_small: Callable[[str], Flask]) -> Flask:
    """The small site under the default base."""
    return make_small(Settings().base)


@pytest.fixture
def small(small_app: Flask) -> FlaskClient:
    """A client of the small site."""
    return small_app.test_client()


@pytest.fixture(scope="session")
def national_app(national_release: Release) -> Flask:
    """The site of the national graph."""
    return application(national_release, Settings())


@pytest.fixture
def national(national_app: Flask) -> FlaskClient:
    """A client of the national site."""
    return national_app.test_client()


@pytest.fixture(scope="session")
def hydrogen_app(hydrogen_release: Release) -> Flask:
    """The site of a small cluster that a release was built of."""
    return application(hydrogen_release, Settings())


@pytest.fixture
def hydrogen(hydrogen_app: Flask) -> FlaskClient:
    """A client of that site."""
    return hydrogen_app.test_client()
