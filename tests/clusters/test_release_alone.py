"""A release holds its cluster's questions and weights: it is asked and served when the folder is gone."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from akkuri.api import open_release
from akkuri.ask.service import Ask
from akkuri.cli import program
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
BROWSER = {"Accept": "text/html"}
QUESTION = """#+ title: {en: Which stacks are there?, fi: Mitä kennostoja on?, sv: Vilka stackar finns det?}
#+ summary: {en: One row a stack., fi: Yksi rivi kennostoa kohti., sv: En rad per stack.}
#+ tags: [directory]
#+ params:
#+   lang: {type: lang, default: en}
#+ columns: [stack, {stackName: {en: Stack, fi: Kennosto, sv: Stack}}]
PREFIX ak: <https://w3id.org/akkuri/ontology#>
PREFIX equip: <https://w3id.org/akkuri/concept/equipment-type/>
SELECT ?stack ?stackName WHERE {
  VALUES ?lang { ak:labelEn }
  ?stack ak:equipmentType equip:electrolyser ; ?lang ?stackName .
}
ORDER BY ?stackName
"""
SHARED = 'columns:\n  stack: {en: "Stack (IRI)", fi: "Kennosto (IRI)", sv: "Stack (IRI)"}\n'


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of a cluster with a question and a weight of its own, whose folder has been removed."""
    folder = tmp_path_factory.mktemp("alone")
    data = Path(shutil.copytree(HYDROGEN, folder / "data"))
    (data / "queries" / "directory").mkdir()
    (data / "queries" / "directory" / "stacks.rq").write_text(QUESTION, encoding="utf-8")
    (data / "queries" / "shared.yaml").write_text(SHARED, encoding="utf-8")
    (data / "weights").mkdir()
    (data / "weights" / "gap_weights.csv").write_text("weight,value,meaning\nstate:planned-only,0.21,\n")
    release = build_release(Settings(), data, folder / "out")
    shutil.rmtree(data)
    return release


@pytest.fixture
def client(release: Release) -> FlaskClient:
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return create_app(Settings(), Ask.over(store, Settings()), release).test_client()


def akkuri(*arguments: str, release: Release) -> str:
    result = CliRunner().invoke(program, [*arguments, "--release", str(release.folder)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_lists_and_asks_its_question(release: Release) -> None:
    assert "directory/stacks\tWhich stacks are there?\tlang" in akkuri("query", release=release).splitlines()
    answer = akkuri("query", "stacks", "--format", "csv", release=release)
    assert answer.splitlines()[1].endswith(",Electrolyser stack")


def test_its_question_has_a_page_an_address_and_an_entry(client: FlaskClient) -> None:
    assert "Kennosto" in client.get("/queries/directory/stacks?lang=fi", headers=BROWSER).text
    assert 'href="/queries/directory/stacks"' in client.get("/queries", headers=BROWSER).text
    rows = client.get("/api/queries/directory/stacks").get_json()["rows"]
    assert [row["stackName"] for row in rows] == ["Electrolyser stack"]
    assert "/api/queries/directory/stacks" in client.get("/api/openapi.json").get_json()["paths"]


def test_its_question_is_described_in_the_graph(release: Release) -> None:
    subject = "<https://w3id.org/akkuri/graph/queries/directory/stacks> "
    assert f"\n{subject}" in release.graph_path.read_text(encoding="utf-8")


def test_a_notebook_asks_its_question(release: Release) -> None:
    assert list(open_release(release.folder).query("stacks")["stackName"]) == ["Electrolyser stack"]


def test_its_weights_count_in_the_command_and_on_the_site(release: Release, client: FlaskClient) -> None:
    cells = json.loads(akkuri("gaps", "--state", "planned-only", "--format", "json", release=release))["rows"]
    assert [cell["severity"] for cell in cells] == [0.21]
    served = client.get("/api/gaps?state=planned-only").get_json()["rows"]
    assert [cell["severity"] for cell in served] == [0.21]


def test_every_file_of_it_has_a_checksum(release: Release) -> None:
    files = [file for file in release.cluster.rglob("*") if file.is_file()]
    kept = [file.relative_to(release.folder).as_posix() for file in files]
    assert "cluster/queries/directory/stacks.rq" in kept
    assert set(kept) <= release.manifest["sha256"].keys()
