"""CSV for people with a spreadsheet; the exact one for programs is another format."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

__all__ = ["NAME", "as_curated", "spreadsheet_csv", "spreadsheet_rows"]

NAME: Final = "csv-excel"
"""What the format is called in `format=`."""
_BOM: Final = b"\xef\xbb\xbf"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_SAFE: Final = tuple(f"'{sign}" for sign in _FORMULA)
_DECIMAL: Final = re.compile(r"\s*[-+]?\d+,\d+\s*")
_COMMA: Final = frozenset({"fi", "sv"})
"""Languages whose decimal sign is a comma, so that columns are separated by semicolons."""


def spreadsheet_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], lang: str) -> bytes:
    """Return rows as a spreadsheet in a language opens them: byte order mark, separator, decimal sign.

    A text that a spreadsheet would run as a formula begins with an apostrophe; numbers stay numbers.
    """
    return spreadsheet_rows((columns, *([row.get(name) for name in columns] for row in rows)), lang)


def spreadsheet_rows(rows: Iterable[Sequence[Any]], lang: str) -> bytes:
    """Return rows of cells, headings among them, as `spreadsheet_csv` writes them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if lang in _COMMA else ",")
    writer.writerows([_cell(value, lang) for value in row] for row in rows)
    return _BOM + out.getvalue().encode("utf-8")


def _cell(value: Any, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if lang in _COMMA else str(value)
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_curated(cell: str, is_number: bool, separator: str) -> str:
    """Return a cell of such a file as tables have it: without the apostrophe, with a decimal point.

    A comma is a decimal sign only where columns are separated by something else.
    """
    if cell.startswith(_SAFE):
        return cell[1:]
    return cell.replace(",", ".") if is_number and separator == ";" and _DECIMAL.fullmatch(cell) else cell
