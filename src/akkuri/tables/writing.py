"""Writing tables as CSV: every column of the schema, the cells as they were curated."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from akkuri.tables.rows import Tables
from akkuri.tables.schema import TableSchema

__all__ = ["write_folder", "write_table"]


def write_folder(tables: Tables, folder: Path) -> None:
    """Write each table of the schema into a folder, with the rows in the order in which they were read."""
    for table in tables.schema:
        with (folder / table.file_name).open("w", encoding="utf-8", newline="") as file:
            rows = ([row[name] for name in table.header] for row in tables.named(table.name))
            write_table(table, rows, file)


def write_table(table: TableSchema, rows: Iterable[Iterable[str]], file: TextIO) -> None:
    """Write the header of a table and its rows, each with a cell for every column."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(rows)
