"""What a release was made of: the commit of its tables, the code and the engine."""

import hashlib
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from akkuri import resources

__all__ = ["ENGINE", "ORIGIN", "code_digest", "commit_of", "engine"]

ORIGIN: Final = ("akkuri_version", "code", "commit", "engine")
"""Entries of a manifest that say what a release was made of, and nothing of what it holds."""
ENGINE: Final = "pyoxigraph"
_SECONDS: Final = 30
_CODE: Final = frozenset({".csv", ".json", ".py", ".rq", ".toml", ".ttl", ".yaml"})
"""What decides the bytes of a release; pages and their looks do not."""
_BESIDE: Final = {"_bundled", "__pycache__"}
"""Folders of what is made of the program, the latter at its first starts: dates of a language among it."""


def commit_of(folder: Path) -> str | None:
    """Return the commit whose tree holds exactly these tables, the last one that changed them.

    None where git keeps nothing there, or something that is not committed.
    """
    changed = _git(folder, "status", "--porcelain", "--", ".")
    last = _git(folder, "log", "-1", "--format=%H", "--", ".")
    return last if last and changed == "" else None


@cache
def code_digest() -> str:
    """Return a digest of the program, the ontology and the shared questions, as they are here."""
    found = hashlib.sha256()
    for folder in (Path(__file__).resolve().parents[1], resources.ontology(), resources.queries()):
        for file in sorted(folder.rglob("*")):
            if file.suffix in _CODE and _BESIDE.isdisjoint(file.relative_to(folder).parts):
                found.update(file.relative_to(folder).as_posix().encode() + b"\0")
                found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:12]


def engine() -> str:
    """Return the name and version of the engine that answers queries."""
    return f"{ENGINE} {version(ENGINE)}"


def _git(folder: Path, *words: str) -> str | None:
    """Return what git says; None without git or a repository."""
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
