"""Writing a file that gets its name only when it is whole."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from akkuri.errors import AkkuriError, UsageError
from akkuri.system import system_failure
from akkuri.texts import Wording
from akkuri.unfinished import note_unfinished

__all__ = ["checksum", "sync", "whole_file", "write_whole"]


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Let the disk have a file, or the names in a folder; some file systems cannot do the latter."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL or not path.is_dir():
            raise
    finally:
        os.close(handle)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Give a neighbour of `path` to write UTF-8 to, and rename it to `path` when the block ends well.

    What stood there before stays when it does not. Raises UsageError when the target is a folder or
    cannot be written, OutsideError when the disk is full or fails.
    """
    with _neighbour(path) as handle, os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or as it was; to a device or a pipe. Raises as `whole_file`."""
    if path.exists() and not path.is_file() and not path.is_dir():
        try:
            path.write_bytes(content)
        except OSError as error:
            raise _unwritten(path, error, "a-file") from error
        return
    with _neighbour(path) as handle, os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _neighbour(path: Path) -> Iterator[int]:
    """Give the descriptor of a new file, which the block closes and which has the name `path` afterwards."""
    if path.is_dir():
        raise UsageError.worded("files.is-folder", place=path)
    if path.exists() and not path.is_file():
        raise UsageError.worded("files.is-device", place=path)
    try:
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise _unwritten(path, error, "a-folder") from error
    part = Path(name)
    note_unfinished(part)
    try:
        yield handle
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        part.replace(path)
        sync(path.absolute().parent)
    except OSError as error:
        raise _unwritten(path, error, "a-file") from error
    finally:
        part.unlink(missing_ok=True)


def _unwritten(path: Path, error: OSError, expected: str) -> AkkuriError:
    found = system_failure(error, path)
    wanted = Wording(f"files.{expected}")
    return found or UsageError.worded("files.unwritable", place=path, reason=error.strerror, expected=wanted)
