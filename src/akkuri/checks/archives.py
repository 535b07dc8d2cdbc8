"""Tables in an archive, as the CSV export packs them: unpacked for the time of a check."""

import csv
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from akkuri.errors import UsageError
from akkuri.tables.rows import MOST_ROWS, at_most
from akkuri.temporary import own_folder

__all__ = ["ENDING", "unpacked"]

ENDING: Final = ".zip"
_MIB: Final = 1024 * 1024
LARGEST: Final = 256 * _MIB
"""Bytes of the files of an archive when unpacked; the national tables have 3 MiB."""
MOST: Final = 2_000
"""Files in an archive; that of the national tables has 60."""
_BROKEN: Final = (OSError, BadZipFile, ValueError, RuntimeError, EOFError, NotImplementedError, zlib.error)
"""What zipfile raises: RuntimeError for a password, NotImplementedError for an unknown way of packing."""


@contextmanager
def unpacked(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Give the paths, each archive as the folder of its files, which is removed at the end.

    Raises UsageError for an archive that is broken or too large, or has no table or too many rows.
    """
    with ExitStack() as stack:
        found = []
        for path in paths:
            if path.suffix.lower() == ENDING and path.is_file():
                folder = stack.enter_context(own_folder("archive"))
                _unpack(path, folder)
                path = folder
            found.append(path)
        yield found


def _unpack(file: Path, folder: Path) -> None:
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > LARGEST or len(parts) > MOST:
                raise UsageError.worded(
                    "checks.archive-too-large",
                    file=file,
                    found=-(-size // _MIB),
                    files=len(parts),
                    expected=LARGEST // _MIB,
                    most=MOST,
                )
            archive.extractall(folder)  # never writes beside the folder, nor more than a part declares
    except _BROKEN as error:
        raise UsageError.worded("checks.archive-broken", file=file, reason=error) from error
    tables = sorted(folder.glob("*.csv"))
    if not tables:
        raise UsageError.worded("checks.archive-no-tables", file=file)
    left = MOST_ROWS
    for table in tables:
        left -= _rows(table, left, file)


def _rows(table: Path, most: int, archive: Path) -> int:
    """Count the rows of a table. Raises UsageError naming the archive when there are more than so many."""
    with table.open(encoding="utf-8", errors="replace", newline="") as handle, suppress(csv.Error):
        return sum(bool(line) for line in at_most(most, archive, csv.reader(handle)))
    return 0
