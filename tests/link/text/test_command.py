"""`akkuri link ror --text`: the file it writes, and one sentence for every kind of bad input."""

import sys
from pathlib import Path

import pytest

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
    assert lines[0] == ["affiliation", "ids", "confidence"]
    assert [line[:2] for line in lines[1:]] == [
        ["Aalto University, Espoo, Finland", "https://ror.org/020hwjq30"],
        ["Nowhere, Atlantis", ""],
        ["", ""],
    ]
    assert all(0 <= float(line[2]) <= 1 for line in lines[1:])
    output = capsys.readouterr()
    assert output.out == ""
    assert "1 of 3 affiliations linked" in output.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name\nAalto\n", "line 1 has name; expected a UTF-8 TSV with a column affiliation"),
        (b"", "line 1 has nothing"),
        (b"affiliation\n\xff\xfe\n", "byte 12 is not UTF-8"),
        (b"id\taffiliation\nonly\n", "line 2 has 1 cells, expected at least 2"),
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
