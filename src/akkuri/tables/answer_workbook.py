"""Answers as a workbook: a sheet for each table with typed cells, and one that says where they are from."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from akkuri.tables.sheet_xml import PLAIN, PlainBook, Style

__all__ = ["XLSX", "AnswerSheet", "answer_workbook", "told_apart"]

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold besides the signs that the library knows."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR: Final = 1901
"""Spreadsheets disagree about days before it."""
_EXACT: Final = 10**15
"""Whole numbers from here on lose digits in a spreadsheet."""
_LONGEST: Final = 32_767
"""Characters that a cell can hold; with more the file counts as damaged."""
_TITLE: Final = 31
_WIDTHS: Final = (8, 60)
_ABOUT_WIDTHS: Final = (18, 90)
_DATED: Final = Style(day=True)
_QUOTED: Final = Style(quoted=True)
_LOOKED_AT: Final = 100
"""Rows by which the width of a column is chosen."""


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """One table: its title, its headings, and rows of texts, numbers, truth values, lists or None."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


def answer_workbook(sheets: Iterable[AnswerSheet], facts: Mapping[str, str], about: str = "Akkuri") -> bytes:
    """Return the bytes of an .xlsx file whose last sheet, titled `about`, has the facts.

    Numbers, truth values and days stay such; no text is taken for a formula, neither when the file is
    opened nor when the cell is edited.
    """
    book = PlainBook()
    taken = {about}
    for sheet in sheets:
        place = book.sheet(_title(sheet.title, taken), _widths(sheet), frozen=True)
        place.append(_heading(text) for text in told_apart(sheet.headings))
        for row in sheet.rows:
            place.append(map(_cell, row))
    last = book.sheet(about, _ABOUT_WIDTHS)
    for name, value in facts.items():
        last.append((_heading(name), _cell(value)))
        if value.startswith(("https://", "http://")):
            last.lead(2, value)
    return book.saved()


def _title(wanted: str, taken: set[str]) -> str:
    """Return a title that a sheet may have and no other has."""
    base = _NOT_IN_TITLES.sub(" ", wanted).strip(" '")[:_TITLE].strip(" '") or "Akkuri"
    title, number = base, 1
    while title.casefold() in {each.casefold() for each in taken}:
        number += 1
        title = f"{base[: _TITLE - 4]} {number}"
    taken.add(title)
    return title


def told_apart(headings: Sequence[str]) -> Iterator[str]:
    """Yield headings; one that stands there already gets a number."""
    seen: dict[str, int] = {}
    for text in headings:
        seen[text] = seen.get(text, 0) + 1
        yield text if seen[text] == 1 else f"{text} ({seen[text]})"


def _widths(sheet: AnswerSheet) -> Iterator[int]:
    low, high = _WIDTHS
    for number, heading in enumerate(sheet.headings):
        lengths = [len(_plain(row[number])) for row in sheet.rows[:_LOOKED_AT]]
        yield min(max(low, len(heading) + 2, *lengths), high)


def _heading(value: str) -> tuple[Any, Style]:
    told, style = _cell(value)
    return told, replace(style, bold=True)


def _cell(value: Any) -> tuple[Any, Style]:
    """Return what a cell holds, of the type of the value, and its style."""
    if isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < _EXACT):
        return value, PLAIN
    text = _plain(value)
    if day := _day(text):
        return day, _DATED
    return text or None, _QUOTED if text.startswith(_FORMULA) else PLAIN


def _day(text: str) -> datetime | None:
    if not _DAY.fullmatch(text) or int(text[:4]) < _FIRST_YEAR:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _plain(value: Any) -> str:
    """Return a value as a text that a cell can hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    text = _NOT_IN_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]} …"
