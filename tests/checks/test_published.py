"""What Akkuri publishes is clean when it is checked: every export, and documents as they are served."""

import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkuri import resources
from akkuri.ask.service import Ask
from akkuri.checks.paths import check_paths
from akkuri.checks.report.finding import Severity
from akkuri.namespaces import Names
from akkuri.publish.formats import FORMATS, ExportFormat, export
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import GRAPHS, EmbeddedStore
from akkuri.web.app import create_app
from program import akkuri

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
LONG = "AKKURI_LONG" in os.environ
EXTENSIONS = ("ttl", "nt", "rdf", "jsonld", "nq", "trig")
GENERAL = ("/concept/capability.ttl", "/ontology.ttl", "/catalog.ttl", "/void.ttl")
SMALL = (*(f"/doc/facility/electrolyser-lab.{each}" for each in EXTENSIONS), *GENERAL)
LARGE = ("/doc/facility/zsw-ulm.ttl", "/doc/organisation/vtt.ttl", "/catalog.ttl")
if LONG:
    LARGE = (*LARGE, *(f"/doc/facility/zsw-ulm.{each}" for each in EXTENSIONS[1:]), *GENERAL)
RDF = [form for form in FORMATS if form.parts and form.media_type in {known.media_type for known in GRAPHS}]


def client_of(release: Release) -> FlaskClient:
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return create_app(Settings(), Ask.over(store), release).test_client()


@pytest.fixture(scope="module")
def small(hydrogen_release: Release) -> FlaskClient:
    return client_of(hydrogen_release)


@pytest.fixture(scope="module")
def large(national: Release) -> FlaskClient:
    return client_of(national)


@pytest.mark.parametrize("form", RDF, ids=lambda form: form.name)
def test_a_dump_of_a_cluster_is_clean(hydrogen_release: Release, tmp_path: Path, form: ExportFormat) -> None:
    file = tmp_path / form.file_name
    export(hydrogen_release.edition, form, file)
    done = akkuri("check", file, "--data", HYDROGEN, "--severity", "violation")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tables_of_an_export_are_clean(hydrogen_release: Release, tmp_path: Path) -> None:
    export(hydrogen_release.edition, next(form for form in FORMATS if form.name == "csv"), tmp_path / "csv")
    done = akkuri("check", tmp_path / "csv", "--severity", "violation")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["jsonld", "csv", *(("nquads", "turtle", "rdfxml", "owl") if LONG else ())])
def test_the_national_downloads_are_clean_within_the_bounds(
    national: Release, tmp_path: Path, name: str
) -> None:
    """The two that are read in ways of their own; every format of a small cluster above, of this by long."""
    form = next(form for form in FORMATS if form.name == name or name in form.aliases)
    file = tmp_path / (f"{name}.zip" if form.packaged else f"graph.{form.extension}.gz")
    export(national.edition, form, file)
    done = akkuri("check", file, "--severity", "violation")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_national_dump_has_the_findings_of_its_tables(national: Release) -> None:
    def told(paths: list[Path]) -> set[tuple[str, str]]:
        found = [item for item in check_paths(paths, Names()) if item.severity is not Severity.INFO]
        return {(item.code, item.severity.name) for item in found}

    assert told([national.graph_path]) <= told([resources.data()])


def graver(client: FlaskClient, path: str, folder: Path, data: Path | None = None) -> list[str]:
    """What is worse than a hint about a document as it is served."""
    answer = client.get(path)
    assert answer.status_code == 200
    file = folder / f"served{Path(path).suffix}"
    file.write_bytes(answer.data)
    found = check_paths([file], Names(), data)
    return [item.sentence("en") for item in found if item.severity is not Severity.INFO]


@pytest.mark.parametrize("path", SMALL)
def test_a_document_is_clean_as_it_is_served(small: FlaskClient, tmp_path: Path, path: str) -> None:
    assert graver(small, path, tmp_path, HYDROGEN) == []


@pytest.mark.parametrize("path", LARGE)
def test_a_national_document_is_clean_as_it_is_served(large: FlaskClient, tmp_path: Path, path: str) -> None:
    """Three, which are checked beside the whole of the tables; the others by `.ci/run long`."""
    assert graver(large, path, tmp_path) == []
