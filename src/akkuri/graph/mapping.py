"""Rows become record graphs: one named graph a record, every statement traceable to its cell."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.naming.dates import day_of, form_of, is_date
from akkuri.tables.columns import BOOLEANS
from akkuri.tables.rows import Row, Table, Tables
from akkuri.tables.schema import Column, TableSchema

__all__ = ["MappedGraph", "StatementOrigin", "map_tables"]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PRIMARY_TOPIC: Final = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
_VARIABLE: Final = re.compile(r"\{(\+?)([a-z0-9_]+)\}")
_ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class StatementOrigin:
    """Where a statement comes from; `column` is None for a statement about the whole row."""

    file: str
    row: int
    column: str | None


@dataclass(slots=True)
class MappedGraph:
    """The statements of all records, how many records and rows there are, and where each came from."""

    quads: list[Quad] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)
    """Table name → rows that became a record or a dependant."""
    rows: dict[str, StatementOrigin] = field(default_factory=dict)
    """IRI of a record, dependant or document → its row."""
    cells: dict[tuple[str, str], StatementOrigin] = field(default_factory=dict)
    """(subject IRI, predicate IRI) → its cell (the first one when several columns share a predicate)."""

    def locate(self, subject: str, predicate: str | None = None) -> StatementOrigin | None:
        """Find the cell behind a statement, or the row behind its subject."""
        if predicate is not None and (subject, predicate) in self.cells:
            return self.cells[subject, predicate]
        return self.rows.get(subject)


def map_tables(tables: Tables, vocabularies: Vocabularies, names: Names) -> MappedGraph:
    """Map every row by the annotations of its columns (CSVW propertyUrl, valueUrl, and `ak:`).

    A cell that cannot be mapped (no date, no number, no known prefix) says nothing in the graph:
    the table checks, which run first, have reported it.
    """
    mapper = _Mapper(vocabularies, names)
    for table in tables:
        mapper.table(table)
    return mapper.graph


class _Mapper:
    """Holds what mapping one row needs from the others: names, vocabularies and repeated fragments."""

    def __init__(self, vocabularies: Vocabularies, names: Names) -> None:
        self.names = names
        self.graph = MappedGraph()
        self._vocabularies = vocabularies
        self._kinds = names.kinds.by_prefix
        self._repeats: Counter[str] = Counter()
        self._nodes: dict[str, NamedNode] = {}

    @cached_property
    def _document_class(self) -> NamedNode:
        return self._node("ak:RecordDocument")

    def table(self, table: Table) -> None:
        """Map all rows of one file."""
        schema = table.schema
        columns = [(column, self._node(column.property)) for column in schema.columns if column.property]
        for row in table.rows:
            self._row(row, schema, columns)

    def _row(self, row: Row, schema: TableSchema, columns: list[tuple[Column, NamedNode]]) -> None:
        home = row["id"] if schema.is_record else row[schema.parent or ""]
        if home.partition("-")[0] not in self._kinds or not _is_slug(home):
            return
        document = NamedNode(self.names.record_doc(home))
        subject = self._subject(row, schema, home)
        add = self.graph.quads.append
        add(Quad(subject, RDF_TYPE, self._node(schema.cls), document))
        for column_name, value, cls in schema.class_when:
            if row[column_name] == value:
                add(Quad(subject, RDF_TYPE, self._node(cls), document))
        self.graph.rows[subject.value] = StatementOrigin(row.file, row.number, None)
        self.graph.records[schema.name] += 1
        if schema.is_record:
            self.graph.rows[document.value] = StatementOrigin(row.file, row.number, None)
            add(Quad(document, RDF_TYPE, self._document_class, document))
            add(Quad(document, PRIMARY_TOPIC, subject, document))
        for column, predicate in columns:
            cell = row[column.name]
            if not cell:
                continue
            about = document if column.about_document else subject
            where = StatementOrigin(row.file, row.number, column.name)
            self.graph.cells.setdefault((about.value, predicate.value), where)
            for value in dict.fromkeys(column.values(cell)):
                term = self._term(column, value, row)
                if term is not None:
                    add(Quad(about, predicate, term, document))
                    if column.datatype == "partialDate":
                        precision = NamedNode(self.names.precision_of(predicate.value))
                        self.graph.cells.setdefault((about.value, precision.value), where)
                        add(Quad(about, precision, Literal(form_of(value)), document))

    def _subject(self, row: Row, schema: TableSchema, home: str) -> NamedNode:
        record = self.names.record(home)
        if schema.is_record:
            return NamedNode(record)
        fragment = _VARIABLE.sub(lambda match: self._short(schema, match[2], row), schema.fragment or "")
        iri = f"{record}#{fragment}"
        if schema.number_repeats:
            self._repeats[iri] += 1
            if self._repeats[iri] > 1:
                iri = f"{iri}-{self._repeats[iri]}"
        return NamedNode(iri)

    @staticmethod
    def _short(schema: TableSchema, name: str, row: Row) -> str:
        """A cell as it stands in a fragment: references lose their prefix."""
        value = row[name]
        if schema.column(name).refers_to:
            value = value.partition("-")[2]
        return quote(value, safe="-_.~")

    def _term(self, column: Column, value: str, row: Row) -> NamedNode | Literal | None:
        if column.fragment_of:
            home = row[column.fragment_of]
            known = home.partition("-")[0] in self._kinds and _is_slug(home)
            return _iri(f"{self.names.record(home)}#{value}") if known else None
        if column.refers_to:
            known = value.partition("-")[0] in column.refers_to and _is_slug(value)
            return NamedNode(self.names.record(value)) if known else None
        if column.scheme:
            return self._concept(column, value)
        if column.value_url:
            return _iri(
                _VARIABLE.sub(lambda match: value if match[1] else quote(value, safe=""), column.value_url)
            )
        return _literal(column, value)

    def _concept(self, column: Column, value: str) -> NamedNode | None:
        scheme = column.scheme or ""
        if column.match_notation:
            found = self._notations(scheme).get(value)
            return NamedNode(self.names.concept(scheme, found)) if found else None
        if value not in self._vocabularies.concepts(scheme):
            return None
        return NamedNode(self.names.concept(scheme, value))

    def _notations(self, scheme: str) -> dict[str, str]:
        if scheme not in self._notation_cache:
            found = self._vocabularies.by_notation(scheme)
            self._notation_cache[scheme] = {notation: concept.id for notation, concept in found.items()}
        return self._notation_cache[scheme]

    @cached_property
    def _notation_cache(self) -> dict[str, dict[str, str]]:
        return {}

    def _node(self, name: str | None) -> NamedNode:
        """Expand a prefixed name once."""
        text = name or ""
        if text not in self._nodes:
            self._nodes[text] = NamedNode(self.names.expand(text))
        return self._nodes[text]


def _is_slug(table_id: str) -> bool:
    return re.fullmatch(r"[a-z]+-[A-Za-z0-9._-]+", table_id) is not None


def _iri(text: str) -> NamedNode | None:
    """Make an IRI in the form that clients make of it: percent-encodings in capitals (RFC 3986, 6.2.2.1)."""
    try:
        return NamedNode(_ENCODED.sub(lambda match: match[0].upper(), text))
    except ValueError:
        return None


def _literal(column: Column, value: str) -> Literal | None:
    """Make the literal of a cell; None when the cell does not fit the column's datatype."""
    if column.lang:
        return Literal(value, language=column.lang)
    match column.datatype:
        case "decimal" if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", value):
            return Literal(value, datatype=NamedNode(f"{XSD}decimal"))
        case "integer" if re.fullmatch(r"[+-]?[0-9]+", value):
            return Literal(value, datatype=NamedNode(f"{XSD}integer"))
        case "boolean" if value in BOOLEANS:
            return Literal(value, datatype=NamedNode(f"{XSD}boolean"))
        case "partialDate" if is_date(value):
            return Literal(day_of(value, column.last_day), datatype=NamedNode(f"{XSD}date"))
        case "string" | "anyURI":
            return Literal(value)
    return None
