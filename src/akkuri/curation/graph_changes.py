"""What differs between two releases, record by record, told as differences of tables are: by names."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, RdfFormat, parse

from akkuri.curation.changes import escaped
from akkuri.graph.diff import GraphChange, Statement
from akkuri.namespaces import PREFIXES, Names
from akkuri.naming.kept_labels import read_labels
from akkuri.naming.languages import pick
from akkuri.tables.schema import Schema, TableSchema
from akkuri.texts import text

__all__ = ["GraphWords", "labels_of"]

_NAMES: Final = (f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdfs']}label", f"{PREFIXES['dct']}title")
_TYPE: Final = f"<{PREFIXES['rdf']}type>"
Labelled = Mapping[str, Sequence[Literal]]
"""IRI → what it is called."""


def labels_of(graphs: Iterable[Path]) -> Labelled:
    """Return what is called how in graphs of releases or files of N-Quads, of which the first counts."""
    found: dict[str, list[Literal]] = {}
    for graph in graphs:
        here: defaultdict[str, list[Literal]] = defaultdict(list)
        facts = read_labels(graph.parent)
        for iri, parts in facts.texts.items() if facts else ():
            pairs = zip(parts[::2], parts[1::2], strict=True)
            here[iri] = [Literal(said, language=lang or None) for lang, said in pairs]
        for quad in () if facts else parse(path=str(graph), format=RdfFormat.N_QUADS):
            if quad.predicate.value in _NAMES and isinstance(quad.object, Literal):
                here[getattr(quad.subject, "value", "")].append(quad.object)
        found = {**here, **found}
    return found


class GraphWords:
    """Tells changes of graphs in a language."""

    def __init__(self, labels: Labelled, schema: Schema, names: Names, lang: str) -> None:
        self._labels, self._schema, self._names, self._lang = labels, schema, names, lang
        self._documents = names.doc("", "").rstrip("/") + "/"

    def as_text(self, changes: Iterable[GraphChange]) -> Iterator[str]:
        """Yield a line for each record, and for what changed in it one for each property."""
        for change in changes:
            yield self._title(change)
            yield from (f"    {line}" for line in self._lines(change))

    def as_markdown(self, changes: Iterable[GraphChange]) -> Iterator[str]:
        """Yield the same as a list."""
        for change in changes:
            yield f"- {escaped(self._title(change))}"
            yield from (f"  - {escaped(line)}" for line in self._lines(change))

    def as_json(self, changes: Iterable[GraphChange]) -> str:
        """Return the statements as they are, with what their IRIs are called beside them."""
        rows: list[dict[str, Any]] = []
        for change in changes:
            terms = {term for each in (*change.added, *change.removed) for term in each}
            iris = sorted(term[1:-1] for term in terms if term.startswith("<"))
            row = {
                "graph": change.graph,
                "kind": change.kind,
                "name": self._name(self._record(change)),
                "names": {iri: name for iri in iris if (name := self._name(iri))},
                "added": change.added,
                "removed": change.removed,
            }
            rows.append(row)
        return json.dumps(rows, ensure_ascii=False, indent=1)

    def _record(self, change: GraphChange) -> str:
        """Return the IRI of the record that a graph is about; that of any other graph as it is."""
        if not change.graph.startswith(self._documents):
            return change.graph
        kind, _, slug = change.graph.removeprefix(self._documents).partition("/")
        return self._names.id(kind, slug)

    def _name(self, iri: str) -> str:
        label = pick(self._labels.get(iri, ()), self._lang)
        return label.value if label else ""

    def _title(self, change: GraphChange) -> str:
        """Say what came, changed or went: kind, name and id of a record, else the graph."""
        sign = text(self._lang, f"curation.{change.kind}")
        id_ = change.graph.removeprefix(self._documents).removeprefix(self._names.base)
        kind = self._names.kinds.get(id_.partition("/")[0])
        if kind is None or not change.graph.startswith(self._documents):
            return f"{sign} {id_}"
        name = self._name(self._record(change))
        return f"{sign} {kind.one(self._lang)} " + (f"{name} ({id_})" if name else id_)

    def _lines(self, change: GraphChange) -> Iterator[str]:
        """Say what changed in a record and its parts; of a part that is gone, only that."""
        if change.kind != "changed":
            return
        own = {f"<{self._record(change)}>", f"<{change.graph}>"}
        removed, old = set(change.removed), {statement[0] for statement in change.kept}
        by_subject: defaultdict[str, list[Statement]] = defaultdict(list)
        for statement in (*change.removed, *change.added):
            by_subject[statement[0]].append(statement)
        for subject, statements in sorted(by_subject.items(), key=lambda each: (each[0] not in own, each[0])):
            whole = [*(each for each in change.kept if each[0] == subject), *statements]
            table = self._table(change, whole)
            part = "" if subject in own else self._part(subject, whole, table)
            if (
                part
                and subject not in old
                and (removed.issuperset(statements) or not removed & {*statements})
            ):
                sign = "removed" if statements[0] in removed else "added"
                yield f"{text(self._lang, f'curation.{sign}')} {part}"
                if sign == "removed":
                    continue
            lead = f"{part} · " if part else ""
            yield from (f"{lead}{line}" for line in self._properties(statements, removed, table))

    def _properties(
        self, statements: Iterable[Statement], removed: set[Statement], table: TableSchema | None
    ) -> Iterator[str]:
        """Say of each property, in words by their language, what it said before and says now."""
        found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
        for statement in statements:
            said, lang = self._value(statement[2])
            if statement[1] != _TYPE:
                pair = found.setdefault((statement[1][1:-1], lang), ([], []))
                pair[statement not in removed].append(said)
        nothing = text(self._lang, "checks.empty")
        for (iri, lang), (before, now) in found.items():
            title = self._property(iri, lang, table)
            yield f"{title}: {'; '.join(before) or nothing} → {'; '.join(now) or nothing}"

    def _value(self, term: str) -> tuple[str, str]:
        """Return a value as people read it, and its language."""
        if term.startswith("<"):
            return self._called(term[1:-1]), ""
        (read,) = parse(f"<urn:x> <urn:x> {term} .", format=RdfFormat.N_TRIPLES)
        return getattr(read.object, "value", term), getattr(read.object, "language", None) or ""

    def _called(self, iri: str) -> str:
        """Return the name of a thing with its id; an address elsewhere as it is."""
        name, base = self._name(iri), self._names.base
        if not iri.startswith(base):
            return f"{name} ({iri})" if name else iri
        id_ = iri.removeprefix(f"{base}id/").removeprefix(base)
        id_ = id_.rpartition("/")[2] if id_.startswith("concept/") else id_
        return f"{name} ({id_})" if name and name.casefold() != id_.casefold() else id_

    def _table(self, change: GraphChange, statements: Iterable[Statement]) -> TableSchema | None:
        """Return the table whose rows are of the class of a subject and belong to such a record."""
        classes = {value[1:-1] for _, predicate, value in statements if predicate == _TYPE}
        kind = self._names.kinds.get(change.graph.removeprefix(self._documents).partition("/")[0])
        for table in self._schema:
            owners = table.column(table.parent).refers_to if table.parent else table.id_prefixes
            if self._names.expand(table.cls) in classes and (kind is None or kind.prefix in owners):
                return table
        return None

    def _part(self, subject: str, statements: Sequence[Statement], table: TableSchema | None) -> str:
        """Return what a part of a record is called: by its table and by what tells it from others there."""
        fragment = subject[1:-1].rpartition("#")[2] or subject[1:-1]
        if table is None:
            return fragment
        keys = table.key or [column.name for column in table.columns if column.required and column.scheme]
        named = [table.column(name).property for name in keys if name != table.parent]
        wanted = [f"<{self._names.expand(each)}>" for each in named if each]
        told = [self._value(value)[0] for key in wanted for _, told, value in statements if told == key]
        return f"{table.titles[self._lang]} " + (" + ".join(dict.fromkeys(told)) or fragment)

    def _property(self, iri: str, lang: str, table: TableSchema | None) -> str:
        """Return what a property is called: by the tables, else by the ontology, else the end of its IRI."""
        for each in (table, *self._schema) if table else self._schema:
            for column in each.columns:
                says = column.property and self._names.expand(column.property) == iri
                if says and (not column.lang or column.lang == lang):
                    return column.titles[self._lang]
        name = self._name(iri)
        return f"{name[:1].upper()}{name[1:]}" if name else iri.replace("#", "/").rpartition("/")[2]
