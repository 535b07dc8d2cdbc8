"""Old releases are removed, but never the one in use or one that a server answers from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from akkuri.commands.build_command import command
from akkuri.release.known import known_beside
from akkuri.release.layout import CURRENT, MANIFEST
from akkuri.release.opening import find_release
from akkuri.release.pruning import prune
from releases import write_release
from serving import Server

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
HOLDER = """
import sys
from pathlib import Path
from akkuri.release.pruning import hold
hold(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Five releases, `e` the newest, `e` in use."""
    for number, version in enumerate("abcde"):
        folder = write_release(tmp_path / version, version, f"<x:{version}> <x:p> <x:o> <x:g> .\n")
        os.utime(folder / MANIFEST, (1_000_000 + number, 1_000_000 + number))
        (tmp_path / ".downloads" / version).mkdir(parents=True)
    (tmp_path / CURRENT).symlink_to("e")
    return tmp_path


def left(root: Path) -> str:
    return "".join(sorted(each.name for each in root.iterdir() if len(each.name) == 1))


def names(folders: list[Path]) -> str:
    return "".join(sorted(folder.name for folder in folders))


@pytest.mark.parametrize(("keep", "stays"), [(1, "e"), (2, "de"), (5, "abcde"), (9, "abcde")])
def test_the_newest_stay(root: Path, keep: int, stays: str) -> None:
    removed, spared = prune(root, keep)
    assert left(root) == stays
    assert names(removed) == "".join(sorted(set("abcde") - set(stays)))
    assert spared == []
    assert sorted(each.name for each in (root / ".downloads").iterdir()) == list(stays)
    in_use = find_release(root)
    assert in_use is not None
    assert set(known_beside(in_use, root).removed()) == set("abcde") - set(stays)


def test_the_one_in_use_stays_however_old_it_is(root: Path) -> None:
    (root / CURRENT).unlink()
    (root / CURRENT).symlink_to("a")
    removed, spared = prune(root, 1)
    assert (left(root), names(removed), names(spared)) == ("ae", "bcd", "a")


def test_one_that_is_held_stays_as_long_as_it_is(root: Path) -> None:
    command_line = [sys.executable, "-c", HOLDER, str(root / "b")]
    with subprocess.Popen(command_line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        _, spared = prune(root, 1)
        assert (left(root), names(spared)) == ("be", "b")
        holder.communicate()
    prune(root, 1)
    assert left(root) == "e"


def test_what_a_server_answers_from_stays(root: Path) -> None:
    with Server("--release", root / "b", workers=1) as server:
        prune(root, 1)
        assert left(root) == "be"
        assert b"x:b" in server.query("SELECT ?s { ?s ?p ?o }").body


def test_other_things_stay(root: Path) -> None:
    (root / "notes").mkdir()
    (root / "note.txt").touch()
    prune(root, 1)
    assert (root / "notes").is_dir()
    assert (root / "note.txt").exists()


def test_a_build_prunes_and_says_so(root: Path) -> None:
    result = CliRunner().invoke(
        command, ["--data", str(HYDROGEN), "--out", str(root), "--keep", "2"], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert "Removed old releases (4): " in result.output
    assert left(root) == "e"
    built = find_release(root)
    assert built is not None
    assert built.folder.name in result.output


def test_none_is_no_number_to_keep(root: Path) -> None:
    result = CliRunner().invoke(command, ["--data", str(HYDROGEN), "--out", str(root), "--keep", "0"])
    assert result.exit_code == 2
    assert left(root) == "abcde"
