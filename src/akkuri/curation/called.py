"""What a difference is told by: names of records and concepts, each with its id in parentheses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from akkuri.checks.submissions.pages import address_column
from akkuri.curation.changes import RowChange
from akkuri.graph.vocabularies import Vocabularies
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, Schema, TableSchema
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["with_names"]

_NAMES = ("skos:prefLabel", "dct:title")


def with_names(
    changes: Iterable[RowChange], schema: Schema, states: Iterable[Tables], vocabularies: Vocabularies
) -> list[RowChange]:
    """Return changes that know the names of the records and concepts in their keys and cells.

    `states` are the tables after and before, the one that counts first.
    """
    changes = list(changes)
    wanted = {value for change in changes for _, value in _ids(change)}
    names = dict(_records(wanted, schema, list(states)))
    return [replace(change, called=_called(change, names, vocabularies)) for change in changes]


def _called(
    change: RowChange, names: Mapping[str, Phrase], vocabularies: Vocabularies
) -> Mapping[str, Phrase]:
    found = {}
    for column, value in _ids(change):
        if column.scheme and not column.match_notation:
            concept = vocabularies.concepts(column.scheme).get(value)
            if concept:
                found[value] = Phrase({lang: concept.label(lang) for lang in LANGUAGES})
        elif value in names:
            found[value] = names[value]
    return found


def _ids(change: RowChange) -> Iterator[tuple[Column, str]]:
    """Yield what may be an id: the values of columns that name records or concepts, and the key."""
    keys = zip(change.schema.key or change.schema.header, change.key, strict=False)
    cells = [(name, cell) for name, pair in change.cells.items() for cell in pair]
    for name, cell in (*keys, *cells):
        column = change.schema.column(name)
        own = change.schema.is_record and name in change.schema.key
        if column.scheme or column.refers_to or own:
            yield from ((column, value.strip()) for value in column.values(cell))


def _records(ids: set[str], schema: Schema, states: list[Tables]) -> Iterator[tuple[str, Phrase]]:
    for table in schema:
        columns = [column for column in table.columns if column.property in _NAMES]
        address = address_column(table)  # a page without a title is told by where it is
        columns += [address] if address else []
        if not table.is_record or not columns:
            continue
        for tables in reversed(states):  # what counts comes last
            for row in tables.named(table.name):
                if row[table.key[0]] in ids and (name := _name(row, columns, table)):
                    yield row[table.key[0]], name


def _name(row: Row, columns: list[Column], table: TableSchema) -> Phrase | None:
    names = [(column.lang or "en", row[column.name]) for column in columns if row[column.name]]
    by_language = dict(reversed(names))
    return Phrase({"en": names[0][1], **by_language}) if names and names[0][1] != row[table.key[0]] else None
