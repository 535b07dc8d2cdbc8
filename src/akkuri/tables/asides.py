"""Rows of what people send that hold no record: units, hints or headings once more, totals."""

import re
from collections.abc import Sequence
from typing import Final

from akkuri.tables.header_row import column_named
from akkuri.tables.schema import TableSchema

__all__ = ["aside"]

_TOTAL: Final = frozenset({"yhteensä", "kaikki yhteensä", "summa", "total", "totals", "sum", "totalt"})
_HINT: Final = re.compile(
    r"\(.*\)|\[.*\]|https?://|[^\W\d_]{1,3}\d?|[°%€²³µ]+\w?|pvm|päivämäärä|date|datum|teksti|text|numero|number"
    r"|nummer|valitse|choose|välj|iso(?: \d+(?:-\d)?)?",
    re.IGNORECASE,
)
_SHARE: Final = 0.6
"""Share of the filled cells of a row that must be hints or headings."""
_FEWEST: Final = 3
_NUMBER: Final = re.compile(r"[-+0-9.,\s]*")


def aside(cells: Sequence[str], schema: TableSchema, first: bool) -> str | None:
    """Return the code of the sentence that says what a row is; None for one that holds a record.

    `first` tells whether it stands right below the header, where headings and units are.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if filled and filled[0].rstrip(":").casefold() in _TOTAL and all(map(_NUMBER.fullmatch, filled[1:])):
        return "row-total"
    if not first or len(filled) < _FEWEST:
        return None
    said = sum(bool(_HINT.fullmatch(cell)) or column_named(cell, schema) in schema.header for cell in filled)
    return "row-heading" if said >= _SHARE * len(filled) else None
