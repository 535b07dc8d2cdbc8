"""What stands in columns that a table once had: rows of the table to which they went."""

from collections.abc import Iterator

from akkuri.tables.rows import Row, Table, Tables
from akkuri.tables.schema import TableSchema

__all__ = ["beside", "moved_rows"]


def moved_rows(given: Tables) -> Iterator[Table]:
    """Make rows of the cells in columns that a table once had, where they went to another."""
    for table in given:
        for name, moved in table.schema.former.items():
            if moved is None or name not in table.header:
                continue
            target = given.schema.by_name[moved.table]
            shared = [c.name for c in table.schema.columns if c.about_document and c.name in target.header]
            rows = [
                Row(
                    beside(table.file, target),
                    row.number,
                    {moved.of: row[table.schema.key[0]], moved.column: row[name].strip()}
                    | dict(moved.cells)
                    | {column: row[column] for column in shared},
                )
                for row in table.rows
                if row[name].strip()
            ]
            yield Table(target, beside(table.file, target), rows)


def beside(file: str, table: TableSchema) -> str:
    """Return where rows stand that were made of those of a file, as if it had a sheet for them."""
    return f"{file.partition('!')[0]}!{table.name}"
