"""Pairs that somebody judged to be two things: remembered beside the tables and not proposed again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from akkuri.curation.decisions import decided, keep_decided
from akkuri.errors import UsageError

__all__ = ["DISTINCT", "Distinct", "keep_apart", "read_distinct"]

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
    found = {}
    for place, cells in decided(cluster, DISTINCT, _HEADER, "twins.no-distinct"):
        if not (cells[0] and cells[1]) or cells[0] == cells[1]:
            raise UsageError.worded("twins.no-distinct", place=place, expected=",".join(_HEADER))
        one, other = sorted(cells[:2])
        found[one, other] = Distinct(one, other, *cells[2:])
    return found


def keep_apart(cluster: Path, pair: tuple[str, str], decided: str, note: str) -> None:
    """Remember that two records are not one (call it within `sole_writer` of the cluster).

    What was decided of the pair before is replaced. Raises UsageError when it cannot be written.
    """
    one, other = sorted(pair)
    known = read_distinct(cluster) | {(one, other): Distinct(one, other, decided, note)}
    rows = [[getattr(known[key], name) for name in _HEADER] for key in sorted(known)]
    keep_decided(cluster, DISTINCT, _HEADER, rows)
