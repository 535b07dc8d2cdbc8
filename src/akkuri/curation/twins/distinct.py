"""Pairs that somebody judged to be two things: remembered beside the tables and not proposed again."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from akkuri.curation.writing import as_csv, replace_all
from akkuri.errors import UsageError

__all__ = ["DISTINCT", "Distinct", "keep_apart", "read_distinct"]

FOLDER: Final = "links"
DISTINCT: Final = "distinct.csv"
"""Its name in the folder of decisions."""
_HEADER: Final = ("one", "other", "decided", "note")


@dataclass(frozen=True, slots=True)
class Distinct:
    """Two records that are not one, in the order of their ids, with the day and the reason."""

    one: str
    other: str
    decided: str
    note: str


def read_distinct(cluster: Path) -> dict[tuple[str, str], Distinct]:
    """Return the decisions of a cluster by their pair; none where nobody decided yet.

    Raises UsageError for a file that holds something else.
    """
    file = cluster / FOLDER / DISTINCT
    if not file.exists():
        return {}
    expected = ",".join(_HEADER)
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError.worded("twins.no-distinct", place=file, expected=expected) from error
    found = {}
    for number, row in enumerate(rows, start=2):
        cells = [row.get(name) for name in _HEADER]
        if None in row or not (cells[0] and cells[1]) or cells[0] == cells[1]:
            raise UsageError.worded("twins.no-distinct", place=f"{file}:{number}", expected=expected)
        one, other = sorted((cells[0], cells[1]))
        found[one, other] = Distinct(one, other, cells[2] or "", cells[3] or "")
    return found


def keep_apart(cluster: Path, pair: tuple[str, str], decided: str, note: str) -> None:
    """Remember that two records are not one (call it within `sole_writer` of the cluster).

    What was decided of the pair before is replaced. Raises UsageError when it cannot be written.
    """
    one, other = sorted(pair)
    known = read_distinct(cluster) | {(one, other): Distinct(one, other, decided, note)}
    folder = cluster / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError.worded("curation.unwritable", folder=folder, reason=error.strerror) from error
    rows = [{name: getattr(known[key], name) for name in _HEADER} for key in sorted(known)]
    replace_all(folder, {DISTINCT: as_csv(_HEADER, rows)})
