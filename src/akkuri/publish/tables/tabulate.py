"""The tables again: rows made from the graph by the mapping of tables.json read backwards."""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO, Final
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.naming.dates import as_stated
from akkuri.naming.numbers import finite
from akkuri.publish.edition import Edition, iri
from akkuri.tables.schema import Column, TableSchema

__all__ = ["DescribedRow", "TableRows", "described_rows", "fits", "kept_rows", "tabulate"]

_VARIABLE: Final = re.compile(r"\{\+?([a-z0-9_]+)\}")
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"

Statements = dict[str, list[NamedNode | Literal]]


@dataclass(slots=True)
class TableRows:
    """The rows of one table, kept in a temporary file and read back in the order of their keys."""

    schema: TableSchema
    _file: IO[bytes]
    _places: list[tuple[tuple[str | int, ...], int]] = field(default_factory=list)

    def add(self, key: tuple[str | int, ...], cells: list[str]) -> None:
        """Keep one row."""
        self._places.append((key, self._file.tell()))
        self._file.write(json.dumps(cells, ensure_ascii=False).encode("utf-8") + b"\n")

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[list[str]]:
        """Give the rows in the order of their keys, each with the cells of the header."""
        for _, place in sorted(self._places):
            self._file.seek(place)
            cells: list[str] = json.loads(self._file.readline())
            yield cells


@dataclass(slots=True)
class _Concepts:
    """What the cells need from the vocabularies."""

    notation: dict[str, str] = field(default_factory=dict)
    order: dict[str, float] = field(default_factory=dict)
    label: dict[tuple[str, str], str] = field(default_factory=dict)


@contextmanager
def tabulate(edition: Edition) -> Iterator[dict[str, TableRows]]:
    """Give every table of the schema with its rows, by name.

    Reads the graph twice side by side: the documents and the records stand in it in the same order.
    A cell with several values has them in the order of their concepts, else of the alphabet.
    """
    with kept_rows(edition) as found:
        _fill(edition, found)
        yield found


@contextmanager
def kept_rows(edition: Edition) -> Iterator[dict[str, TableRows]]:
    """Give every table of the schema without rows, by name."""
    with ExitStack() as stack:
        yield {
            table.name: TableRows(table, stack.enter_context(tempfile.TemporaryFile()))
            for table in edition.schema
        }


@dataclass(frozen=True, slots=True)
class DescribedRow:
    """What the graph says of the subject of a row, and of the document of a record."""

    table: TableSchema
    subject: str
    statements: Statements
    """Predicate → objects."""
    document: Statements


def described_rows(edition: Edition) -> Iterator[DescribedRow]:
    """Give what becomes the rows of the tables, in the order of the subjects in the graph."""
    names, known = edition.names, edition.names.kinds.by_prefix
    by_class: dict[tuple[str, str], TableSchema] = {}
    for table in edition.schema:
        prefixes = table.id_prefixes or table.column(table.parent or "").refers_to
        for prefix in prefixes:
            if prefix in known:
                by_class[_expand(table.cls, names.prefixes), known[prefix].name] = table
    ids, documents = f"{names.base}id/", _Documents(edition)
    for subject, statements in _subjects(edition, ids):
        kind = subject[len(ids) :].partition("/")[0]
        for cls in statements.get(_TYPE, ()):
            if (cls.value, kind) in by_class:
                table = by_class[cls.value, kind]
                home = documents.about(subject[len(ids) :]) if table.is_record else {}
                yield DescribedRow(table, subject, statements, home)


def _fill(edition: Edition, found: dict[str, TableRows]) -> None:
    concepts = _read_concepts(edition)
    readers = {table.name: _Reader(edition, table, concepts) for table in edition.schema}
    for each in described_rows(edition):
        name = each.table.name
        found[name].add(*readers[name].row(each.subject, each.statements, each.document))


def _subjects(edition: Edition, start: str) -> Iterator[tuple[str, Statements]]:
    """Stream the subjects whose IRI begins with `start`, with their asserted statements."""
    for subject, quads in groupby(edition.quads("asserted", start), key=lambda quad: iri(quad.subject)):
        yield subject, _statements(quads)


def _statements(quads: Iterable[Quad]) -> Statements:
    found: Statements = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.predicate.value, []).append(quad.object)
    return found


class _Documents:
    """Follows the documents while the records go by."""

    def __init__(self, edition: Edition) -> None:
        self._start = edition.names.base + "doc/"
        self._stream = _subjects(edition, self._start)
        self._next = next(self._stream, None)

    def about(self, record: str) -> Statements:
        """Return what the document of `kind/slug` states about itself; empty when there is none."""
        while self._next is not None:
            found = self._next[0][len(self._start) :]
            # The order of the file is that of the lines, in which ">" ends the IRI.
            if f"{found}>" >= f"{record}>":
                return self._next[1] if found == record else {}
            self._next = next(self._stream, None)
        return {}


def _read_concepts(edition: Edition) -> _Concepts:
    found, order = _Concepts(), f"{edition.names.ak}order"
    for subject, statements in _subjects(edition, edition.names.concept("")):
        for value in statements.get(f"{_SKOS}notation", ()):
            found.notation[subject] = value.value
        for value in statements.get(order, ()):
            found.order[subject] = finite(value.value) or 0.0
        for value in statements.get(f"{_SKOS}prefLabel", ()):
            if isinstance(value, Literal) and value.language:
                found.label[subject, value.language] = value.value
    return found


class _Reader:
    """Reads the rows of one table out of statements."""

    def __init__(self, edition: Edition, table: TableSchema, concepts: _Concepts) -> None:
        self._names = edition.names
        self._table = table
        self._concepts = concepts
        self._predicates = {
            column.name: _expand(column.property, edition.names.prefixes) for column in table.columns
        }
        self._label_of = _label_columns(edition, table.name)

    def row(
        self, subject: str, statements: Statements, document: Statements
    ) -> tuple[tuple[str | int, ...], list[str]]:
        """Return the sort key and the cells of a subject."""
        cells: dict[str, str] = {}
        terms: dict[str, list[NamedNode | Literal]] = {}
        for column in self._table.columns:
            predicate = self._predicates[column.name]
            home = document if column.about_document else statements
            terms[column.name] = [term for term in home.get(predicate, ()) if fits(column, term)]
            cells[column.name] = self._cell(column, terms[column.name])
            if column.datatype == "partialDate":
                forms = home.get(self._names.precision_of(predicate), ())
                cells[column.name] = as_stated(cells[column.name], forms[0].value if forms else None)
        if self._table.is_record:
            cells["id"] = self._table_id(subject)
        for name, (other, lang) in self._label_of.items():
            labels = [self._concepts.label.get((term.value, lang), "") for term in terms[other]]
            cells[name] = ";".join(labels)
        return self._key(subject, cells), [cells[name] for name in self._table.header]

    def _cell(self, column: Column, terms: list[NamedNode | Literal]) -> str:
        if len(terms) > 1:
            order = self._concepts.order
            terms = sorted(terms, key=lambda term: (order.get(term.value, 0), self._value(column, term)))
        return (column.separator or ";").join(self._value(column, term) for term in terms)

    def _value(self, column: Column, term: NamedNode | Literal) -> str:
        value = term.value
        if column.refers_to:
            return self._table_id(value)
        if column.scheme:
            if column.match_notation:
                return self._concepts.notation.get(value, "")
            return unquote(value.removeprefix(self._names.concept(column.scheme) + "/"))
        if column.value_url and not column.value_url.startswith("{+"):
            before, _, after = _VARIABLE.sub("\0", column.value_url).partition("\0")
            return unquote(value.removeprefix(before).removesuffix(after))
        return value

    def _table_id(self, iri: str) -> str:
        """Turn a record's IRI into the id that tables use."""
        return self._names.table_id(iri) or iri

    def _key(self, subject: str, cells: dict[str, str]) -> tuple[str | int, ...]:
        if self._table.is_record:
            return (cells["id"],)
        fragment = self._table.fragment or ""
        columns = self._table.key or (self._table.parent or "", *_VARIABLE.findall(fragment))
        expected = _VARIABLE.sub(lambda match: quote(cells[match[1]], safe="-_.~"), fragment)
        repeat = subject.partition("#")[2].removeprefix(f"{expected}-")
        return (*(cells[name] for name in columns), int(repeat) if repeat.isdecimal() else 1)


def fits(column: Column, term: NamedNode | Literal) -> bool:
    """Tell whether a term is a column's: several share a property, by language and as IRI or literal."""
    if column.lang:
        return isinstance(term, Literal) and term.language == column.lang
    if column.refers_to or column.scheme or column.value_url:
        return isinstance(term, NamedNode)
    return isinstance(term, Literal) and not term.language


def _label_columns(edition: Edition, table: str) -> dict[str, tuple[str, str]]:
    """Find the columns that only repeat a concept's label for the reader (`ak:labelOf`)."""
    found = {}
    for entry in edition.metadata["tables"]:
        if entry["url"] == f"{table}.csv":
            for column in entry["tableSchema"]["columns"]:
                if "ak:labelOf" in column:
                    label = column["ak:labelOf"]
                    found[column["name"]] = (label["column"], label["lang"])
    return found


def _expand(name: str | None, prefixes: dict[str, str]) -> str:
    """Expand a prefixed name; an empty name stays empty."""
    prefix, colon, local = (name or "").partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else name or ""
