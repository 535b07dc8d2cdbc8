"""Which rows of which tables fit on two printed pages: counted in lines, the first tables first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from akkuri.web.page.values import Value, clip

__all__ = ["BriefFact", "BriefTable", "fit", "lines_of", "shortened"]

LINES: Final = 62
"""Lines that two pages have for tables, below what stands above them."""
_HEAD: Final = 4
"""Lines of a title with the headings under it."""
_SIGNS: Final = 105
"""Signs of a printed line, shared by the columns of a table."""
_LONGEST: Final = 90
_VALUES: Final = 4
"""Values that a cell of a brief has."""


@dataclass(frozen=True, slots=True)
class BriefFact:
    """One fact: what it is called, and its values."""

    name: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class BriefTable:
    """A table with the rows there is room for, and how many it has in all."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Sequence[Value]]]
    total: int


def fit(tables: Iterable[BriefTable], lines: int = LINES, most: int = 12) -> list[BriefTable]:
    """Return the tables cut to so many lines, none with more than `most` rows; those without room go."""
    found = []
    for table in tables:
        if not table.rows or lines < _HEAD + 2:
            continue
        lines -= _HEAD
        kept: list[list[list[Value]]] = []
        for row in table.rows[:most]:
            cells = [shortened(cell) for cell in row]
            needed = max(lines_of(cell, _SIGNS // max(len(row), 1)) for cell in cells)
            if needed > lines:
                break
            lines -= needed
            kept.append(cells)
        if kept:
            found.append(BriefTable(table.title, table.headings, kept, table.total))
    return found


def shortened(cell: Sequence[Value]) -> list[Value]:
    """Return the first values of a cell, long texts cut at a word."""
    short = [_short(value) for value in cell]
    return short[:_VALUES] + ([Value("…")] if len(short) > _VALUES else [])


def _short(value: Value) -> Value:
    """Return a value with as much of its text as a brief has room for, and what of that is English."""
    text = clip(value.text, _LONGEST)
    before = len(value.text.removesuffix(value.english or ""))
    return Value(text, value.href, value.lang, value.foreign, english=value.english and text[before:])


def lines_of(cell: Sequence[Value], signs: int) -> int:
    """Return how many printed lines a cell takes whose column holds so many signs."""
    return max(1, sum(-(-len(value.text) // max(signs, 1)) for value in cell))
