"""Writing a release beside the one in use and switching to it by one rename."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.release.opening import CURRENT, LOG

__all__ = ["checksum", "publish", "workplace"]

_UNFINISHED: Final = ".building-"


@contextmanager
def workplace(root: Path) -> Iterator[Path]:
    """Give an empty folder under `root` to build in; only one build at a time may have it.

    What an earlier, killed build left is removed first. Raises UsageError when the folder cannot be
    written or another build is running.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / ".lock").open("w")
    except OSError as error:
        raise UsageError(
            f"{root}: cannot be written ({error.strerror}); expected a folder for releases."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"{root}: another build is running there; wait for it to end.") from error
        for left in root.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=root))
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, root: Path, version: str) -> Path:
    """Give a finished folder its place under `root` and point `root/current` at it, atomically.

    The same version with the same bytes is kept as it is; a damaged one is replaced, under a name
    of its own, so that there is no moment at which `current` points nowhere. Returns the place.
    """
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
    target, number = root / version, 1
    while target.exists() and not _same(folder, target):
        number += 1
        target = root / f"{version}.{number}"
    if not target.exists():
        os.rename(folder, target)
    link = root / f"{_UNFINISHED}link"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    os.replace(link, root / CURRENT)
    return target


def _same(new: Path, old: Path) -> bool:
    """Tell whether every file of the new release stands in the old one with the same bytes."""
    files = [file.relative_to(new) for file in new.rglob("*") if file.is_file() and file.name != LOG]
    return all((old / file).is_file() and checksum(old / file) == checksum(new / file) for file in files)


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
