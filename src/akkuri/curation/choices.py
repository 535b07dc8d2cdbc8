"""What may be chosen in a column, called so that a reader of the language knows it and the program too."""

from functools import cached_property

from akkuri.checks.cells.codes import choices, codes_called
from akkuri.checks.cells.table_names import TableNames
from akkuri.checks.cells.wanted import wanted_in
from akkuri.checks.cluster import Cluster
from akkuri.checks.submissions.pages import is_cited
from akkuri.naming.alphabet import alphabetical
from akkuri.naming.answers import Found
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing, Wanted
from akkuri.tables.rows import Tables
from akkuri.tables.schema import Column

__all__ = ["Choices"]


class Choices:
    """The names of concepts and records in one language."""

    def __init__(self, cluster: Cluster, tables: Tables, lang: str) -> None:
        self._schema = cluster.schema
        self._lang = lang
        self._resolver = Resolver(TableNames(tables, cluster.vocabularies, cluster.names), cluster.names)
        self._lists: dict[tuple[str, ...], list[str]] = {}
        self._names: dict[tuple[str, ...], dict[str, str]] = {}

    def listed(self, column: Column) -> tuple[tuple[str, ...], list[str]] | None:
        """Return the key and the entries of a column's list, by name; None where it has no list."""
        if called := codes_called(column, self._lang):
            if choices(column):
                return (column.name, column.pattern or ""), list(called.values())
            return (column.pattern or "",), alphabetical(called.values())
        wanted = wanted_in(column, self._resolver.names)
        if wanted is None or is_cited(column, self._schema):
            return None
        key = wanted.groups
        if key not in self._lists:
            things = [thing for thing in self._resolver.things(wanted) if not thing.gone]
            self._lists[key] = alphabetical(self._name(thing, wanted) for thing in things)
        return key, self._lists[key]

    def shown(self, column: Column, value: str) -> str:
        """Return what stands in a cell for a value of the tables: its name, or the address of a page."""
        wanted = wanted_in(column, self._resolver.names)
        if wanted is None:
            return codes_called(column, self._lang).get(value, value)
        known = self._names.setdefault(wanted.groups, {})
        if value not in known:
            answer = self._resolver.resolve(value, wanted)
            known[value] = value
            if isinstance(answer, Found):
                addressed = is_cited(column, self._schema) and answer.thing.addresses
                known[value] = addressed[0] if addressed else self._name(answer.thing, wanted)
        return known[value]

    def _name(self, thing: Thing, wanted: Wanted) -> str:
        """Return its label where that alone means it and stands in a cell, else what tables call it."""
        label = self._label(thing)
        answer = self._resolver.resolve(label, wanted)
        alone = isinstance(answer, Found) and answer.thing == thing
        return label if alone and ";" not in label else thing.written

    def _label(self, thing: Thing) -> str:
        return thing.written if thing.group in self._coded else thing.label(self._lang)

    @cached_property
    def _coded(self) -> set[str]:
        """The schemes whose concepts tables call by a notation, as everybody does: units."""
        columns = [column for table in self._schema for column in table.columns if column.match_notation]
        return {f"concept/{column.scheme}" for column in columns}
