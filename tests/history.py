"""A small cluster with a history: a git repository with three editions of its tables, and their releases."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings

__all__ = ["EDITIONS", "HYDROGEN", "History", "commit", "copied", "make_history"]

HYDROGEN = Path(__file__).parent / "fixtures" / "hydrogen"
EDITIONS = ("2026-09-01", "2026-10-01", "2026-11-01")
WHO = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


@dataclass(frozen=True)
class History:
    """The folder of the tables in their repository, the folder of releases, and these from the oldest on."""

    data: Path
    root: Path
    releases: tuple[Release, ...]


def copied(made: Path, folder: Path) -> History:
    """Copy what `make_history` made, to be changed."""
    shutil.copytree(made, folder, symlinks=True, dirs_exist_ok=True)
    data, root = _places(folder)
    releases = (Release(each.parent) for each in root.glob("[0-9]*/manifest.json"))
    return History(data, root, tuple(sorted(releases, key=lambda each: each.version)))


def make_history(folder: Path) -> None:
    """Make the repository and build a release of each edition; the last one is in use."""
    data, root = _places(folder)
    shutil.copytree(HYDROGEN, data)
    git(data.parent, "init", "-q", "-b", "main")
    for number, issued in enumerate(EDITIONS):
        edit(data, number, issued)
        commit(data, issued)
        build_release(Settings(), data, root)


def _places(folder: Path) -> tuple[Path, Path]:
    """The tables in their repository, and the releases."""
    return folder / "repository" / "hydrogen", folder / "releases"


def edit(data: Path, number: int, issued: str) -> None:
    """Make another edition of the tables: another date, another name, another note."""
    about = json.loads((data / "about.json").read_text(encoding="utf-8"))
    (data / "about.json").write_text(json.dumps(about | {"dc:issued": issued}, ensure_ascii=False))
    for table in ("facilities.csv", "organisations.csv"):
        lines = (data / table).read_text(encoding="utf-8").splitlines(keepends=True)
        column = lines[0].strip().split(",").index("name_en")
        row = 1 + number
        cells = lines[row].split(",")
        cells[column] = f"{cells[column]} {number}"
        lines[row] = ",".join(cells)
        (data / table).write_text("".join(lines), encoding="utf-8")


def commit(data: Path, message: str) -> str:
    """Commit the tables and return the commit."""
    git(data, "add", "-A")
    git(data, *WHO, "commit", "-q", "-m", message)
    return git(data, "rev-parse", "HEAD").strip()


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True, timeout=60
    ).stdout
