"""Translations that are older than their English: the mark of a row against the texts it was made from."""

import hashlib
from collections.abc import Iterator

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.tables.rows import Row, Tables

__all__ = ["check_translations", "mark_of"]


def mark_of(row: Row, columns: tuple[str, ...]) -> str:
    """Return the mark of the texts in some columns: eight characters of the SHA-1 of their lines."""
    text = "\n".join(row[column] for column in columns)
    return hashlib.sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()[:8]


def check_translations(tables: Tables) -> Iterator[Finding]:
    """Yield every row whose texts changed after they were translated; a row without a mark is left alone."""
    for table in tables:
        for column in table.schema.columns:
            for row in table.rows if column.translation_of else ():
                mark, now = row[column.name].strip(), mark_of(row, column.translation_of)
                if mark and mark != now:
                    place = (row.file, row.number, column.name, mark)
                    changed = ", ".join(column.translation_of)
                    yield table_finding("translation-old", *place, Severity.WARNING, now=now, columns=changed)
