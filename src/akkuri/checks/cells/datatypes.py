"""Checks of single cells: whether each fits the description of its column in tables.json."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from akkuri.checks.cells.characters import check_characters
from akkuri.checks.cells.identifiers import meant_form
from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.naming.dates import is_date, read_date, read_serial
from akkuri.naming.numbers import (
    NUMBER,
    about_number,
    number_and_unit,
    power_of_ten,
    range_of,
    read_euros,
    readings,
)
from akkuri.naming.spelling import fold
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import catalogue

__all__ = ["check_row"]

_WHOLE = re.compile(r"[+-]?[0-9]+")
_AFTER_WORDS = re.compile(r"[^\W\d]+\.?\s*([0-9]+)")
"""A number after what it counts, such as TRL 4."""
_COUNTED = re.compile(r"([0-9]+)\s*(?:kpl|kappaletta|st|stycken|stk|pcs?|pieces?|units?|x)\.?", re.IGNORECASE)
"""A number before a word that only says that things are counted, such as 2 kpl."""
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)", re.IGNORECASE)
_WORDS = ("text_value", "curation_note", "note")
"""Columns that say in words how exact a number is."""
_NOTHING = frozenset(
    {"-", "–", "—", "?", "??", "n/a", "n.a.", "tbd", "unknown", "not known"}
    | {"ei tietoa", "ei tiedossa", "ei tiedetä", "tuntematon", "puuttuu"}
    | {"uppgift saknas", "okänt", "okänd", "ej känt", "inte känt", "vet ej", "saknas"}
)
"""What people write where they have nothing to say."""
Place = tuple[str, int, str, str]
"""File, row, column and value."""


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
            yield from _value(row, schema, column, value)


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


def _number(row: Row, schema: TableSchema, column: Column, place: Place) -> Iterator[Finding]:
    """Say how a number should be written; one with its unit is certain where row or column has that unit.

    It is certain too where the cell of the unit is empty: then each gets what is its own.
    """
    if two := _two(schema, place):
        yield two
        return
    if about := about_number(place[3]):
        yield _about(schema, place, about)
        return
    found = readings(place[3]) or power_of_ten(place[3])
    if len(found) > 1:  # of 65,736 only one is a latitude
        found = [number for number in found if _fits(column, float(number))] or found
    if len(found) > 1:
        yield table_finding("cell-number-two", *place, readings=" / ".join(found))
        return
    told = place[2].rpartition("_")[2]  # floor_area_m2, amount_eur
    if not found and told == "eur" and (euros := read_euros(place[3])) is not None:
        found = [f"{euros:.15g}"]
    parts = None if found else number_and_unit(place[3])
    units = [row[column.name] for column in schema.columns if column.scheme == "unit"]
    if parts is not None and len(number := readings(parts[0])) == 1:
        if fold(parts[1]) == told:
            yield _meant("cell-number", place, number[0])
            return
        if units:
            empty = _empty_unit(row, schema)
            certain = number[0] if parts[1] in units or empty else None
            yield table_finding("cell-number-unit", *place, proposal=certain, meant=number[0], unit=parts[1])
            if empty:
                there = (row.file, row.number, empty, "")
                yield table_finding("cell-unit-elsewhere", *there, proposal=parts[1], unit=parts[1])
            return
    yield _meant("cell-number", place, found[0] if found else None)


def _empty_unit(row: Row, schema: TableSchema) -> str | None:
    """Return the column of the unit, where the file has it and nothing stands in it."""
    units = [column.name for column in schema.columns if column.scheme == "unit"]
    return units[0] if len(units) == 1 and not row.cells.get(units[0], " ") else None


def _about(schema: TableSchema, place: Place, number: str) -> Finding:
    """Say how a number that is only about right is written: it alone, and in words that it is about so."""
    words = next((name for name in _WORDS if name in schema.header), None)
    parts = number_and_unit(number)
    found = readings(parts[0] if parts else number)
    if len(found) != 1:
        return table_finding("cell-number", *place)
    if words is None:
        return table_finding("cell-number-meant", *place, meant=found[0])
    if parts and any(column.scheme == "unit" for column in schema.columns):
        return table_finding("cell-number-about-unit", *place, meant=found[0], unit=parts[1], other=words)
    return table_finding("cell-number-about", *place, meant=found[0], other=words)


def _whole(schema: TableSchema, place: Place) -> Finding:
    """Say how a whole number should be written: 4 for 4.0 and for TRL 4, 20000 for 20 000."""
    if two := _two(schema, place):
        return two
    numbers = readings(place[3]) or power_of_ten(place[3])
    found = [number for number in numbers if not number.partition(".")[2].strip("0")]
    if len(found) != 1 and (words := _AFTER_WORDS.fullmatch(place[3]) or _COUNTED.fullmatch(place[3])):
        found = [words[1]]
    return _meant("cell-whole-number", place, found[0].partition(".")[0] if len(found) == 1 else None)


def _value(row: Row, schema: TableSchema, column: Column, value: str) -> Iterator[Finding]:
    """Check one value against the datatype, the range and the pattern of its column."""
    place = (row.file, row.number, column.name, value)
    if column.scheme or column.refers_to:
        if column.separator and "," in value:
            yield table_finding("value-commas", *place)
        return
    match column.datatype:
        case "decimal" if not NUMBER.fullmatch(value):
            yield from _number(row, schema, column, place)
        case "integer" if not _WHOLE.fullmatch(value):
            yield _whole(schema, place)
        case "decimal" | "integer":
            yield from _range(place, column, float(value))
        case "partialDate" if not is_date(value):
            yield _meant("cell-date", place, read_date(value) or read_serial(value))
        case "anyURI" if not column.pattern and not _is_url(value):
            yield _address(place)
        case "string" | "anyURI" if column.pattern and not _compiled(column.pattern).fullmatch(value):
            if schema.is_record and column.name == schema.key[0]:
                yield table_finding(
                    "id-form", *place, prefix=" / ".join(f"{prefix}-" for prefix in schema.id_prefixes)
                )
            else:
                yield _form(place, column)


def _two(schema: TableSchema, place: Place) -> Finding | None:
    """Say of a range where its ends stand, if there is a column for the other: value_max, trl_min."""
    begins, ends = place[2].removesuffix("_min").removesuffix("_max"), range_of(place[3])
    is_upper = place[2] == f"{begins}_max"
    wanted = {begins, f"{begins}_min"} if is_upper else {f"{begins}_max"}
    other = next((column.name for column in schema.columns if column.name in wanted), None)
    if ends is None or other is None:
        return None
    here, there = reversed(ends) if is_upper else ends
    return table_finding("cell-range-two", *place, here=here, there=there, other=other)


def _fits(column: Column, number: float) -> bool:
    """Tell whether a number is within the bounds of its column."""
    low, high = column.minimum, column.maximum
    return (low is None or number >= low) and (high is None or number <= high)


def _range(place: Place, column: Column, number: float) -> Iterator[Finding]:
    low, high = column.minimum, column.maximum
    if not _fits(column, number):
        if low is not None and high is not None:
            expected = f"{low:g} … {high:g}"
        else:
            expected = f"≤ {high:g}" if low is None else f"≥ {low:g}"
        yield table_finding("cell-range", *place, expected=expected)


def _form(place: Place, column: Column) -> Finding:
    """Say in words what the column wants, or show its pattern where there are no words for it."""
    word = f"form-{column.name}"
    meant = meant_form(column, place[3])
    if f"checks.{word}" in catalogue("en"):
        return table_finding("cell-form", *place, word=word, proposal=meant)
    return table_finding("cell-pattern", *place, pattern=column.pattern, proposal=meant)


def _meant(code: str, place: Place, meant: str | None) -> Finding:
    """Make the finding about a value that can be read in one other way, or in none."""
    if meant is None:
        return table_finding(code, *place)
    return table_finding(f"{code}-meant", *place, proposal=meant, meant=meant)


def _address(place: Place) -> Finding:
    """Say how one web address is written."""
    value = place[3]
    several = [part for part in re.split(r"[\s;,]+", value) if part]
    if len(several) > 1 and all(map(_is_url, several)):
        return table_finding("cell-url-several", *place, first=several[0])
    return _meant(
        "cell-url",
        place,
        f"https://{value}" if _HOST.match(value) and _is_url(f"https://{value}") else None,
    )


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
