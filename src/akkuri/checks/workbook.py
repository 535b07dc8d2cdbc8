"""Reading a workbook whose sheets are named as the tables."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from akkuri.checks.closest import Closest
from akkuri.errors import UsageError
from akkuri.tables.reading import Problem, Tables, rows_of

__all__ = ["read_workbook"]


def read_workbook(file: Path, into: Tables) -> None:
    """Read each sheet that is named as a table; rows are called `book.xlsx!sheet`.

    A sheet with nearly the name of a table is a problem, any other (help, lists) is passed over.
    Raises UsageError when the file is no workbook or no sheet is a table.
    """
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read as an .xlsx workbook ({error}).") from error
    schemas = into.schema.by_name
    closest = Closest(schemas)
    found = False
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name in schemas:
            found = True
            rows_of(f"{file.name}!{name}", _lines(sheet), schemas[name], into)
        elif guess := closest.to(name):
            into.problems.append(
                Problem("sheet-unknown", f"{file.name}!{sheet.title}", params={"closest": guess})
            )
    book.close()
    if not found:
        raise UsageError(f"{file}: no sheet is named as a table; expected one of {', '.join(schemas)}.")


def _lines(sheet: Worksheet) -> Iterator[list[str]]:
    """Give the rows as texts, as long as the header unless a cell beyond it is filled."""
    width = 0
    for cells in sheet.iter_rows(values_only=True):
        texts = [_text(cell) for cell in cells]
        while len(texts) > width and not texts[-1]:
            texts.pop()
        width = width or len(texts)
        yield texts + [""] * (width - len(texts))


def _text(value: object) -> str:
    """Write a cell as a CSV file would: whole numbers without a point, dates in ISO form."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
        case date():
            return value.isoformat()
    return str(value)
