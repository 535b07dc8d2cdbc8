"""Reading a workbook whose sheets are named as the tables."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from akkuri.checks.cells.worksheet_parts import has_formulas, merged_areas
from akkuri.naming.did_you_mean import nearest
from akkuri.tables.faults import Fault
from akkuri.tables.header_row import HEADER_WITHIN
from akkuri.tables.opened import opened
from akkuri.tables.recognised import called, table_called, table_with_columns, titles_of
from akkuri.tables.rows import MergedArea, Tables, rows_of
from akkuri.tables.schema import Schema, TableSchema
from akkuri.texts import Phrase

__all__ = ["read_workbook"]

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How old .xls files and workbooks with a password begin ([MS-CFB] 2.2)."""

MIB: Final = 1024 * 1024
LARGEST: Final = 256 * MIB
"""Bytes of the parts of a workbook when unpacked; a table of a hundred thousand rows has about 50 MiB."""

_PERCENT: Final = frozenset({9, 10})
"""The formats 0% and 0.00% (ECMA-376, 18.8.30)."""
_OWN_FORMATS: Final = 164
"""The number of the first format that a workbook has itself."""
_MOST_MERGED: Final = 1000
"""So many merged areas of a sheet are looked at; each beyond is told, and so are its empty cells."""

_BROKEN: Final = (
    OSError,
    BadZipFile,
    InvalidFileException,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
    zlib.error,
)
"""What openpyxl lets through when the parts of a workbook, or the XML in them, are not as they should be."""


def read_workbook(file: Path, into: Tables) -> None:
    """Read each sheet that is named as a table, by its name or its title; rows are called `book.xlsx!sheet`.

    A hidden table, or a sheet with nearly the name of one, is a problem, any other (help, lists, charts) is
    passed over. Merged cells are a problem: all but the first of them are empty.
    A workbook that cannot be read, or has no sheet that is a table, is a problem too.
    """
    try:
        if _is_locked(file):
            into.problems.append(Fault("workbook-locked", file.name))
            return
        size = _unpacked(file)
        if size > LARGEST:
            found_size = {"found": str(size // MIB), "expected": str(LARGEST // MIB)}
            into.problems.append(Fault("workbook-too-large", file.name, params=found_size))
            return
        sheets = _sheets(file, into)
    except _BROKEN:
        into.problems.append(Fault("workbook-broken", file.name))
        return
    found = False
    for sheet in sheets:
        name = f"{file.name}!{sheet.title}"
        if sheet.table is not None and not sheet.hidden:
            found = True
            header = rows_of(name, _evened(sheet.lines), sheet.table, into)
            areas = [found for found in merged_areas(file, sheet.part) if found[0] > header]
            into.problems += [Fault("cells-merged", name, row=row, value=area) for row, area in areas]
            into.merged += _merged(name, (area for _, area in areas[:_MOST_MERGED]))
        elif sheet.table is not None:
            into.problems.append(Fault("sheet-hidden", name))
        elif not sheet.hidden and (guess := _closest(sheet.title, into.schema)):
            found = True
            into.problems.append(Fault("sheet-unknown", name, params={"closest": guess}))
    if not found:
        into.problems.append(
            Fault("workbook-sheets", file.name, params={"known": titles_of(into.schema.to_fill_in)})
        )


def _evened(lines: list[list[str]]) -> list[list[str]]:
    """Make the first rows, of which one is the header, as long as the longest: columns may lack a name."""
    longest = max((len(line) for line in lines), default=0)
    for line in lines[:HEADER_WITHIN]:
        line += [""] * (longest - len(line))
    return lines


def _merged(sheet: str, areas: Iterable[str]) -> Iterator[MergedArea]:
    for area in areas:
        try:
            left, top, right, bottom = range_boundaries(area)
        except ValueError:
            continue
        if left and top and right and bottom:
            yield MergedArea(sheet, (top, bottom), (left, right))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its title, its part of the file, and its cells as texts where it is a table."""

    title: str
    part: str
    hidden: bool
    table: TableSchema | None
    lines: list[list[str]]


def _closest(title: str, schema: Schema) -> Phrase | None:
    spelt = {each: table for table in schema for each in (table.name, *table.titles.values())}
    close = nearest(title.strip().lower(), spelt, 1)
    return called(spelt[close[0]]) if close else None


def _is_locked(file: Path) -> bool:
    with file.open("rb") as handle:
        return handle.read(len(_OLE)) == _OLE


def _unpacked(file: Path) -> int:
    """Return the bytes its parts are said to have; no more than that is ever unpacked of them."""
    with ZipFile(file) as parts:
        return sum(part.file_size for part in parts.infolist())


def _sheets(file: Path, into: Tables) -> list[_Sheet]:
    """Return all sheets, with the cells of those that are tables as texts."""
    values = opened(file, data_only=True)
    formulas = opened(file) if has_formulas(file) else values
    try:
        if not values.sheetnames:
            raise ValueError("no sheet")
        found = []
        for title in values.sheetnames:
            sheet, table = values[title], table_called(title, into.schema)
            hidden = getattr(sheet, "sheet_state", "visible") != "visible"
            if table is None and not hidden and hasattr(sheet, "iter_rows"):  # a chart has none
                sheet.reset_dimensions()
                table = table_with_columns(_beginning(sheet), into.schema)
            read = table is not None and not hidden
            lines = list(into.taken(file, _lines(sheet, formulas[title]))) if read else []
            found.append(_Sheet(title, getattr(sheet, "_worksheet_path", ""), hidden, table, lines))
        return found
    finally:
        values.close()
        formulas.close()


def _beginning(sheet: Any) -> Iterator[list[str]]:
    """Give the first rows of a sheet, in which its header is looked for."""
    for cells in sheet.iter_rows(max_row=10, values_only=True):
        yield [_text(cell) for cell in cells]


def _lines(values: Any, formulas: Any) -> Iterator[list[str]]:
    """Give the rows as texts, as long as the header unless a cell beyond it is filled.

    Where a formula has no result, the formula stands for it.
    """
    width = 0
    for texts in _texts(values, formulas):
        while len(texts) > width and not texts[-1].strip():
            texts.pop()
        width = width or len(texts)
        yield texts + [""] * (width - len(texts))


def _texts(values: Any, formulas: Any) -> Iterator[list[str]]:
    """Give the cells of each row; read once where both are one sheet, for then it has no formulas."""
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what a program says of the size is not always so; the cells are
    if values is formulas:
        percent = _has_percent(values)
        for cells in values.iter_rows(values_only=not percent):
            yield [_percent(cell) if percent else _text(cell) for cell in cells]
        return
    rows = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
    for cells, sources in rows:
        yield [_text(source if cell is None else cell) for cell, source in zip(cells, sources, strict=True)]


def _has_percent(sheet: Any) -> bool:
    """Tell whether the workbook of a sheet shows any number as a percentage."""
    book = sheet.parent
    used = {style.numFmtId for style in book._cell_styles}
    own = {number for number, form in enumerate(book._number_formats, _OWN_FORMATS) if "%" in form}
    return bool(used & (_PERCENT | own))


def _percent(cell: Any) -> str:
    """Write a cell as it is shown where that is a percentage: 0.5 as 50 %."""
    value = cell.value
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        return f"{_text(float(f'{value * 100:.12g}'))} %"
    return _text(value)


def _text(value: object) -> str:
    """Write a cell as a CSV file would: numbers as a spreadsheet shows them, dates in ISO form."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            # A spreadsheet calculates with 15 digits: 0.1 + 0.2 is 0.3 there, and not 0.30000000000000004.
            return f"{Decimal(f'{value:.15g}'):f}"
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
        case date():
            return value.isoformat()
    return str(getattr(value, "text", value))
