"""Read a table with a column of affiliations and write it with the links beside it, whole or not at all."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.files import whole_file
from akkuri.link.text.matches import Match
from akkuri.tables.decoding import decoded, separator_of
from akkuri.tables.first_sheet import WORKBOOK, first_sheet
from akkuri.texts import Wording

__all__ = ["ADDED", "AffiliationTable", "read_affiliations", "separator_for", "write_links"]

COLUMN: Final = "affiliation"
ADDED: Final = ("ids", "confidence", "name", "status", "successor", "record")
"""The columns that are written beside those of the input; one that is there already gets a number."""
_BETWEEN: Final = "|"
_TAB: Final = "\t"
_SPACED: Final = str.maketrans("\t\r\n", "   ")
_SUFFIXES: Final = {".csv": ",", ".tsv": _TAB, ".txt": _TAB, "": _TAB}

csv.field_size_limit(1 << 30)


@dataclass(frozen=True, slots=True)
class AffiliationTable:
    """The columns and lines of a file, every line with a cell for each column."""

    header: tuple[str, ...]
    lines: list[list[str]]
    place: int
    """Which column holds the affiliations."""

    @property
    def texts(self) -> list[str]:
        """The affiliations, one a line."""
        return [line[self.place] for line in self.lines]


def read_affiliations(path: Path) -> AffiliationTable:
    """Read a table parted by tabs, commas or semicolons (UTF-8, UTF-16 or Windows-1252), or a first sheet.

    Between tabs quotes are letters like others, elsewhere they hold a cell together. Raises UsageError for a
    file that cannot be read, is no text, lacks the column `affiliation` or has a line without that cell.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _wrong(path, "unreadable", reason=error.strerror) from error
    lines = list(_sheet(path, content) if content.startswith(WORKBOOK) else _lines(path, content))
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    named = [name.casefold() for name in header]
    if COLUMN not in named:
        raise _wrong(path, "no_column", found=", ".join(header)[:200] or "–")
    place = named.index(COLUMN)
    whole = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            cells = []
        elif len(cells) <= place or any(cell.strip() for cell in cells[len(header) :]):
            raise _wrong(path, "ragged", line=number, found=len(cells), width=len(header))
        whole.append([*cells[: len(header)], *[""] * (len(header) - len(cells))])
    return AffiliationTable(tuple(header), whole, place)


def separator_for(path: Path) -> str:
    """Return what parts the columns of a file to write; raises UsageError for a name of another format."""
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise _wrong(path, "out_format")
    return found


def write_links(path: Path, table: AffiliationTable, matches: Iterable[Match]) -> int:
    """Write every line of a table with its match and return how many have one.

    Between tabs, the tabs and line breaks in cells are spaces. The file gets its name only when it is whole.
    Raises UsageError when it cannot be written.
    """
    linked = 0
    separator = separator_for(path)

    def rows() -> Iterator[Sequence[str]]:
        nonlocal linked
        yield [*table.header, *_added(table.header)]
        for line, match in zip(table.lines, matches, strict=True):
            linked += bool(match.ids)
            yield [*line, *_cells(match)]

    with whole_file(path) as file:
        if separator == _TAB:
            file.writelines(_TAB.join(cell.translate(_SPACED) for cell in row) + "\n" for row in rows())
        else:
            csv.writer(file, lineterminator="\n").writerows(rows())
    return linked


def _added(header: Sequence[str]) -> list[str]:
    """Return the names of the added columns, each its own."""
    taken, found = set(header), []
    for name in ADDED:
        free, number = name, 2
        while free in taken:
            free, number = f"{name}_{number}", number + 1
        taken.add(free)
        found.append(free)
    return found


def _cells(match: Match) -> list[str]:
    def joined(values: Sequence[str]) -> str:
        return _BETWEEN.join(values) if any(values) else ""

    told = (match.names, match.statuses, match.successors, match.records)
    return [joined(match.ids), f"{match.confidence:.3f}", *map(joined, told)]


def _lines(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of every line of a text."""
    text = decoded(content)
    if text is None:
        raise _wrong(path, "no_text")
    separator = separator_of(text)
    if separator == _TAB or separator not in text.partition("\n")[0]:
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        yield from ((at, line.rstrip("\r").split(_TAB)) for at, line in enumerate(lines, start=1))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise _wrong(path, "csv_broken", line=number) from error


def _sheet(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of the first sheet of a workbook."""
    try:
        yield from enumerate(first_sheet(content), start=1)
    except ValueError as error:
        raise _wrong(path, "workbook_broken") from error


def _wrong(path: Path, key: str, **said: object) -> UsageError:
    return UsageError.worded(f"link.{key}", path=path, expected=Wording("link.expected"), **said)
