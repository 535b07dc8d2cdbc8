"""Reading CSV tables so that every cell keeps its file, row and column."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from akkuri.tables.schema import Schema, TableSchema

__all__ = ["Problem", "Row", "Table", "Tables", "read_csv", "read_folder", "rows_of"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file or a row could not be read; `code` names the sentence that tells a person."""

    code: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


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


@dataclass(slots=True)
class Tables:
    """Everything that was read, and what could not be."""

    schema: Schema
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def named(self, name: str) -> list[Row]:
        """Return all rows of a table, from however many files."""
        return [row for table in self.tables if table.schema.name == name for row in table.rows]

    def __iter__(self) -> Iterator[Table]:
        """Iterate over the files read."""
        return iter(self.tables)


def read_folder(folder: Path, schema: Schema) -> Tables:
    """Read every table of the schema from a folder; a missing file is a problem, not an exception."""
    found = Tables(schema)
    for table in schema:
        file = folder / table.file_name
        if file.exists():
            read_csv(file, table, found)
        else:
            found.problems.append(Problem("file-missing", table.file_name))
    known = {table.file_name for table in schema}
    for file in sorted(folder.glob("*.csv")):
        if file.name not in known:
            found.problems.append(
                Problem("file-unknown", file.name, params={"known": ", ".join(sorted(known))})
            )
    return found


def read_csv(file: Path, schema: TableSchema, into: Tables) -> None:
    """Read one CSV file (UTF-8, with or without a byte order mark) and add it to `into`."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        into.problems.append(Problem("not-utf8", file.name, params={"byte": str(error.start)}))
        return
    except OSError as error:
        into.problems.append(
            Problem("unreadable", file.name, params={"reason": error.strerror or str(error)})
        )
        return
    if "\x00" in text:
        into.problems.append(Problem("unreadable", file.name, params={"reason": "NUL"}))
        return
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        into.problems.append(
            Problem("csv-broken", file.name, row=len(lines) + 1, params={"reason": str(error)})
        )
        return
    rows_of(file.name, lines, schema, into)


def rows_of(file: str, lines: Iterable[list[str]], schema: TableSchema, into: Tables) -> None:
    """Turn a header and its lines (of a CSV file or a worksheet) into rows of a table."""
    source = iter(lines)
    header = [cell.strip() for cell in next(source, [])]
    expected = schema.header
    for name in expected:
        if name not in header:
            into.problems.append(Problem("column-missing", file, row=1, column=name))
    for position, name in enumerate(header):
        if name not in expected:
            into.problems.append(
                Problem("column-extra", file, row=1, column=name, params={"known": ", ".join(expected)})
            )
        elif name in header[:position]:
            into.problems.append(Problem("column-twice", file, row=1, column=name))
    rows: list[Row] = []
    for number, cells in enumerate(source, start=2):
        if not any(cells):
            continue
        if len(cells) != len(header):
            into.problems.append(
                Problem(
                    "row-ragged",
                    file,
                    row=number,
                    value=cells[0],
                    params={"found": str(len(cells)), "expected": str(len(header))},
                )
            )
            continue
        rows.append(Row(file, number, dict(zip(header, cells, strict=True))))
    into.tables.append(Table(schema, file, rows))
