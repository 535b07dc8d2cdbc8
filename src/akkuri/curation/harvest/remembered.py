"""Which of our records an operator's own identifiers mean: remembered beside the tables between harvests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from akkuri.curation.decisions import decided, keep_decided
from akkuri.errors import UsageError

__all__ = ["HARVESTED", "RememberedKeys", "read_remembered", "remember"]

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
    keep_decided(cluster, HARVESTED, _HEADER, [(*place, known[place]) for place in sorted(known)])


def _read(cluster: Path) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    for place, cells in decided(cluster, HARVESTED, _HEADER, "harvest.no-remembered"):
        if not all(cells):
            raise UsageError.worded("harvest.no-remembered", place=place, expected=",".join(_HEADER))
        of, table, key, record = cells
        found[of, table, key] = record
    return found
