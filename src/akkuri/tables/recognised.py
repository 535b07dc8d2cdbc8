"""Which table a file or sheet of somebody holds: by what it is called, else by its columns."""

from collections.abc import Iterable, Sequence
from typing import Final

from akkuri.tables.header_row import column_named
from akkuri.tables.schema import Schema, TableSchema
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["TITLE", "called", "table_called", "table_with_columns", "titles_of"]

TITLE: Final = 31
"""Characters of the name of a sheet (Excel specifications and limits)."""
_FEWEST: Final = 3
"""Columns by which a table is known; two may stand in any list."""
_LINES: Final = 10


def table_called(title: str, schema: Schema) -> TableSchema | None:
    """Return the table that has a name or title, in any language, but for capitals and spaces."""
    wanted = " ".join(title.replace("_", " ").split()).casefold()
    for table in schema:
        titles = (title[:TITLE].casefold() for title in table.titles.values())
        if wanted in (table.name.replace("_", " "), *titles):
            return table
    return None


def table_with_columns(lines: Iterable[Sequence[str]], schema: Schema) -> TableSchema | None:
    """Return the table to which most of the columns of a header belong; None where two are as likely."""
    best: list[tuple[int, str]] = []
    for _, line in zip(range(_LINES), lines, strict=False):
        cells = {cell.strip() for cell in line if cell.strip()}
        for table in schema:
            known = len({column_named(cell, table) for cell in cells}.intersection(table.header))
            if known >= _FEWEST and known > len(cells) / 2:
                best.append((known, table.name))
    most = max((known for known, _ in best), default=0)
    found = {name for known, name in best if known == most}
    return schema.by_name[found.pop()] if len(found) == 1 else None


def called(table: TableSchema) -> Phrase:
    """Return the title of a table in each language, with its name."""
    return Phrase({lang: f"{Phrase(table.titles).words(lang)} ({table.name})" for lang in LANGUAGES})


def titles_of(tables: Iterable[TableSchema]) -> Phrase:
    """Return what several tables are called, as a list."""
    each = [called(table) for table in tables]
    return Phrase({lang: ", ".join(one.words(lang) for one in each) for lang in LANGUAGES})
