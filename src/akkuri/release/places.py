"""Where releases may be written: never over or beside something else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.publish.files import DOWNLOADS
from akkuri.release.layout import CHANGES, CURRENT, GRAPH, MANIFEST, REMOVED

__all__ = ["UNFINISHED", "check_empty", "check_folder_of_releases"]

UNFINISHED: Final = ".building-"
"""How the names of folders and links begin that are being made."""
_OURS: Final = (".lock", REMOVED, f".{REMOVED}", CHANGES, DOWNLOADS, "lost+found", UNFINISHED)
_VERSION: Final = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{12}(\.\d+)?")


def check_empty(root: Path) -> None:
    """Raise UsageError unless a folder is not there yet or holds nothing, not even a release."""
    found = _first(root, lambda _entry: False)
    if found is not None:
        raise UsageError.worded("release.not-empty", folder=root, name=found.name)


def check_folder_of_releases(root: Path) -> None:
    """Raise UsageError unless a folder is not there yet, or is empty, or holds releases only."""
    if (root / GRAPH).exists() or (root / MANIFEST).exists():
        raise UsageError.worded("release.is-release", folder=root)
    found = _first(root, lambda entry: entry.name == CURRENT or _is_release(entry))
    if found is not None:
        raise UsageError.worded("release.not-releases", folder=root, name=found.name)


def _is_release(entry: Path) -> bool:
    return entry.is_dir() and (
        (entry / MANIFEST).is_file() or (entry / GRAPH).is_file() or bool(_VERSION.fullmatch(entry.name))
    )


def _first(root: Path, expected: Callable[[Path], bool]) -> Path | None:
    """Return the first entry of a folder that is neither ours nor expected; UsageError for no folder."""
    if not root.exists() and not root.is_symlink():
        return None
    try:
        entries = sorted(root.iterdir())
    except OSError as error:
        raise UsageError.worded("release.no-folder", folder=root, detail=error.strerror) from error
    return next((each for each in entries if not each.name.startswith(_OURS) and not expected(each)), None)
