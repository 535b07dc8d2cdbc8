"""`akkuri check --owl`: the reasoner's word at file and row, and one sentence where it cannot run."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from akkuri import resources
from akkuri.checks import owl_consistency
from akkuri.checks.owl_conflicts import by_graph, check_owl
from akkuri.checks.owl_consistency import java_is_here
from akkuri.checks.paths import check_paths
from akkuri.commands.check_command import command
from akkuri.errors import OutsideError
from akkuri.graph.mapping import StatementOrigin
from akkuri.graph.vocabularies import read_turtle
from akkuri.namespaces import Names
from checks.tables import GOOD, organisation, write_folder

needs_java = pytest.mark.skipif(not java_is_here(), reason="HermiT needs Java, which is not installed")
PREFIXES = """@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def cluster(folder: Path, rows: dict[str, list[dict[str, str]]]) -> Path:
    """Write a folder of tables that has the vocabularies of the national one."""
    write_folder(folder, rows)
    if not (folder / "vocabularies").exists():
        (folder / "vocabularies").symlink_to(resources.data() / "vocabularies")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)


@needs_java
def test_a_good_folder_is_good_for_the_reasoner_too(tmp_path: Path) -> None:
    result = run(cluster(tmp_path / "good", GOOD), "--owl")
    assert (result.return_value, result.stdout) == (0, "No violations, no warnings.\n")


@needs_java
def test_the_rows_that_contradict_are_named(tmp_path: Path) -> None:
    """Each is the other's parent: what no single row says wrong."""
    pair = [organisation("a", parent_id="org-b"), organisation("b", parent_id="org-a")]
    folder = cluster(tmp_path / "bad", {**GOOD, "organisations": [*GOOD["organisations"], *pair]})
    lines = run(folder, "--owl", "--lang", "en").stdout.splitlines()
    told = [line for line in lines if "contradicts" in line]
    assert [line.partition(": ")[0] for line in told] == ["organisations.csv:3", "organisations.csv:4"]
    assert "together with organisations.csv:4" in told[0]
    assert "together with organisations.csv:3" in told[1]


@needs_java
def test_an_rdf_file_that_contradicts_is_named(tmp_path: Path) -> None:
    file = tmp_path / "added.ttl"
    file.write_text(f"{PREFIXES}<https://w3id.org/akkuri/id/facility/x> a ak:Facility , ak:Equipment .")
    found = check_paths([file], Names(), cluster(tmp_path / "beside", GOOD), owl=True)
    assert [f.file for f in found if f.code == "owl-conflict-alone"] == ["added.ttl"]


def test_without_java_there_is_one_sentence_and_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owl_consistency.shutil, "which", lambda _: None)
    folder = cluster(tmp_path / "good", GOOD)
    result = run(folder, "--owl")
    assert isinstance(result.exception, OutsideError)
    assert result.exception.exit_code == 3
    assert str(result.exception).count(".") == 1
    assert "needs Java" in str(result.exception)
    assert result.stdout == ""
    assert run(folder).return_value == 0


@needs_java
@pytest.mark.parametrize(
    ("stated", "code", "value"),
    [
        (
            "ak:A a owl:Class . ak:B a owl:Class ; owl:disjointWith ak:A ; rdfs:subClassOf ak:A .",
            "class",
            "B",
        ),
        (
            "ak:A a owl:Class . ak:B a owl:Class ; owl:disjointWith ak:A . ak:x a ak:A , ak:B .",
            "ontology",
            "",
        ),
    ],
)
def test_a_fault_of_the_ontology_itself_is_told(tmp_path: Path, stated: str, code: str, value: str) -> None:
    (tmp_path / "o.ttl").write_text(PREFIXES + stated, encoding="utf-8")
    ontology = read_turtle(tmp_path / "o.ttl", "urn:g", Names().base)
    found = check_owl(ontology, {}, lambda graph: StatementOrigin(graph, 0, None))
    assert [(f.code, f.value) for f in found] == [(f"owl-{code}", value)]


def test_statements_are_sorted_by_their_graph(tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text(PREFIXES + "ak:A a owl:Class .", encoding="utf-8")
    first, second = (read_turtle(tmp_path / "o.ttl", f"urn:{n}", Names().base) for n in (1, 2))
    assert by_graph([*first, *second]) == {"urn:1": first, "urn:2": second}
