"""`akkuri link ror --text`: the file it writes, and one sentence for every kind of bad input."""

import csv
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from program import akkuri


def run(*arguments: object) -> int:
    """Run `akkuri link`, and say what it says."""
    done = akkuri("link", *arguments)
    sys.stdout.write(done.stdout)
    sys.stderr.write(done.stderr)
    return done.returncode


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.tsv"
    path.write_text(
        "id\taffiliation\n1\tAalto University, Espoo, Finland\n2\tNowhere, Atlantis\n3\t\n", encoding="utf-8"
    )
    return path


def test_writes_one_line_per_line(capsys: pytest.CaptureFixture[str], source: Path, tiny: Path) -> None:
    target = source.with_name("out.tsv")
    assert run("ror", "--text", source, "--out", target, "--snapshot", tiny) == 0
    lines = [line.split("\t") for line in target.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == [
        "id", "affiliation", "ids", "confidence", "name", "status", "successor", "record"
    ]  # fmt: skip
    assert [line[:3] for line in lines[1:]] == [
        ["1", "Aalto University, Espoo, Finland", "https://ror.org/020hwjq30"],
        ["2", "Nowhere, Atlantis", ""],
        ["3", "", ""],
    ]
    assert lines[1][4:] == [
        "Aalto University", "active", "", "https://w3id.org/akkuri/id/organisation/aalto"
    ]  # fmt: skip
    assert all(0 <= float(line[3]) <= 1 for line in lines[1:])
    output = capsys.readouterr()
    assert output.out == ""
    assert "1 of 3 affiliations linked" in output.err


SAIMAA = "https://ror.org/002nhnx25"


def table(target: Path) -> list[dict[str, str]]:
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def workbook(path: Path) -> Path:
    book = Workbook()
    book.active.append(["grant", "Affiliation", "status"])
    book.active.append([4.0, "Turku University of Applied Sciences", "x, y"])
    book.save(path)
    return path


@pytest.mark.parametrize(
    "content",
    [
        'grant,Affiliation,status\r\n4,Turku University of Applied Sciences,"x, y"\r\n'.encode("utf-8-sig"),
        'grant;Affiliation;status\n4;Turku University of Applied Sciences;"x, y"\n'.encode("utf-16"),
        b"",
    ],
    ids=["commas", "semicolons", "workbook"],
)
def test_tables_of_any_spreadsheet_are_read_and_their_columns_kept(
    tmp_path: Path, tiny: Path, content: bytes
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    if content:
        source.write_bytes(content)
    else:
        source = workbook(tmp_path / "in.xlsx")
    assert run("ror", "--text", source, "--out", target, "--snapshot", tiny) == 0
    assert table(target) == [
        {
            "grant": "4",
            "Affiliation": "Turku University of Applied Sciences",
            "status": "x, y",
            "ids": "https://ror.org/04s0yt949",
            "confidence": "0.950",
            "name": "Turku University of Applied Sciences",
            "status_2": "active",
            "successor": "",
            "record": "https://w3id.org/akkuri/id/organisation/turku-uas",
        }
    ]


def test_an_ended_organisation_is_told_with_its_successor(tmp_path: Path) -> None:
    snapshot, source, target = tmp_path / "ror.tsv", tmp_path / "in.tsv", tmp_path / "out.csv"
    lab = "https://ror.org/01qdmn762"
    columns = ("ror_id", "status", "name", "labels_lang", "country_code", "types", "successors")
    rows = [
        (SAIMAA, "inactive", "Saimaa University of Applied Sciences", "Saimaan ammattikorkeakoulu@fi", "FI",
         "education", f"{lab}=LAB"),
        (lab, "active", "LAB University of Applied Sciences", "LAB-ammattikorkeakoulu@fi", "FI",
         "education", ""),
    ]  # fmt: skip
    snapshot.write_text("\n".join("\t".join(row) for row in (columns, *rows)), encoding="utf-8")
    source.write_text("affiliation\nSaimaa University of Applied Sciences, Finland\n", encoding="utf-8")
    assert run("ror", "--text", source, "--out", target, "--snapshot", snapshot) == 0
    (row,) = table(target)
    assert row["ids"] == SAIMAA
    assert (row["name"], row["status"], row["successor"]) == (
        "Saimaa University of Applied Sciences", "inactive", lab
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name\nAalto\n", "the first line has name; expected a table (TSV, CSV"),
        (b"", "the first line has –"),
        (b"affiliation\n\x00\n", "is no text"),
        (b"id\taffiliation\nonly\n", "line 2 has 1 cells, the first line has 2"),
        (b"id,affiliation\n1,Aalto University, Espoo\n", "line 2 has 3 cells, the first line has 2"),
        (b'id,affiliation\n1,"Aalto\n', "line 2 opens a quote"),
        (b"PK\x03\x04no workbook", "the workbook cannot be read"),
    ],
)
def test_bad_input(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tiny: Path,
    content: bytes,
    message: str,
) -> None:
    source, target = tmp_path / "bad.tsv", tmp_path / "out.tsv"
    source.write_bytes(content)
    assert run("ror", "--text", source, "--out", target, "--snapshot", tiny) == 2
    error = capsys.readouterr().err
    assert error.startswith("akkuri: ")
    assert str(source) in error
    assert message in error
    assert error.count("\n") == 1
    assert not target.exists()


def test_bad_snapshot_leaves_the_old_answer(
    capsys: pytest.CaptureFixture[str], source: Path, tmp_path: Path
) -> None:
    snapshot, target = tmp_path / "cut.json", tmp_path / "out.tsv"
    snapshot.write_text('[{"id": "https://ror.org/04b1', encoding="utf-8")
    target.write_text("before", encoding="utf-8")
    assert run("ror", "--text", source, "--out", target, "--snapshot", snapshot) == 2
    assert "cut.json: not whole JSON" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"in.tsv", "cut.json", "out.tsv"}


def test_target_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str],
    source: Path,
    tiny: Path,
    tmp_path: Path,
) -> None:
    for target, message in (
        (tmp_path / "absent" / "out.tsv", "its folder does not exist"),
        (tmp_path, "is a folder"),
        (source, "is also an input"),
        (tmp_path / "out.xlsx", "written as .tsv or .csv"),
    ):
        assert run("ror", "--text", source, "--out", target, "--snapshot", tiny) == 2
        assert message in capsys.readouterr().err
    assert source.read_text(encoding="utf-8").startswith("id\t")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ror"], "--snapshot"),
        (["ror", "--text", "x"], "--out"),
        (["ror", "--text", "x", "--out", "y"], "--snapshot"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err
