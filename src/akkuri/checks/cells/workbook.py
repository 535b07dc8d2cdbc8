"""Reading a workbook whose sheets are named as the tables."""

import zlib
from collections.abc import Container, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from akkuri.naming.did_you_mean import nearest
from akkuri.tables.faults import Fault
from akkuri.tables.rows import Tables, rows_of

__all__ = ["read_workbook"]

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How old .xls files and workbooks with a password begin ([MS-CFB] 2.2)."""

MIB: Final = 1024 * 1024
LARGEST: Final = 256 * MIB
"""Bytes of the parts of a workbook when unpacked; a table of a hundred thousand rows has about 50 MiB."""

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
    """Read each sheet that is named as a table; rows are called `book.xlsx!sheet`.

    A sheet with nearly the name of a table is a problem, any other (help, lists, charts) is passed over.
    A workbook that cannot be read, or has no sheet that is a table, is a problem too.
    """
    schemas = into.schema.by_name
    try:
        if _is_locked(file):
            into.problems.append(Fault("workbook-locked", file.name))
            return
        size = _unpacked(file)
        if size > LARGEST:
            found_size = {"found": str(size // MIB), "expected": str(LARGEST // MIB)}
            into.problems.append(Fault("workbook-too-large", file.name, params=found_size))
            return
        sheets = _sheets(file, schemas)
    except _BROKEN:
        into.problems.append(Fault("workbook-broken", file.name))
        return
    found = False
    for title, lines in sheets.items():
        name = title.strip().lower()
        if name in schemas:
            found = True
            rows_of(f"{file.name}!{name}", lines, schemas[name], into)
        elif guess := nearest(name, schemas, 1):
            found = True
            into.problems.append(Fault("sheet-unknown", f"{file.name}!{title}", params={"closest": guess[0]}))
    if not found:
        into.problems.append(Fault("workbook-sheets", file.name, params={"known": ", ".join(schemas)}))


def _is_locked(file: Path) -> bool:
    with file.open("rb") as handle:
        return handle.read(len(_OLE)) == _OLE


def _unpacked(file: Path) -> int:
    """Return the bytes its parts are said to have; no more than that is ever unpacked of them."""
    with ZipFile(file) as parts:
        return sum(part.file_size for part in parts.infolist())


def _sheets(file: Path, tables: Container[str]) -> dict[str, list[list[str]]]:
    """Return the titles of all sheets, with the cells of those that are tables as texts."""
    values = load_workbook(file, read_only=True, data_only=True)
    formulas = load_workbook(file, read_only=True)
    try:
        if not values.sheetnames:
            raise ValueError("no sheet")
        return {
            title: list(_lines(values[title], formulas[title])) if title.strip().lower() in tables else []
            for title in values.sheetnames
        }
    finally:
        values.close()
        formulas.close()


def _lines(values: Any, formulas: Any) -> Iterator[list[str]]:
    """Give the rows as texts, as long as the header unless a cell beyond it is filled.

    Where a formula has no result, the formula stands for it.
    """
    width = 0
    rows = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
    for cells, sources in rows:
        texts = [_text(source if cell is None else cell) for cell, source in zip(cells, sources, strict=True)]
        while len(texts) > width and not texts[-1].strip():
            texts.pop()
        width = width or len(texts)
        yield texts + [""] * (width - len(texts))


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
