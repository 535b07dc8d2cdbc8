"""What the records of tables are called, in each language that their rows have."""

from collections.abc import Container, Iterable

from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Schema, TableSchema
from akkuri.texts import Phrase

__all__ = ["names_of"]

_NAMES = ("skos:prefLabel", "dct:title")


def names_of(
    schema: Schema, states: Iterable[Tables], wanted: Container[str] | None = None
) -> dict[str, Phrase]:
    """Return id → name of records, all or those `wanted`; of several states of tables the first counts.

    A record without a name, such as a page without a title, is called by the address that it must have.
    """
    found: dict[str, Phrase] = {}
    for tables in states:
        for table in schema:
            columns = _columns(table) if table.is_record else []
            for row in tables.named(table.name) if columns else ():
                if wanted is not None and row[table.key[0]] not in wanted:
                    continue
                if (name := _name(row, columns)) is not None:
                    found.setdefault(row[table.key[0]], name)
    return found


def _columns(table: TableSchema) -> list[tuple[str, str]]:
    """Return language and name of the columns that say what a record is called, an address last."""
    named = [(c.lang or "en", c.name) for c in table.columns if c.property in _NAMES]
    pages = [c.name for c in table.columns if c.required and c.datatype == "anyURI" and not c.pattern]
    return [*named, *(("en", name) for name in pages[:1])]


def _name(row: Row, columns: list[tuple[str, str]]) -> Phrase | None:
    names = [(lang, row[column].strip()) for lang, column in columns if row[column].strip()]
    return Phrase({"en": names[0][1], **dict(reversed(names))}) if names else None
