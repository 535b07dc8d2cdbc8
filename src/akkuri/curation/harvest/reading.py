"""An operator's table as rows of texts: CSV in any encoding or a workbook, with what is wrong told by row."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from typing import Final

from akkuri.curation.harvest.mapping import HarvestMapping
from akkuri.errors import UsageError
from akkuri.naming.did_you_mean import nearest
from akkuri.naming.spelling import squeezed
from akkuri.tables.decoding import decoded, separator_of
from akkuri.tables.first_sheet import WORKBOOK, first_sheet

__all__ = ["OwnRow", "OwnTable", "read_table"]

MOST: Final = 20_000
"""Rows of a table."""
_UPPER: Final = 20
"""In so many lines the header is looked for: titles may stand above it."""
_OLD_WORKBOOK: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row as the operator has it: `number` counts as a spreadsheet does."""

    number: int
    cells: dict[str, str]
    """Column, as `squeezed` → cell without spaces around it."""

    def first(self, columns: Sequence[str]) -> tuple[str, str]:
        """Return the first column that says something and what it says; two empty texts where none does."""
        for name in columns:
            if cell := self.cells.get(squeezed(name), ""):
                return name, cell
        return "", ""


@dataclass(slots=True)
class OwnTable:
    """The rows that can be read, and those that cannot."""

    header: list[str]
    rows: list[OwnRow] = field(default_factory=list)
    broken: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    """Row → text that says why it cannot be read, cells found, cells expected."""

    def untaken(self, mapping: HarvestMapping) -> list[str]:
        """Return the columns that the mapping does not take."""
        taken = {squeezed(name) for _, name in mapping.wanted}
        return [name for name in self.header if name and squeezed(name) not in taken]


def read_table(content: bytes, place: str, mapping: HarvestMapping) -> OwnTable:
    """Read a file that holds one table.

    Raises UsageError for what is no table, has too many rows, or lacks a column that the mapping names.
    """
    lines = list(islice(_lines(content, place, mapping.sheet), MOST + _UPPER + 1))
    if len(lines) > MOST + _UPPER:
        raise UsageError.worded("harvest.many-rows", place=place, most=MOST)
    if not lines:
        raise UsageError.worded("harvest.empty", place=place)
    start = _header(lines, mapping)
    found = OwnTable([cell.strip() for cell in lines[start] or ()])
    _check_columns(found.header, place, mapping)
    names = [squeezed(name) for name in found.header]
    width = max(position for position, name in enumerate(names, start=1) if name)
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if line is None:
            found.broken[number] = ("row-broken", 0, len(names))
        elif any(cell.strip() for cell in line):
            if len(line) < width or any(cell.strip() for cell in line[len(names) :]):
                found.broken[number] = ("row-ragged", len(line), len(names))
                continue
            cells: dict[str, str] = {}
            for name, cell in zip(names, line, strict=False):
                if name and not cells.get(name):
                    cells[name] = cell.strip()
            found.rows.append(OwnRow(number, cells))
    return found


def _lines(content: bytes, place: str, sheet: str) -> Iterator[list[str] | None]:
    if content.startswith(WORKBOOK):
        try:
            yield from _even(first_sheet(content, sheet))
        except LookupError as error:
            raise UsageError.worded("harvest.no-sheet", place=place, key="sheet", found=sheet) from error
        except ValueError as error:
            raise UsageError.worded("harvest.no-table", place=place) from error
        return
    if content.startswith(_OLD_WORKBOOK):
        raise UsageError.worded("harvest.old-workbook", place=place)
    if _HTML.match(content[:2000].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")):
        raise UsageError.worded("harvest.web-page", place=place)
    text = decoded(content)
    if text is None:
        raise UsageError.worded("harvest.no-table", place=place)
    yield from _csv_lines(text)


def _even(lines: list[list[str]]) -> list[list[str]]:
    """Give all lines of a sheet the length of the longest: cells at the end that are empty may be absent."""
    width = max(map(len, lines), default=0)
    return [line + [""] * (width - len(line)) for line in lines]


def _csv_lines(text: str) -> Iterator[list[str] | None]:
    """Yield the cells of each row; None for one with quotation marks that do not end, and go on behind it.

    A row of several lines that has not as many cells as the others began with such a mark, too.
    """
    raw = list(StringIO(text, newline=""))
    separator, start, width = separator_of(text), 0, 0
    while start < len(raw):
        reader = csv.reader(islice(raw, start, None), strict=True, delimiter=separator)
        read = 0
        try:
            for line in reader:
                width = width or len(line)
                if reader.line_num - read > 1 and len(line) != width:
                    break
                read = reader.line_num
                yield line
            else:
                return
        except csv.Error:
            pass
        yield None
        start += read + 1


def _header(lines: Sequence[list[str] | None], mapping: HarvestMapping) -> int:
    """Return the place of the line that has the most of the wanted columns, among the first."""
    wanted = {squeezed(name) for _, name in mapping.wanted}
    hits = [len(wanted.intersection(map(squeezed, line or ()))) for line in lines[:_UPPER]]
    return hits.index(max(hits))


def _check_columns(header: Sequence[str], place: str, mapping: HarvestMapping) -> None:
    names = {squeezed(name) for name in header if name}
    shown = ", ".join(name for name in header if name)[:300]
    missing = [(key, name) for key, name in mapping.wanted if squeezed(name) not in names]
    if len(missing) == len(mapping.wanted) and missing:
        raise UsageError.worded("harvest.no-columns", place=place, mapping=mapping.name, header=shown)
    for key, name in missing if not mapping.optional else ():
        close = nearest(name, [each for each in header if each], 1)
        raise UsageError.worded(
            "harvest.no-column",
            mapping=mapping.name,
            key=key,
            found=name,
            place=place,
            known=close[0] if close else shown,
        )
