"""Cells for numbers that hold something else: what of it is the number, and where the rest belongs."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from akkuri.checks.cells.identifiers import meant_form
from akkuri.checks.report.finding import Finding, table_finding
from akkuri.naming.numbers import (
    about_number,
    number_and_unit,
    power_of_ten,
    range_of,
    read_euros,
    readings,
    states_euros,
)
from akkuri.naming.spelling import fold
from akkuri.naming.stated import EXACT, RANGE, read_stated
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import LANGUAGES, Phrase, text

__all__ = ["Place", "SameUnit", "check_number", "fits", "meant_finding", "sign_meant", "whole_number"]

Place = tuple[str, int, str, str]
"""File, row, column and value."""
SameUnit = Callable[[str, str], bool]
"""Tells whether two ways to write a unit mean the same one."""
_AFTER_WORDS: Final = re.compile(r"[^\W\d]+\.?\s*([0-9]+)")
"""A number after what it counts, such as TRL 4."""
_COUNTED: Final = re.compile(
    r"([0-9]+)\s*(?:kpl|kappaletta|st|stycken|stk|pcs?|pieces?|units?|x)\.?", re.IGNORECASE
)
"""A number before a word that only says that things are counted, such as 2 kpl."""
_WORDS: Final = ("text_value", "curation_note", "note")
"""Columns that say in words how exact a number is."""
_CURRENCY: Final = "ak:currency"


def check_number(
    row: Row, schema: TableSchema, column: Column, place: Place, same_unit: SameUnit
) -> Iterator[Finding]:
    """Say how a number should be written, and where what stands beside it in its cell belongs.

    It is certain where the cells for the rest are empty or say the same: then each gets what is its own.
    """
    found = readings(place[3]) or power_of_ten(place[3])
    if len(found) > 1:  # of 65,736 only one is a latitude
        found = [number for number in found if fits(column, float(number))] or found
    if len(found) > 1:
        yield table_finding("cell-number-two", *place, readings=" / ".join(found))
        return
    if found:
        yield meant_finding("cell-number", place, found[0])
        return
    told = place[2].rpartition("_")[2]  # floor_area_m2, amount_eur
    if told == "eur" and (euros := read_euros(place[3])) is not None:
        yield meant_finding("cell-number", place, f"{euros:.15g}")
        return
    parts = number_and_unit(place[3])
    if parts and fold(parts[1]) == told and len(number := readings(parts[0])) == 1:
        yield meant_finding("cell-number", place, number[0])
        return
    others = _others(schema, column, place[3])
    if others is not None:
        number_here = others.pop(column.name)
        yield from _parted(row, schema, place, number_here, others, same_unit)
    elif two := _two(row, schema, place):
        yield from two
    elif about := about_number(place[3]):
        yield _about(schema, place, about)
    else:
        yield meant_finding("cell-number", place, None)


def sign_meant(row: Row, schema: TableSchema, column: Column) -> str | None:
    """Return what an empty cell for the sign of a value means; None for another column or an empty value."""
    if column.name != _sign(schema):
        return None
    number = next((each for each in schema.columns if each.datatype == "decimal"), None)
    upper = _upper(schema, number) if number else None
    if number is None or not row[number.name].strip():
        return None
    if upper and row[upper].strip():
        return RANGE
    stated = read_stated(row[number.name])
    return stated.sign if stated and re.fullmatch(column.pattern or "", stated.sign) else None


def whole_number(row: Row, schema: TableSchema, place: Place) -> Iterator[Finding]:
    """Say how a whole number should be written: 4 for 4.0 and for TRL 4, 20000 for 20 000."""
    if two := _two(row, schema, place):
        yield from two
        return
    numbers = readings(place[3]) or power_of_ten(place[3])
    found = [number for number in numbers if not number.partition(".")[2].strip("0")]
    if len(found) != 1 and (words := _AFTER_WORDS.fullmatch(place[3]) or _COUNTED.fullmatch(place[3])):
        found = [words[1]]
    yield meant_finding("cell-whole-number", place, found[0].partition(".")[0] if len(found) == 1 else None)


def fits(column: Column, number: float) -> bool:
    """Tell whether a number is within the bounds of its column."""
    low, high = column.minimum, column.maximum
    return (low is None or number >= low) and (high is None or number <= high)


def meant_finding(code: str, place: Place, meant: str | None) -> Finding:
    """Make the finding about a value that can be read in one other way, or in none."""
    if meant is None:
        return table_finding(code, *place)
    return table_finding(f"{code}-meant", *place, proposal=meant, meant=meant)


def _others(schema: TableSchema, column: Column, value: str) -> dict[str, str] | None:
    """Return what belongs in which column of what one cell says; None where a column for some of it lacks."""
    sign, upper = _sign(schema), _upper(schema, column)
    currency = next((each.name for each in schema.columns if each.property == _CURRENCY), None)
    if currency and (euros := read_euros(value)) is not None:
        return {column.name: f"{euros:.15g}"} | ({currency: "EUR"} if states_euros(value) else {})
    stated = read_stated(value)
    if stated is None:
        return None
    parts: list[tuple[str | None, str]] = list(zip((column.name, upper), stated.numbers, strict=False))
    if stated.sign != EXACT:
        signs = schema.column(sign).pattern or "" if sign else ""
        parts.append((sign if re.fullmatch(signs, stated.sign) else None, stated.sign))
    if stated.unit:
        parts.append((_unit(schema), stated.unit))
    found = {name: said for name, said in parts if name}
    return found if len(found) == len(parts) else None


def _parted(
    row: Row, schema: TableSchema, place: Place, here: str, others: Mapping[str, str], same_unit: SameUnit
) -> Iterator[Finding]:
    """Say what of a cell stays and where the rest goes, and propose it there where nothing else stands."""
    unit = _unit(schema) or ""

    def is_said(name: str) -> bool:
        there = row[name].strip()
        if name == unit and there:
            return same_unit(there, others[name])
        return others[name] in (there, meant_form(schema.column(name), there) if there else None)

    left = {name: said for name, said in others.items() if not is_said(name)}
    free = [name for name in left if name in row.cells and row[name].strip() in ("", _blank(schema, name))]
    certain = here if len(free) == len(left) else None
    if unit in others and not left.keys() - {unit}:
        yield table_finding("cell-number-unit", *place, proposal=certain, meant=here, unit=others[unit])
    elif not left:
        yield meant_finding("cell-number", place, here)
    else:
        yield table_finding(
            "cell-number-parts", *place, proposal=certain, meant=here, rest=_rest(schema, left)
        )
    for name in free if certain else ():
        said, at = left[name], (row.file, row.number, name, row[name].strip())
        if name == unit:
            yield table_finding("cell-unit-elsewhere", *at, proposal=said, unit=said)
        else:
            yield table_finding("cell-part-elsewhere", *at, proposal=said, meant=said, other=place[2])


def _rest(schema: TableSchema, left: Mapping[str, str]) -> Phrase:
    """Say in each language what belongs in which column."""
    titles = {name: Phrase(schema.column(name).titles) for name in left}
    return Phrase(
        {
            lang: ", ".join(
                text(lang, "checks.part-of-column", meant=said, heading=titles[name].words(lang), column=name)
                for name, said in left.items()
            )
            for lang in LANGUAGES
        }
    )


def _blank(schema: TableSchema, name: str) -> str:
    """Return what a column holds where nothing was thought of: that a value is exactly so."""
    return EXACT if name == _sign(schema) else ""


def _unit(schema: TableSchema) -> str | None:
    return next((column.name for column in schema.columns if column.scheme == "unit"), None)


def _sign(schema: TableSchema) -> str | None:
    """Return the column that says how a value compares."""
    signs = (column for column in schema.columns if column.pattern and column.datatype == "string")
    return next((each.name for each in signs if re.fullmatch(each.pattern or "", "<=")), None)


def _upper(schema: TableSchema, column: Column) -> str | None:
    """Return the column of the other end, for a column of the lower one: value_max."""
    name = f"{column.name.removesuffix('_min')}_max"
    return name if name in schema.header and name != column.name else None


def _two(row: Row, schema: TableSchema, place: Place) -> list[Finding]:
    """Say of a range where its ends stand, if there is a column for the other: value_max, trl_min."""
    begins, ends = place[2].removesuffix("_min").removesuffix("_max"), range_of(place[3])
    is_upper = place[2] == f"{begins}_max"
    wanted = {begins, f"{begins}_min"} if is_upper else {f"{begins}_max"}
    other = next((column.name for column in schema.columns if column.name in wanted), None)
    if ends is None or other is None:
        return []
    here, there = reversed(ends) if is_upper else ends
    is_free = row.cells.get(other, " ") == ""
    proposal = here if is_free or row[other].strip() == there else None
    found = [table_finding("cell-range-two", *place, proposal=proposal, here=here, there=there, other=other)]
    if is_free:
        at = (row.file, row.number, other, "")
        found.append(table_finding("cell-part-elsewhere", *at, proposal=there, meant=there, other=place[2]))
    return found


def _about(schema: TableSchema, place: Place, number: str) -> Finding:
    """Say how a number that is only about right is written: it alone, and in words that it is about so."""
    words = next((name for name in _WORDS if name in schema.header), None)
    parts = number_and_unit(number)
    found = readings(parts[0] if parts else number)
    if len(found) != 1:
        return table_finding("cell-number", *place)
    if words is None:
        return table_finding("cell-number-meant", *place, meant=found[0])
    if parts and _unit(schema):
        return table_finding("cell-number-about-unit", *place, meant=found[0], unit=parts[1], other=words)
    return table_finding("cell-number-about", *place, meant=found[0], other=words)
