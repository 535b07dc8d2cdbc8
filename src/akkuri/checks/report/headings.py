"""What the columns of a file are called for the person who filled it in: as its header row calls them."""

from collections.abc import Mapping

from akkuri.tables.rows import Table
from akkuri.tables.schema import Column
from akkuri.texts import LANGUAGES, Phrase, text

__all__ = ["headings"]


def headings(table: Table) -> Mapping[str, Phrase]:
    """Return the name of each column → its heading and its name; empty for a file with the names alone.

    A column that the file does not have is called by its title in the language of the sentence.
    """
    if not any(table.heading(column.name) for column in table.schema.columns):
        return {}
    return {column.name: _called(column, table) for column in table.schema.columns}


def _called(column: Column, table: Table) -> Phrase:
    written = table.heading(column.name)
    return Phrase(
        {
            lang: text(lang, "checks.heading-and-name", heading=written or title, column=column.name)
            for lang in LANGUAGES
            if (title := Phrase(column.titles).words(lang))
        }
    )
