"""Rows of what people send that hold no record: units, hints or headings once more, totals."""

import re
from collections.abc import Sequence
from typing import Final

from akkuri.tables.header_row import column_named
from akkuri.tables.schema import TableSchema

__all__ = ["no_record"]

_TOTAL: Final = frozenset({"yhteensä", "kaikki yhteensä", "summa", "total", "totals", "sum", "totalt"})
_HINT: Final = re.compile(
    r"\(.*\)|\[.*\]|https?://|[^\W\d_]{1,3}\d?|[°%€²³µ]+\w?|pvm|päivämäärä|date|datum|teksti|text|numero|number"
    r"|nummer|valitse|choose|välj|iso(?: \d+(?:-\d)?)?",
    re.IGNORECASE,
)
_HEADER: Final = 0.8
"""Share of the filled cells of a later row that must be headings."""
_SHARE: Final = 0.6
"""Share of the filled cells of a row that must be hints or headings."""
_FEWEST: Final = 3
_NUMBER: Final = re.compile(r"[-+0-9.,\s]*")


def _aside(cells: Sequence[str], schema: TableSchema, first: bool) -> str | None:
    """Return the code of the sentence that says what a row is; None for one that holds a record.

    `first` tells whether it stands right below the header, where headings and units are.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if filled and filled[0].rstrip(":").casefold() in _TOTAL and all(map(_NUMBER.fullmatch, filled[1:])):
        return "row-total"
    if len(filled) < _FEWEST:
        return None
    headings = [column_named(cell, schema) in schema.header for cell in filled]
    if not first:  # the header once more, as where two lists were put together
        return "row-heading" if sum(headings) >= _HEADER * len(filled) else None
    said = sum(is_ or bool(_HINT.fullmatch(cell)) for is_, cell in zip(headings, filled, strict=True))
    return "row-heading" if said >= _SHARE * len(filled) else None


def no_record(
    cells: Sequence[str], header: Sequence[str], schema: TableSchema, first: bool
) -> tuple[str, str, bool] | None:
    """Return why a row holds no record: a code, a value, whether that is mere advice; None if it may."""
    if told := _aside(cells, schema, first):
        return told, "", True
    alone = _lone_cell(cells, header, schema)
    return ("row-alone", alone, False) if alone else None


def _lone_cell(cells: Sequence[str], header: Sequence[str], schema: TableSchema) -> str | None:
    """Return the only cell of a row that lacks all else that a record must have, such as a note below."""
    filled = [(name, cell.strip()) for name, cell in zip(header, cells, strict=False) if cell.strip()]
    if len(filled) != 1 or filled[0][0] in schema.key[: schema.is_record]:
        return None
    lacking = [c for c in schema.columns if c.required and c.name not in schema.key and c.name in header]
    return filled[0][1] if len(lacking) > 1 else None
