"""Which of our records an operator's own identifiers mean: remembered beside the tables between harvests."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from akkuri.curation.writing import as_csv, replace_all
from akkuri.errors import UsageError

__all__ = ["HARVESTED", "RememberedKeys", "read_remembered", "remember"]

FOLDER: Final = "links"
HARVESTED: Final = "harvested.csv"
"""Its name in the folder of decisions."""
_HEADER: Final = ("of", "table", "key", "record_id")

RememberedKeys = Mapping[tuple[str, str], str]
"""(table, the operator's own identifier) → our record."""


def read_remembered(cluster: Path, of: str) -> dict[tuple[str, str], str]:
    """Return what was remembered of one operator's table; `of` is the source it is cited as, or the operator.

    Raises UsageError for a file that holds something else.
    """
    return {(table, key): record for (whose, table, key), record in _read(cluster).items() if whose == of}


def remember(cluster: Path, of: str, keys: RememberedKeys) -> None:
    """Write what is known of one operator's table now (call it within `sole_writer` of the cluster).

    Raises UsageError when it cannot be written.
    """
    known = {place: record for place, record in _read(cluster).items() if place[0] != of}
    known |= {(of, table, key): record for (table, key), record in keys.items()}
    folder = cluster / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError.worded("curation.unwritable", folder=folder, reason=error.strerror) from error
    rows = [dict(zip(_HEADER, (*place, known[place]), strict=True)) for place in sorted(known)]
    replace_all(folder, {HARVESTED: as_csv(_HEADER, rows)})


def _read(cluster: Path) -> dict[tuple[str, str, str], str]:
    file = cluster / FOLDER / HARVESTED
    if not file.exists():
        return {}
    expected = ",".join(_HEADER)
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError.worded("harvest.no-remembered", place=file, expected=expected) from error
    found: dict[tuple[str, str, str], str] = {}
    for number, row in enumerate(rows, start=2):
        of, table, key, record = (row.get(name) or "" for name in _HEADER)
        if None in row or not (of and table and key and record):
            place = f"{file}:{number}"
            raise UsageError.worded("harvest.no-remembered", place=place, expected=expected)
        found[of, table, key] = record
    return found
