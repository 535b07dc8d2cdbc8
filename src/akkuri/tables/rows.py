"""Reading CSV tables so that every cell keeps its file, row and column."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.tables.asides import no_record
from akkuri.tables.decoding import decoded, separator_of
from akkuri.tables.faults import Fault
from akkuri.tables.header_row import (
    column_named,
    header_place,
    header_problems,
    is_header,
    is_turned,
    separator_problem,
)
from akkuri.tables.schema import Schema, TableSchema
from akkuri.tables.spreadsheet_csv import as_curated
from akkuri.texts import LANGUAGES, Phrase

__all__ = [
    "MOST_ROWS",
    "Fault",
    "MergedArea",
    "Row",
    "Table",
    "Tables",
    "at_most",
    "first_lines",
    "read_csv",
    "read_folder",
    "rows_of",
]

MOST_ROWS: Final = 20_000
"""Rows that files from outside may have together; so many can be checked within 18 s and 700 MiB."""

_BEGINNING: Final = 1 << 18
"""Bytes of a file in which its header is looked for."""
_TURNED: Final = 100
"""Rows in which the names of the columns are looked for in the first cells."""
_NUMBERS = frozenset({"decimal", "integer", "double"})
csv.field_size_limit(1 << 30)  # A cell that is too long is found and told at its place by the checks.


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` counts as a spreadsheet does, the header being row 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; a column the file does not have reads as empty."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file under the schema of its table."""

    schema: TableSchema
    file: str
    rows: list[Row]
    header: tuple[str, ...] = ()
    """The columns of the file in its order, as the schema calls them; a column without a name is empty."""
    headings: tuple[str, ...] = ()
    """The same columns as the file calls them."""

    def address(self, row: int, column: str) -> str | None:
        """Return where a spreadsheet shows a cell, such as AB17; None for a column the file does not have."""
        if column not in self.header:
            return None  # what the program made of other cells stands nowhere
        place, letters = self.header.index(column) + 1, ""
        while place:
            place, rest = divmod(place - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{row}"

    def heading(self, column: str) -> str | None:
        """Return what the file calls a column; None where that is its name, or it is not there."""
        found = (
            self.headings[self.header.index(column)] if self.headings and column in self.header else column
        )
        return found if found != column else None


@dataclass(frozen=True, slots=True)
class MergedArea:
    """Merged cells of a sheet, rows and columns counted from 1; only the first of them holds a value."""

    file: str
    rows: tuple[int, int]
    columns: tuple[int, int]


@dataclass(slots=True)
class Tables:
    """Everything that was read, and what could not be."""

    schema: Schema
    tables: list[Table] = field(default_factory=list)
    problems: list[Fault] = field(default_factory=list)
    submitted: bool = False
    """Whether people sent the rows: then identifiers may be lacking, for the program makes them."""
    table_of: dict[str, str] = field(default_factory=dict)
    """File or sheet → the table it holds."""
    merged: list[MergedArea] = field(default_factory=list)
    """Merged cells of the workbooks that were read."""

    def taken(self, file: Path, lines: Iterable[list[str]]) -> Iterator[list[str]]:
        """Yield the lines of a file or sheet; of what people sent, blank ones are empty and rows bounded.

        Raises UsageError beyond `MOST_ROWS` rows of all that was sent, before any further line is read.
        """
        if not self.submitted:
            yield from lines
            return
        left = MOST_ROWS - sum(len(table.rows) for table in self.tables)
        yield from at_most(left, file, lines)

    def is_merged_away(self, file: str, row: int, column: str) -> bool:
        """Tell whether a cell is empty only because it is merged with another."""
        areas = [area for area in self.merged if area.file == file and area.rows[0] <= row <= area.rows[1]]
        headers = (table.header for table in self.tables if table.file == file) if areas else ()
        places = {header.index(column) + 1 for header in headers if column in header}
        return any(
            area.columns[0] <= place <= area.columns[1] and (row, place) != (area.rows[0], area.columns[0])
            for area in areas
            for place in places
        )

    def named(self, name: str) -> list[Row]:
        """Return all rows of a table, from however many files."""
        return [row for table in self.tables if table.schema.name == name for row in table.rows]

    def __iter__(self) -> Iterator[Table]:
        """Iterate over the files read."""
        return iter(self.tables)


def at_most(rows: int, file: Path, lines: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield a header and so many rows; blank lines do not count and come empty.

    Raises UsageError naming the file when there are more.
    """
    left = rows + 1
    for line in lines:
        filled = any(cell.strip() for cell in line)
        left -= filled
        if left < 0:
            raise UsageError.worded("checks.rows-too-many", place=file, count=MOST_ROWS)
        yield line if filled else []


def read_folder(folder: Path, schema: Schema) -> Tables:
    """Read every table of the schema from a folder; a table that is not there is an empty one.

    Raises UsageError for a pipe or a device.
    """
    found = Tables(schema)
    for table in schema:
        file = folder / table.file_name
        if file.exists():
            if not (file.is_file() or file.is_dir()):  # a pipe or a device might never end
                raise UsageError.worded("cluster.no-file", file=file)
            read_csv(file, table, found)
    known = {table.file_name for table in schema}
    for file in sorted(folder.glob("*.csv")):
        if file.name not in known:
            found.problems.append(
                Fault("file-unknown", file.name, params={"known": ", ".join(sorted(known))})
            )
    return found


def read_csv(file: Path, schema: TableSchema, into: Tables) -> None:
    """Read one CSV file (UTF-8, with or without a byte order mark) and add it to `into`.

    What people submitted may be in UTF-16 or Windows-1252, and parted by semicolons or tabs; its cells may
    be as spreadsheets need them (`akkuri.tables.spreadsheet_csv`).
    """
    try:
        content = file.read_bytes()
        sent = decoded(content) if into.submitted else None
        text = content.decode("utf-8-sig") if sent is None else sent
    except UnicodeDecodeError as error:
        into.problems.append(Fault("not-utf8", file.name, row=content.count(b"\n", 0, error.start) + 1))
        return
    except OSError as error:
        into.problems.append(Fault("unreadable", file.name, params={"reason": error.strerror or str(error)}))
        return
    if "\x00" in text:
        into.problems.append(Fault("unreadable", file.name, params={"reason": "NUL"}))
        return
    problem = separator_problem(file.name, text.partition("\n")[0], schema)
    if problem and not into.submitted:
        into.problems.append(problem)
        return
    separator = separator_of(text) if into.submitted else ","
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=separator)
    lines: list[list[str]] = []
    try:
        lines.extend(into.taken(file, reader))
    except csv.Error:
        into.problems.append(Fault("csv-broken", file.name, row=len(lines) + 1))
        return
    rows_of(file.name, lines, schema, into, separator)


def first_lines(file: Path) -> list[list[str]]:
    """Return the first lines of a CSV file that somebody sent; none where it cannot be read."""
    try:
        with file.open("rb") as handle:
            text = decoded(handle.read(_BEGINNING)) or ""
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text))
        return list(islice(reader, 10))
    except (OSError, csv.Error):
        return []


def rows_of(
    file: str, lines: Iterable[list[str]], schema: TableSchema, into: Tables, separator: str | None = None
) -> int:
    """Turn a header and its lines (of a CSV file with a separator, or a worksheet) into rows of a table.

    In what people submitted titles may stand above the header. Returns the row of the header.
    """
    into.table_of[file] = schema.name
    read = list(lines)
    above = header_place(read, schema) if into.submitted else 0
    source = iter(read[above:])
    header = headings = [cell.strip() for cell in next(source, [])]
    if into.submitted:
        header = [column_named(name, schema) for name in header]
    if above:
        into.problems.append(Fault("header-below", file, row=above + 1, advice=True))
    expected = {"known": _needed(schema) if into.submitted else ",".join(schema.header)}
    if code := _unreadable(read, header, schema, into.submitted):
        row = None if code == "file-empty" else 1
        into.problems.append(Fault(code, file, row=row, params=expected))
        return 1
    problems = header_problems(file, header, schema, submitted=into.submitted)
    into.problems += problems
    meant = {
        problem.column: str(problem.params["closest"]) for problem in problems if "closest" in problem.params
    }
    header = [meant.get(name, name) for name in header]
    width = max(position for position, name in enumerate(header, start=1) if name)
    numeric = {column.name for column in schema.columns if column.datatype in _NUMBERS}
    rows: list[Row] = []
    for number, cells in enumerate(source, start=above + 2):
        if not any(cell.strip() for cell in cells):
            continue
        told = no_record(cells, header, schema, number == above + 2) if into.submitted else None
        if told:
            into.problems.append(Fault(told[0], file, number, value=told[1], params=expected, advice=told[2]))
            continue
        if above:  # rows are as long as the title above them
            cells += [""] * (len(header) - len(cells))
        if len(cells) < width or any(cell.strip() for cell in cells[len(header) :]):
            found = {"found": str(len(cells)), "expected": str(len(header))}
            into.problems.append(Fault("row-ragged", file, row=number, value=cells[0], params=found))
            continue
        stray = [cell for name, cell in zip(header, cells, strict=False) if not name and cell.strip()]
        into.problems += [Fault("column-nameless", file, row=number, value=cell) for cell in stray]
        found_cells = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        if separator and into.submitted:
            found_cells = {
                name: as_curated(cell, name in numeric, separator) for name, cell in found_cells.items()
            }
        rows.append(Row(file, number, found_cells))
    into.tables.append(Table(schema, file, rows, tuple(header), tuple(headings)))
    return above + 1


def _unreadable(
    lines: Sequence[Sequence[str]], header: Sequence[str], schema: TableSchema, submitted: bool
) -> str | None:
    """Return the code of what keeps the rows below a header from being read; None where nothing does."""
    if submitted and is_turned(lines[:_TURNED], schema):
        return "sheet-turned"
    if not any(header):
        return "file-empty"
    return None if is_header(header, schema) else "header-missing"


def _needed(schema: TableSchema) -> Phrase:
    """Return the columns that a header must have, by title and name."""
    needed = [column for column in schema.columns if column.required and column.name not in schema.key[:1]]
    columns = needed or schema.columns
    return Phrase(
        {
            lang: ", ".join(f"{Phrase(each.titles).words(lang)} ({each.name})" for each in columns)
            for lang in LANGUAGES
        }
    )
