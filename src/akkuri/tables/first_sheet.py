"""The first sheet of a workbook as lines of texts, for files that hold one table of any columns."""

import io
import zlib
from datetime import datetime
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from akkuri.tables.opened import opened

__all__ = ["WORKBOOK", "first_sheet"]

WORKBOOK: Final = b"PK\x03\x04"
"""How a workbook begins."""
LARGEST: Final = 256 * 1024 * 1024
"""Bytes of its parts when unpacked."""


def first_sheet(content: bytes, title: str = "") -> list[list[str]]:
    """Return the cells of every line as they would stand in a CSV file, without empty lines at the end.

    With `title` of the sheet of that name. Raises ValueError for what is no workbook or too large when
    unpacked, LookupError where there is no such sheet.
    """
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise ValueError("The workbook is too large.")
        book = opened(io.BytesIO(content), data_only=True)
        if title and title not in book.sheetnames:
            raise NoSheetError(title)
        sheet: Any = book[title] if title else book.worksheets[0]
        sheet.reset_dimensions()  # what a program says of the size is not always so; the cells are
        lines = [[_cell(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
    except NoSheetError:
        raise
    except (BadZipFile, LookupError, OSError, SyntaxError, TypeError, AttributeError, zlib.error) as error:
        raise ValueError("The workbook cannot be read.") from error
    while lines and not any(lines[-1]):
        lines.pop()
    return lines


class NoSheetError(LookupError):
    """A workbook has no sheet of a name."""


def _cell(value: object) -> str:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
