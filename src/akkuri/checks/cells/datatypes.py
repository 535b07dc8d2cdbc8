"""Checks of single cells: whether each fits the description of its column in tables.json."""

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import eq
from urllib.parse import urlsplit

from akkuri.checks.cells.characters import check_characters
from akkuri.checks.cells.codes import choices
from akkuri.checks.cells.identifiers import meant_form
from akkuri.checks.cells.numeric import (
    Place,
    SameUnit,
    check_number,
    fits,
    meant_finding,
    sign_meant,
    whole_number,
)
from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.naming.dates import is_date, read_date, read_serial
from akkuri.naming.numbers import NUMBER
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import LANGUAGES, Phrase, catalogue

__all__ = ["check_row"]

_WHOLE = re.compile(r"[+-]?[0-9]+")
_START = re.compile(r"^[^/]*//[^/?#@]*")
"""Scheme and host of an address, which mean the same in capitals and are stored in small letters."""
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)", re.IGNORECASE)
_NOTHING = frozenset(
    {"-", "–", "—", "?", "??", "n/a", "n.a.", "tbd", "unknown", "not known", "none"}
    | {"ei tietoa", "ei tiedossa", "ei tiedetä", "tuntematon", "puuttuu", "ei ole"}
    | {"uppgift saknas", "okänt", "okänd", "ej känt", "inte känt", "vet ej", "saknas", "finns inte"}
)
"""What people write where they have nothing to say."""


def check_row(row: Row, schema: TableSchema, same_unit: SameUnit = eq) -> Iterator[Finding]:
    """Yield the findings about each cell of a row by itself (references are checked elsewhere)."""
    found: list[Finding] = []
    empty: list[Column] = []
    for column in schema.columns:
        cell = row[column.name]
        if cell.strip():
            found += _filled(row, schema, column, cell, same_unit)
        elif column.required and column.name in row.cells:
            empty.append(column)
        elif cell:
            found.append(_space(row, column, cell))
    told = {finding.column for finding in found}  # what another cell has of it
    for column in (each for each in empty if each.name not in told):
        place = (row.file, row.number, column.name)
        if meant := sign_meant(row, schema, column):
            found.append(table_finding("cell-required-meant", *place, proposal=meant, meant=meant))
        else:
            found.append(table_finding("cell-required", *place))
    yield from found


def _filled(
    row: Row, schema: TableSchema, column: Column, cell: str, same_unit: SameUnit
) -> Iterator[Finding]:
    """Check a cell that holds something: its characters, its spaces, then value by value."""
    place = (row.file, row.number, column.name)
    characters = list(check_characters(*place, cell))
    yield from characters
    if any(finding.severity is Severity.VIOLATION for finding in characters):
        return
    if cell.strip().casefold() in _NOTHING and not _is_text(column):
        yield table_finding("cell-nothing", *place, cell, proposal="")
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
            yield from _value(row, schema, column, value, same_unit)


def _is_text(column: Column) -> bool:
    """Tell whether a column holds words, in which a stray space does no harm."""
    return not (column.scheme or column.refers_to or column.pattern) and column.datatype == "string"


def _space(row: Row, column: Column, cell: str) -> Finding:
    severity = Severity.WARNING if _is_text(column) or not cell.strip() else Severity.VIOLATION
    shown = re.sub(r"\s", "␣", cell)
    place = (row.file, row.number, column.name, cell)
    return table_finding("cell-space", *place, severity, proposal=_tidy(column, cell), shown=shown)


def _tidy(column: Column, cell: str) -> str:
    """Return a cell without needless spaces."""
    parts = cell.split(column.separator) if column.separator and column.separator != " " else [cell]
    return (column.separator or "").join(" ".join(part.split()) for part in parts)


def _value(
    row: Row, schema: TableSchema, column: Column, value: str, same_unit: SameUnit
) -> Iterator[Finding]:
    """Check one value against the datatype, the range and the pattern of its column."""
    place = (row.file, row.number, column.name, value)
    if column.scheme or column.refers_to:
        return
    match column.datatype:
        case "decimal" if not NUMBER.fullmatch(value):
            yield from check_number(row, schema, column, place, same_unit)
        case "integer" if not _WHOLE.fullmatch(value):
            yield from whole_number(row, schema, place)
        case "decimal" | "integer":
            yield from _range(place, column, float(value))
        case "partialDate" if not is_date(value):
            yield meant_finding("cell-date", place, read_date(value) or read_serial(value))
        case "anyURI" if not column.pattern:
            yield from _address(place)
        case "string" | "anyURI" | "boolean" if column.pattern and not _compiled(column.pattern).fullmatch(
            value
        ):
            if schema.is_record and column.name == schema.key[0]:
                yield table_finding(
                    "id-form", *place, prefix=" / ".join(f"{prefix}-" for prefix in schema.id_prefixes)
                )
            else:
                yield _form(place, column)


def _range(place: Place, column: Column, number: float) -> Iterator[Finding]:
    low, high = column.minimum, column.maximum
    if not fits(column, number):
        if low is not None and high is not None:
            expected = f"{low:g} … {high:g}"
        else:
            expected = f"≤ {high:g}" if low is None else f"≥ {low:g}"
        yield table_finding("cell-range", *place, expected=expected)


def _form(place: Place, column: Column) -> Finding:
    """Say in words what the column wants, or show its pattern where there are no words for it."""
    word = f"form-{column.name}"
    meant = meant_form(column, place[3])
    if listed := choices(column):
        known = Phrase(
            {
                lang: ", ".join(f"{called.words(lang)} ({code})" for code, called in listed.items())
                for lang in LANGUAGES
            }
        )
        return table_finding("cell-choice", *place, known=known, proposal=meant)
    if f"checks.{word}" in catalogue("en"):
        return table_finding("cell-form", *place, word=word, proposal=meant)
    return table_finding("cell-pattern", *place, pattern=column.pattern, proposal=meant)


def _address(place: Place) -> Iterator[Finding]:
    """Say how one web address is written, where it is written otherwise."""
    value = place[3]
    several = [part for part in re.split(r"[\s;,]+", value) if part]
    if not _is_url(value) and len(several) > 1 and all(map(_is_url, several)):
        yield table_finding("cell-url-several", *place, first=several[0])
        return
    whole = value if _is_url(value) else f"https://{value}" if _HOST.match(value) else ""
    meant = _START.sub(lambda start: start[0].lower(), whole) if _is_url(whole) else None
    if meant != value:
        yield meant_finding("cell-url", place, meant)


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
