"""What Akkuri publishes is clean when it is checked: every export, and documents as they are served."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkuri import resources
from akkuri.ask.service import Ask
from akkuri.checks.paths import check_paths
from akkuri.checks.report.finding import Severity
from akkuri.namespaces import Names
from akkuri.publish.formats import FORMATS, ExportFormat, export
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import GRAPHS, EmbeddedStore
from akkuri.web.app import create_app
from program import akkuri

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
RDF = [form for form in FORMATS if form.parts and form.media_type in {known.media_type for known in GRAPHS}]


@pytest.fixture(scope="module")
def hydrogen(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build_release(Settings(), HYDROGEN, tmp_path_factory.mktemp("hydrogen"))


@pytest.fixture(scope="module")
def client(national: Release) -> FlaskClient:
    store = EmbeddedStore.of_release(national.graph_path, national.version)
    return create_app(Settings(), Ask.over(store), national).test_client()


@pytest.mark.parametrize("form", RDF, ids=lambda form: form.name)
def test_a_dump_of_a_cluster_is_clean(hydrogen: Release, tmp_path: Path, form: ExportFormat) -> None:
    file = tmp_path / form.file_name
    export(hydrogen.edition, form, file)
    done = akkuri("check", file, "--data", HYDROGEN, "--severity", "violation")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tables_of_an_export_are_clean(hydrogen: Release, tmp_path: Path) -> None:
    export(hydrogen.edition, next(form for form in FORMATS if form.name == "csv"), tmp_path / "csv")
    done = akkuri("check", tmp_path / "csv", "--severity", "violation")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["nquads", "turtle", "jsonld", "rdfxml", "owl", "csv"])
def test_the_national_downloads_are_clean_within_the_bounds(
    national: Release, tmp_path: Path, name: str
) -> None:
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


@pytest.mark.parametrize(
    "path",
    [
        *(f"/doc/facility/zsw-ulm.{extension}" for extension in ("ttl", "nt", "rdf", "jsonld", "nq", "trig")),
        "/doc/organisation/vtt.ttl",
        "/concept/capability.ttl",
        "/ontology.ttl",
        "/catalog.ttl",
        "/void.ttl",
    ],
)
def test_a_document_is_clean_as_it_is_served(client: FlaskClient, tmp_path: Path, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    file = tmp_path / f"served{Path(path).suffix}"
    file.write_bytes(answer.data)
    graver = [item for item in check_paths([file], Names()) if item.severity is not Severity.INFO]
    assert [item.sentence("en") for item in graver] == []
