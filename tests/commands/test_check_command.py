"""`akkuri check`: formats, exit codes, additions by file, workbook and RDF."""

import csv
import json
import os
from io import BytesIO
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from akkuri.commands.check_command import command
from akkuri.errors import UsageError
from checks.tables import GOOD, SCHEMA, facility, write_folder
from program import akkuri

BAD = facility("wrong", kind="laboratry", trl_min="7", trl_max="4")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder without faults."""
    return write_folder(tmp_path / "good", GOOD)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder with an unknown kind and a swapped TRL range in facilities.csv, row 3."""
    return write_folder(tmp_path / "bad", {**GOOD, "facilities": [*GOOD["facilities"], BAD]})


def run(*arguments: object, code: int) -> Result:
    """Run the command and check its exit code."""
    result = CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    assert result.return_value == code
    return result


def test_a_good_folder_ends_with_0(good: Path) -> None:
    assert run(good, code=0).stdout == "No violations, no warnings.\n"


def test_violations_end_with_1_and_are_summed_up_by_kind(bad: Path) -> None:
    lines = run(bad, "--lang", "en", code=1).stdout.splitlines()
    assert lines[:2] == [
        "facilities.csv:3:kind: “laboratry” is not in the vocabulary facility-kind: did you mean laboratory?",
        "facilities.csv:3:trl_min: The lowest TRL 7 is above the highest: swap or correct them.",
    ]
    summary = lines[lines.index("Summary") + 1 :]
    assert [line.split()[0] for line in summary[:2]] == ["1", "1"]
    assert "Violations: 2, warnings: 0, advice: 0." in summary


def test_an_unreadable_file_ends_with_2_and_the_rest_is_told_too(bad: Path) -> None:
    (bad / "gaps.csv").write_bytes(b"\xff\xfe")
    lines = run(bad, code=2).stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines[:3]] == [
        "facilities.csv:3:kind",
        "facilities.csv:3:trl_min",
        "gaps.csv:1",
    ]


@pytest.mark.parametrize("name", ["nothing.csv", "notes.txt", "castles.csv", "old.xls"])
def test_what_cannot_be_checked_is_a_usage_error(name: str, good: Path) -> None:
    if name != "nothing.csv":
        (good / name).write_text("this is nothing\n")
    with pytest.raises(UsageError, match=name) as caught:
        run(good / name, "--data", good, code=2)
    assert caught.value.exit_code == 2


def test_an_empty_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no table"):
        run(tmp_path, code=2)


def test_json_has_places_and_numbers(bad: Path) -> None:
    document = json.loads(run(bad, "--format", "json", "--lang", "sv", code=1).stdout)
    assert document["conforms"] is False
    assert document["counts"] == {"violation": 2, "warning": 0, "info": 0}
    first = document["findings"][0]
    assert (first["file"], first["row"], first["column"], first["value"]) == (
        "facilities.csv",
        3,
        "kind",
        "laboratry",
    )
    assert first["message"].startswith("”laboratry” finns inte i vokabulären")


def test_turtle_is_a_validation_report_in_three_languages(bad: Path) -> None:
    graph = rdflib.Graph().parse(data=run(bad, "--format", "turtle", code=1).stdout, format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    report = graph.value(predicate=rdflib.RDF.type, object=sh.ValidationReport)
    assert graph.value(report, sh.conforms).toPython() is False
    results = list(graph.objects(report, sh.result))
    assert len(results) == 2
    for result in results:
        for one in (sh.focusNode, sh.resultSeverity, sh.sourceConstraintComponent, sh.sourceShape):
            assert len(list(graph.objects(result, one))) == 1
        assert {text.language for text in graph.objects(result, sh.resultMessage)} == {"en", "fi", "sv"}
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]


def test_html_is_one_page_that_escapes_what_was_found(tmp_path: Path) -> None:
    rows = {**GOOD, "facilities": [facility("x", kind="<script>alert(1)</script>")]}
    page = run(write_folder(tmp_path / "x", rows), "--format", "html", "--lang", "fi", code=1).stdout
    assert page.startswith('<!DOCTYPE html>\n<html lang="fi">')
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "src=" not in page
    assert page.count("<h1>") == 1
    assert 'scope="col"' in page


def test_xlsx_lists_findings_and_never_holds_a_formula(tmp_path: Path) -> None:
    rows = {**GOOD, "facilities": [facility("x", kind="=1+1")]}
    out = tmp_path / "findings.xlsx"
    run(write_folder(tmp_path / "x", rows), "--format", "xlsx", "--out", out, code=1)
    sheet = load_workbook(out).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))
    assert [row[name].value for name in ("File", "Row", "Column", "Value")] == [
        "facilities.csv",
        2,
        "kind",
        "=1+1",
    ]
    assert row["Value"].data_type == "s"


def test_a_file_is_checked_as_an_addition_to_the_data(tmp_path: Path, good: Path) -> None:
    """It may name records of the folder, and only its own rows are told."""
    file = tmp_path / "facilities-new.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, SCHEMA.by_name["facilities"].header)
        writer.writeheader()
        writer.writerow(facility("new", operator_ids="org-firm"))
        writer.writerow(facility("newer", operator_ids="org-nobody"))
    lines = run(file, "--data", good, code=1).stdout.splitlines()
    told = "facilities-new.csv:3:operator_ids: “org-nobody” is not in Organisations (organisations)"
    assert lines[0].startswith(told)
    assert lines[1] == ""


def test_a_workbook_is_checked_by_its_sheets(tmp_path: Path, good: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "facilities"
    header = SCHEMA.by_name["facilities"].header
    sheet.append(header)
    cells = facility("new", trl_min="5", trl_max="3")
    sheet.append([int(cells[name]) if name.startswith("trl") else cells.get(name) for name in header])
    book.create_sheet("Help")
    book.create_sheet("gasp")
    content = BytesIO()
    book.save(content)
    file = tmp_path / "book.xlsx"
    file.write_bytes(content.getvalue())
    lines = run(file, "--data", good, code=1).stdout.splitlines()
    address = f"{get_column_letter(header.index('trl_min') + 1)}2"
    assert lines[:2] == [
        f"book.xlsx!facilities:2:trl_min ({address}): "
        "The lowest TRL 5 is above the highest: swap or correct them.",
        "book.xlsx!gasp: The sheet is no table: did you mean Stated needs (gaps)? "
        "Rename it, or it is not read.",
    ]
    assert lines[2] == ""


RDF = """@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/akkuri/> .
<id/facility/new> a ak:Facility ; skos:prefLabel "New"@en ; dct:description "New."@en ;
    ak:countryCode "SE" ;
    ak:facilityKind <concept/facility-kind/laboratory> ; ak:operator <id/organisation/firm> ;
    ak:stage <concept/value-chain-stage/recycling> ; ak:status <concept/status/planned> ;
    ak:trlMin 8 ; ak:trlMax 7 .
<doc/facility/new> a ak:RecordDocument ; foaf:primaryTopic <id/facility/new> ;
    dct:source <id/source/6716a90c> .
"""


def test_rdf_is_checked_against_the_data(tmp_path: Path, good: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(RDF, encoding="utf-8")
    lines = run(file, "--data", good, code=1).stdout.splitlines()
    assert lines[0] == "new.ttl:fac-new: The lowest TRL 8 is above the highest: swap or correct them."
    assert lines[1] == ""


@pytest.mark.skipif("AKKURI_LONG" not in os.environ, reason="two minutes of pySHACL: part of .ci/run long")
def test_the_reference_engine_says_the_same(tmp_path: Path) -> None:
    """On the second cluster, whose graph is small enough for pySHACL."""
    file = tmp_path / "new.ttl"
    file.write_text(RDF, encoding="utf-8")
    good = write_folder(tmp_path / "good", GOOD)
    fast = run(file, "--data", good, code=1).stdout
    assert run(file, "--data", good, "--engine", "pyshacl", code=1).stdout == fast


def test_the_released_data_has_no_violations() -> None:
    assert "Violations: 0," in run(code=0).stdout


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "triple terms"), ("fi", "kolmikkotermit"), ("sv", "trippeltermer")]
)
def test_statements_about_statements_are_one_sentence(
    tmp_path: Path, good: Path, lang: str, words: str
) -> None:
    file = tmp_path / "terms.ttl"
    file.write_text("<x:a> <x:p> <<( <x:a> <x:p> <x:b> )>> .")
    lines = run(file, "--data", good, "--lang", lang, code=2).stdout.splitlines()
    assert lines[0].startswith("terms.ttl:")
    assert words in lines[0]


@pytest.mark.parametrize("asked", [["--lang", "fi"], ["--lang=fi"]])
def test_what_cannot_be_read_is_told_in_the_language_that_was_asked_for(
    tmp_path: Path, asked: list[str]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("x", encoding="utf-8")
    result = akkuri("check", file, *asked)
    assert result.returncode == 2
    assert "tällaista tiedostoa ei tarkisteta" in result.stderr
