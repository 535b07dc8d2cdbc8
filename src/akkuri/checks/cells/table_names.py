"""The names that tables and vocabularies know, for values that are no ids."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.calls import CALLED, Calls
from akkuri.naming.things import Thing
from akkuri.tables.rows import Tables

__all__ = ["TableNames"]


_SKOS: Final = {name.removeprefix("skos:"): how for name, how in CALLED.items() if name.startswith("skos:")}


class TableNames:
    """Reads records off the rows that are there, and concepts off the vocabularies."""

    def __init__(self, tables: Tables, vocabularies: Vocabularies, names: Names) -> None:
        self._tables = tables
        self._vocabularies = vocabularies
        self._names = names

    def things(self, group: str) -> list[Thing]:
        """Return everything of a group; empty for one that neither tables nor vocabularies have."""
        folder, _, name = group.partition("/")
        if folder == "concept":
            return self._concepts.get(name, [])
        kind = self._names.kinds.get(name)
        return self._records(group, kind.table) if kind else []

    def title(self, group: str, lang: str) -> str | None:
        """Return what a scheme is called, in English where the language lacks it."""
        scheme = NamedNode(f"{self._names.base}{group}")
        titles = {
            quad.object.language: quad.object.value
            for quad in self._vocabularies.quads
            if quad.subject == scheme
            and quad.predicate.value == f"{self._names.prefixes['dct']}title"
            and isinstance(quad.object, Literal)
        }
        return titles.get(lang) or titles.get("en")

    def _records(self, group: str, table: str) -> list[Thing]:
        calls = Calls(group, self._names)
        schema = self._tables.schema.by_name.get(table)
        columns = [] if schema is None else schema.columns
        called = [(column, how) for column in columns if (how := calls.properties.get(column.property or ""))]
        for row in self._tables.named(table):
            prefix, _, slug = row["id"].partition("-")
            if not slug or prefix not in self._names.kinds.by_prefix:
                continue
            iri = self._names.record(row["id"])
            calls.add(iri)
            for column, how in called:
                for value in column.values(row[column.name].strip()):
                    calls.add(iri, how, self._value(how, value.strip()), column.lang)
        return calls.things()

    def _value(self, how: str, value: str) -> str:
        prefix = value.partition("-")[0]
        known = how == "successor" and prefix in self._names.kinds.by_prefix
        return self._names.record(value) if known else value

    @cached_property
    def _concepts(self) -> Mapping[str, list[Thing]]:
        """Scheme → its concepts, gathered in one pass."""
        found: dict[str, Calls] = {}
        root = self._names.concept("")
        prefixes = self._names.prefixes
        for quad in self._vocabularies.quads:
            iri = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            scheme, slash, _ = iri.removeprefix(root).partition("/")
            if not slash or not iri.startswith(root) or not isinstance(quad.object, Literal):
                continue
            calls = found.setdefault(scheme, Calls(f"concept/{scheme}", self._names))
            how = _SKOS.get(quad.predicate.value.removeprefix(prefixes["skos"]))
            calls.add(iri, how, quad.object.value, quad.object.language)
        return {scheme: calls.things() for scheme, calls in found.items()}
