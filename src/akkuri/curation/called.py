"""What a difference is told by: names of records and concepts, each with its id in parentheses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from akkuri.checks.cells.codes import codes_called
from akkuri.curation.changes import RowChange
from akkuri.graph.vocabularies import Vocabularies
from akkuri.tables.row_names import names_of
from akkuri.tables.rows import Tables
from akkuri.tables.schema import Column, Schema
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["with_names"]


def with_names(
    changes: Iterable[RowChange], schema: Schema, states: Iterable[Tables], vocabularies: Vocabularies
) -> list[RowChange]:
    """Return changes that know the names of the records and concepts in their keys and cells.

    `states` are the tables after and before, the one that counts first.
    """
    changes = list(changes)
    names = names_of(schema, states, {value for change in changes for _, value in _ids(change)})
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
        elif coded := {
            lang: codes_called(column, lang) for lang in LANGUAGES if value in codes_called(column, lang)
        }:
            found[value] = Phrase({lang: called[value] for lang, called in coded.items()})
    return found


def _ids(change: RowChange) -> Iterator[tuple[Column, str]]:
    """Yield what may be an id: the values of columns that name records or concepts, and the key."""
    keys = zip(change.schema.key or change.schema.header, change.key, strict=False)
    cells = [(name, cell) for name, pair in change.cells.items() for cell in pair]
    for name, cell in (*keys, *cells):
        column = change.schema.column(name)
        own = change.schema.is_record and name in change.schema.key
        if column.scheme or column.refers_to or own or codes_called(column, "en"):
            yield from ((column, value.strip()) for value in column.values(cell))
