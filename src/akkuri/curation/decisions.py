"""Files of decisions beside the tables (`links/` of a cluster): written by commands, read back strictly."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from akkuri.curation.writing import as_csv, replace_all
from akkuri.errors import UsageError
from akkuri.system import check_system
from akkuri.unfinished import new_folder

__all__ = ["decided", "keep_decided"]

FOLDER: Final = "links"


def decided(cluster: Path, name: str, header: Sequence[str], fault: str) -> Iterator[tuple[str, list[str]]]:
    """Give place and cells of each row of a file, in the order of `header`; none where there is no file.

    Raises UsageError worded by `fault` (with `place` and `expected`) for what is something else.
    """
    file = cluster / FOLDER / name
    if not file.exists():
        return
    expected = ",".join(header)
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError.worded(fault, place=file, expected=expected) from error
    for number, row in enumerate(rows, start=2):
        place = f"{file}:{number}"
        if None in row:
            raise UsageError.worded(fault, place=place, expected=expected)
        yield place, [row.get(column) or "" for column in header]


def keep_decided(cluster: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a file anew (call it within `sole_writer` of the cluster). UsageError when that cannot be."""
    folder = cluster / FOLDER
    try:
        with new_folder(folder):
            replace_all(folder, {name: as_csv(header, [dict(zip(header, row, strict=True)) for row in rows])})
    except OSError as error:
        check_system(folder, error)
        raise UsageError.worded("curation.unwritable", folder=folder, reason=error.strerror) from error
