"""Writing several tables at once: all of them or none, whatever happens in between."""

import csv
import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.files import sync
from akkuri.system import check_system

__all__ = ["as_csv", "replace_all", "sole_writer"]

JOURNAL: Final = ".akkuri-import.json"
"""While it is there, the tables that it names have their new names at hand and only need to get them."""
_NEW: Final = ".new"


def as_csv(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Return a table as the tables are written: commas, line feeds, quotation marks where they are needed."""
    out = StringIO()
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold a folder of tables; what an import that was ended by force had decided is finished first.

    Raises UsageError when another import is at work there, or the folder cannot be written to.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError.worded("curation.busy", folder=folder) from error
        _finish(folder)
        yield
    finally:
        os.close(handle)


def replace_all(folder: Path, contents: Mapping[str, str]) -> None:
    """Give files of a folder new contents, all or none (call it within `sole_writer`).

    The contents stand beside the files on the disk before the first gets its name; from then on a journal
    says what is left to do. Raises OutsideError when the disk is full, UsageError when it cannot be written.
    """
    parts = [folder / f".{name}{_NEW}" for name in contents]
    try:
        for part, content in zip(parts, contents.values(), strict=True):
            _write(part, content)
        _write(folder / f"{JOURNAL}{_NEW}", json.dumps(list(contents)))
        (folder / f"{JOURNAL}{_NEW}").replace(folder / JOURNAL)
        sync(folder)
    except OSError as error:
        for part in (*parts, folder / f"{JOURNAL}{_NEW}"):
            with suppress(OSError):
                part.unlink(missing_ok=True)
        check_system(folder, error)
        raise UsageError.worded("curation.unwritable", folder=folder, reason=error.strerror) from error
    _finish(folder)


def _write(file: Path, content: str) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _finish(folder: Path) -> None:
    """Give the files of a journal their names; without a journal remove what was not finished."""
    journal = folder / JOURNAL
    if journal.exists():
        for name in json.loads(journal.read_text(encoding="utf-8")):
            part = folder / f".{name}{_NEW}"
            if part.exists():  # else it has its name already
                part.replace(folder / name)
        sync(folder)
        journal.unlink()
        sync(folder)
    for part in folder.glob(f".*{_NEW}"):
        part.unlink(missing_ok=True)
