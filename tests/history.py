"""A small cluster with a history: a git repository with three editions of its tables, and their releases."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings

__all__ = ["EDITIONS", "History", "commit", "make_history"]

HYDROGEN = Path(__file__).parent / "fixtures" / "hydrogen"
EDITIONS = ("2026-09-01", "2026-10-01", "2026-11-01")
WHO = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


@dataclass(frozen=True)
class History:
    """The folder of the tables in their repository, the folder of releases, and these from the oldest on."""

    data: Path
    root: Path
    releases: tuple[Release, ...]


def make_history(folder: Path) -> History:
    """Make the repository and build a release of each edition; the last one is in use."""
    data, root = folder / "repository" / "hydrogen", folder / "releases"
    shutil.copytree(HYDROGEN, data)
    git(data.parent, "init", "-q", "-b", "main")
    found = []
    for number, issued in enumerate(EDITIONS):
        edit(data, number, issued)
        commit(data, issued)
        found.append(build_release(Settings(), data, root))
    return History(data, root, tuple(found))


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
