"""Writing a release beside the one in use and switching to it by one rename."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.files import checksum, sync
from akkuri.release.integrity import SEAL, files_of, is_sealed
from akkuri.release.layout import CURRENT, DISK, LOG, MANIFEST
from akkuri.release.origin import ORIGIN
from akkuri.release.places import UNFINISHED, check_folder_of_releases
from akkuri.system import check_system
from akkuri.texts import Wording
from akkuri.unfinished import new_folder, note_unfinished

__all__ = ["publish", "workplace"]

_LOCK: Final = ".lock"


@contextmanager
def workplace(root: Path) -> Iterator[Path]:
    """Give an empty folder under `root` to build in; only one build at a time may have it.

    What an earlier, killed build left is removed first; a new `root` goes again where the block fails. Raises
    UsageError when the folder cannot be written, holds something else than releases, or another build is
    running.
    """
    check_folder_of_releases(root)
    new = not root.exists()
    with ExitStack() as held:
        try:
            held.enter_context(new_folder(root))
            lock = held.enter_context((root / _LOCK).open("w"))
        except OSError as error:
            check_system(root, error)
            expected = Wording("files.for-releases")
            raise UsageError.worded(
                "files.unwritable", place=root, reason=error.strerror, expected=expected
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError.worded("build.running", folder=root) from error
        try:
            with _emptied(root) as folder:
                yield folder
        except BaseException as error:
            if new and [entry.name for entry in root.iterdir()] == [_LOCK]:
                (root / _LOCK).unlink()
            if isinstance(error, OSError):
                check_system(root, error)
            raise


@contextmanager
def _emptied(root: Path) -> Iterator[Path]:
    """Give a new folder under `root`, which is removed with what killed builds left."""
    for left in root.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))
    note_unfinished(folder)
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, root: Path, version: str) -> Path:
    """Give a finished folder its place under `root` and point `root/current` at it, atomically.

    The same version with the same bytes is kept as it is; a damaged one is replaced, under a name
    of its own, so that there is no moment at which `current` points nowhere. Returns the place.
    """
    for entry in (*sorted(folder.rglob("*")), folder):
        sync(entry)
    target, number = root / version, 1
    while target.exists() and not _same(folder, target):
        number += 1
        target = root / f"{version}.{number}"
    if not target.exists():
        os.rename(folder, target)
        sync(root)
    link = root / f"{UNFINISHED}link"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    os.replace(link, root / CURRENT)
    sync(root)
    return target


def _same(new: Path, old: Path) -> bool:
    """Tell whether the old release has the files of the new one with the same bytes, and its store.

    What it was made of may be another commit or code that gave the same; one that names a commit replaces
    one that names none.
    """
    wanted = files_of(new) - {LOG, MANIFEST}
    if (new / DISK).is_dir() and not (old / DISK).is_dir():
        return False
    return (
        wanted == files_of(old) - {LOG, MANIFEST}
        and all((old / name).is_file() and checksum(old / name) == checksum(new / name) for name in wanted)
        and _agree(new / MANIFEST, old / MANIFEST)
    )


def _agree(new: Path, old: Path) -> bool:
    try:
        told, known = (json.loads(file.read_text(encoding="utf-8")) for file in (new, old))
    except (OSError, ValueError):
        return False
    aside = {*ORIGIN, SEAL}
    return (
        is_sealed(known)
        and {key: told[key] for key in told.keys() - aside}
        == {key: known[key] for key in known.keys() - aside}
        and bool(known.get("commit") or not told.get("commit"))
    )
