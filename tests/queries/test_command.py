"""`akkuri query` from the outside: what it prints, what it says, how it ends."""

import ast
import csv
import io
import json
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from akkuri import resources
from akkuri.cli import COMMANDS
from akkuri.commands.query_command import command
from akkuri.errors import AkkuriError, UsageError


@pytest.fixture
def akkuri(national, monkeypatch):
    monkeypatch.setenv("AKKURI_RELEASE", str(national.folder))

    def call(*arguments: str, stdin: str | None = None) -> str:
        result = CliRunner().invoke(command, list(arguments), input=stdin)
        if isinstance(result.exception, AkkuriError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


def test_it_is_a_command():
    assert "query" in COMMANDS


def test_csv_is_the_default_where_the_output_is_piped(akkuri):
    rows = list(csv.DictReader(io.StringIO(akkuri("gaps/open-by-stage"))))
    assert len(rows) == 11
    assert rows[0].keys() >= {"stage", "stageName", "openAt"}


def test_a_short_name_and_parameters(akkuri):
    rows = json.loads(akkuri("single-operator", "region=Lappi", "--format", "json", "--lang", "fi"))["rows"]
    assert {row["operatorName"] for row in rows} == {"Test World"}
    assert {row["stageName"] for row in rows} == {"Käyttö ja lataus"}


def test_a_table_names_things_and_hides_their_iris(akkuri):
    shown = akkuri("gaps/open-by-stage", "--format", "table", "--lang", "sv")
    assert "Led" in shown
    assert "Återvinning" in shown
    assert "https://" not in shown


def test_without_a_name_all_are_listed(akkuri, catalogue):
    lines = akkuri().splitlines()
    assert [line.split("\t")[0] for line in lines] == list(catalogue.queries)


def test_own_queries_from_a_file_and_from_standard_input(akkuri, tmp_path):
    file = tmp_path / "own.rq"
    file.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert akkuri(str(file)).strip() == "true"
    graph = akkuri("-", stdin="CONSTRUCT { <urn:a> <urn:b> ?n } WHERE { SELECT (1 AS ?n) {} }")
    assert "<urn:a> <urn:b> 1" in graph


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["gaps/single-operater"],
            "There is no query “gaps/single-operater”. Did you mean gaps/single-operator",
        ),
        (["single-operator", "regoin=x"], "has no parameter “regoin”; it has lang, country, region"),
        (["single-operator", "region=Lapi"], "Did you mean Lapland (FI1D7)?"),
        (["single-operator", "Lappi"], "“Lappi” is no parameter; expected name=value."),
        (["nowhere.rq"], "nowhere.rq: there is no such file."),
        (["gaps/coverage", "--format", "turtle"], "expected one of table, json"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(akkuri, arguments, sentence):
    with pytest.raises(UsageError) as caught:
        akkuri(*arguments)
    assert sentence in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_mistake_in_ones_own_query_says_where(akkuri):
    with pytest.raises(AkkuriError, match="Line 1") as caught:
        akkuri("-", stdin="SELECT ?s { ?s ?p ?o ")
    assert caught.value.exit_code == 2


def test_without_a_release_it_says_how_to_make_one(monkeypatch, tmp_path):
    monkeypatch.setenv("AKKURI_RELEASE", str(tmp_path))
    result = CliRunner().invoke(command, ["gaps/coverage"])
    assert isinstance(result.exception, UsageError)
    assert "akkuri build" in str(result.exception)


def test_asking_one_question_reads_no_other(akkuri, tmp_path, monkeypatch):
    shutil.copytree(resources.queries(), tmp_path / "queries")
    (tmp_path / "queries" / "gaps" / "a-broken-one.rq").write_text("#+ title: [", encoding="utf-8")
    monkeypatch.setattr(resources, "queries", lambda: tmp_path / "queries")
    assert akkuri("gaps/open-by-stage")
    with pytest.raises(UsageError, match=r"a-broken-one\.rq:1: the header is not YAML"):
        akkuri("a-broken-one")
    with pytest.raises(UsageError, match=r"a-broken-one\.rq:1: the header is not YAML"):
        akkuri()


def test_the_answer_does_not_wait_for_what_it_does_not_need(national):
    """What the other commands need, or a table on a terminal, is not imported."""
    script = (
        "import sys; from akkuri.cli import program;"
        "program(['query', 'gaps/open-by-stage'], standalone_mode=False);"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"AKKURI_RELEASE": str(national.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(ast.literal_eval(done.stderr))
    assert done.stdout.startswith("stage,")
    assert not imported & {"flask", "numpy", "polars", "rdflib", "rich", "rustworkx", "scipy", "tantivy"}


def test_an_empty_answer_says_why_on_standard_error(national, monkeypatch):
    monkeypatch.setenv("AKKURI_RELEASE", str(national.folder))
    asked = ["directory/cyclers", "current=100000 A", "--lang", "fi"]
    result = CliRunner().invoke(command, asked)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "Mikään lähde ei kerro tietoa ”Virta (A)”" in result.stderr
    assert "Ilman ehtoa Vähintään tämä virta (A) = 100000 A rivejä on" in result.stderr
