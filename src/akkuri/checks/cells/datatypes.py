"""Checks of single cells: whether each fits the description of its column in tables.json."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from akkuri.checks.cells.characters import check_characters
from akkuri.checks.cells.repairs import NUMBER, is_date, meant_date, meant_number
from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import catalogue

__all__ = ["check_row"]

_WHOLE = re.compile(r"[+-]?[0-9]+")


def check_row(row: Row, schema: TableSchema) -> Iterator[Finding]:
    """Yield the findings about each cell of a row by itself (references are checked elsewhere)."""
    for column in schema.columns:
        cell = row[column.name]
        if cell.strip():
            yield from _filled(row, schema, column, cell)
        elif column.required and column.name in row.cells:
            yield table_finding("cell-required", row.file, row.number, column.name)
        elif cell:
            yield _space(row, column, cell)


def _filled(row: Row, schema: TableSchema, column: Column, cell: str) -> Iterator[Finding]:
    """Check a cell that holds something: its characters, its spaces, then value by value."""
    place = (row.file, row.number, column.name)
    characters = list(check_characters(*place, cell))
    yield from characters
    if any(finding.severity is Severity.VIOLATION for finding in characters):
        return
    values = column.values(cell)
    if cell != cell.strip() or "  " in cell or any(value != value.strip() for value in values):
        yield _space(row, column, cell)
        if not _is_text(column):
            return
    if len(values) != len(set(values)):
        twice = next(value for value in values if values.count(value) > 1)
        yield table_finding("value-twice", *place, twice)
    for value in dict.fromkeys(values):
        if not value.strip():
            yield table_finding("value-empty", *place, cell)
        else:
            yield from _value(row, schema, column, value)


def _is_text(column: Column) -> bool:
    """Tell whether a column holds words, in which a stray space does no harm."""
    return not (column.scheme or column.refers_to or column.pattern) and column.datatype == "string"


def _space(row: Row, column: Column, cell: str) -> Finding:
    severity = Severity.WARNING if _is_text(column) or not cell.strip() else Severity.VIOLATION
    shown = re.sub(r"\s", "␣", cell)
    return table_finding("cell-space", row.file, row.number, column.name, cell, severity, shown=shown)


def _value(row: Row, schema: TableSchema, column: Column, value: str) -> Iterator[Finding]:
    """Check one value against the datatype, the range and the pattern of its column."""
    place = (row.file, row.number, column.name, value)
    if column.scheme or column.refers_to:
        if column.separator and "," in value:
            yield table_finding("value-commas", *place)
        return
    match column.datatype:
        case "decimal" if not NUMBER.fullmatch(value):
            yield _meant("cell-number", place, meant_number(value))
        case "integer" if not _WHOLE.fullmatch(value):
            yield table_finding("cell-whole-number", *place)
        case "decimal" | "integer":
            yield from _range(place, column, float(value))
        case "partialDate" if not is_date(value):
            yield _meant("cell-date", place, meant_date(value))
        case "anyURI" if not column.pattern and not _is_url(value):
            yield table_finding("cell-url", *place)
        case "string" | "anyURI" if column.pattern and not _compiled(column.pattern).fullmatch(value):
            if schema.is_record and column.name == schema.key[0]:
                yield table_finding(
                    "id-form", *place, prefix=" / ".join(f"{prefix}-" for prefix in schema.id_prefixes)
                )
            else:
                yield _form(place, column)


def _range(place: tuple[str, int, str, str], column: Column, number: float) -> Iterator[Finding]:
    low, high = column.minimum, column.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        if low is not None and high is not None:
            expected = f"{low:g} … {high:g}"
        else:
            expected = f"≤ {high:g}" if low is None else f"≥ {low:g}"
        yield table_finding("cell-range", *place, expected=expected)


def _form(place: tuple[str, int, str, str], column: Column) -> Finding:
    """Say in words what the column wants, or show its pattern where there are no words for it."""
    word = f"form-{column.name}"
    if f"checks.{word}" in catalogue("en"):
        return table_finding("cell-form", *place, word=word)
    return table_finding("cell-pattern", *place, pattern=column.pattern)


def _meant(code: str, place: tuple[str, int, str, str], meant: str | None) -> Finding:
    """Make the finding about a value that can be read in one other way, or in none."""
    return table_finding(f"{code}-meant", *place, meant=meant) if meant else table_finding(code, *place)


def _is_url(value: str) -> bool:
    """Tell whether a value is a web address without spaces and with a host that has a dot."""
    try:
        parts = urlsplit(value)
        return (
            parts.scheme in ("http", "https")
            and "." in (parts.hostname or "").strip(".")
            and not re.search(r"[\s<>\"{}|\\^`]", value)
        )
    except ValueError:
        return False


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
