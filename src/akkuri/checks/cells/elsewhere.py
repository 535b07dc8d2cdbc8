"""Where a column belongs that its table does not have: a column of another table, or a row of one."""

import re
from collections.abc import Iterator
from typing import Any, Final

from akkuri.checks.cells.table_names import TableNames
from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.answers import Found
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import concepts
from akkuri.tables.faults import Fault
from akkuri.tables.header_row import column_named
from akkuri.tables.recognised import called, titles_of
from akkuri.tables.rows import Tables
from akkuri.tables.schema import Column, Schema, TableSchema
from akkuri.texts import LANGUAGES, Phrase

__all__ = ["OtherPlaces"]

_EXTRA: Final = frozenset({"column-extra", "column-extra-missing"})
_MOST: Final = 3
"""Tables that are named; a column that more have says little."""
_BRACKETS: Final = re.compile(r"\s*[(\[].*?[)\]]\s*")
_REST: Final = re.compile(r"[\s,/:]+\S+$")


class OtherPlaces:
    """Looks a column up among the other tables and the concepts that their rows are about."""

    def __init__(self, schema: Schema, vocabularies: Vocabularies, names: Names) -> None:
        self._schema = schema
        self._resolver = Resolver(TableNames(Tables(schema), vocabularies, names), names)

    def told(self, problem: Fault, tables: Tables) -> tuple[str, dict[str, Any]]:
        """Return the code and the parameters with which a problem is told, which may be its own."""
        own = problem.code, dict(problem.params)
        table = self._schema.by_name.get(tables.table_of.get(problem.file, ""))
        if problem.code not in _EXTRA or problem.column is None or table is None:
            return own
        if having := self._tables_with(problem.column, table):
            return "column-of-other-table", {"tables": titles_of(having)}
        for other in self._about(table):
            for column in self._telling(other):
                if meant := self._concept(problem.column, column):
                    title = Phrase(column.titles)
                    return "column-is-row", {"table": called(other), "heading": title, "meant": meant}
        return own

    def _tables_with(self, name: str, table: TableSchema) -> list[TableSchema]:
        """Return the tables that have a column: those that tell of this one's records, else few others."""
        having = [
            other
            for other in self._schema.to_fill_in
            if other is not table and column_named(name, other) in other.header
        ]
        near = [other for other in having if other in self._about(table)]
        return near or (having if len(having) <= _MOST else [])

    def _about(self, table: TableSchema) -> list[TableSchema]:
        """Return the tables whose rows tell of one record of a table."""
        return [
            other
            for other in self._schema.to_fill_in
            if other.parent and set(table.id_prefixes).intersection(other.column(other.parent).refers_to)
        ]

    def _telling(self, table: TableSchema) -> Iterator[Column]:
        """Give the columns whose concepts tell the rows of one record apart."""
        for column in table.columns:
            if column.scheme and f"{{{column.name}}}" in (table.fragment or ""):
                yield column

    def _concept(self, heading: str, column: Column) -> Phrase | None:
        """Return what a heading names among the concepts of a column, with its unit or without."""
        plain = _BRACKETS.sub(" ", heading.replace("_", " ")).strip()
        for spelt in dict.fromkeys((heading, plain, _REST.sub("", plain))):
            answer = self._resolver.known(spelt, concepts(column.scheme or "")) if spelt else None
            if isinstance(answer, Found):
                return Phrase({lang: answer.thing.shown(lang) for lang in LANGUAGES})
        return None
