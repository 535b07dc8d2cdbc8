"""Checks of single cells: whether each fits the description of its column in tables.json."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from akkuri.checks.finding import Finding, Severity, table_finding
from akkuri.tables.reading import Row
from akkuri.tables.schema import Column, TableSchema

__all__ = ["check_row"]

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def check_row(row: Row, schema: TableSchema) -> Iterator[Finding]:
    """Yield the findings about each cell of a row by itself (references are checked elsewhere)."""
    for column in schema.columns:
        cell = row[column.name]
        if not cell.strip():
            if column.required and column.name in row.cells:
                yield table_finding("cell-required", row.file, row.number, column.name)
            if cell:
                yield _space(row, column, cell)
            continue
        if cell != cell.strip() or "  " in cell:
            yield _space(row, column, cell)
        values = column.values(cell)
        if len(values) != len(set(values)):
            twice = next(value for value in values if values.count(value) > 1)
            yield table_finding("value-twice", row.file, row.number, column.name, twice)
        for value in dict.fromkeys(values):
            if not value.strip():
                yield table_finding("value-empty", row.file, row.number, column.name, cell)
                continue
            yield from _value(row, schema, column, value)


def _space(row: Row, column: Column, cell: str) -> Finding:
    return table_finding(
        "cell-space", row.file, row.number, column.name, cell, Severity.WARNING, shown=cell.replace(" ", "␣")
    )


def _value(row: Row, schema: TableSchema, column: Column, value: str) -> Iterator[Finding]:
    """Check one value against the datatype, the range and the pattern of its column."""
    place = (row.file, row.number, column.name, value)
    if column.scheme or column.refers_to:
        return
    match column.datatype:
        case "decimal" if not _NUMBER.fullmatch(value):
            yield table_finding("cell-number", *place)
        case "integer" if not _WHOLE.fullmatch(value):
            yield table_finding("cell-whole-number", *place)
        case "decimal" | "integer":
            yield from _range(place, column, float(value))
        case "partialDate" if not _is_date(value):
            yield table_finding("cell-date", *place)
        case "anyURI" if not column.pattern and not _is_url(value):
            yield table_finding("cell-url", *place)
        case "string" | "anyURI" if column.pattern and not _compiled(column.pattern).fullmatch(value):
            if schema.is_record and column.name == schema.key[0]:
                yield table_finding(
                    "id-form", *place, prefix=" / ".join(f"{prefix}-" for prefix in schema.id_prefixes)
                )
            else:
                yield table_finding("cell-form", *place, expected=column.description or column.pattern)


def _range(place: tuple[str, int, str, str], column: Column, number: float) -> Iterator[Finding]:
    low, high = column.minimum, column.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        expected = " … ".join("" if end is None else f"{end:g}" for end in (low, high)).strip()
        yield table_finding("cell-range", *place, expected=expected)


def _is_date(value: str) -> bool:
    """Tell whether YYYY, YYYY-MM or YYYY-MM-DD names a time that exists."""
    if not _DATE.fullmatch(value):
        return False
    parts = [int(part) for part in value.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


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
