"""The tables once more as CSV on the Web with IRIs for ids, so that any CSVW processor makes our statements.

The ids of the curated tables hold a prefix that no template of CSVW can take off (`fac-x` is `…/facility/x`),
units stand by their notation, and a date and how exact it is share a cell. Here each has a cell of its own.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from akkuri.namespaces import PREFIXES, Names
from akkuri.publish.edition import Edition
from akkuri.publish.files import Package
from akkuri.publish.tables.tabulate import DescribedRow, TableRows, described_rows, fits, kept_rows
from akkuri.tables.schema import Column, TableSchema

__all__ = ["FOLDER", "METADATA", "write_linked"]

FOLDER: Final = "csvw"
"""Where they stand in the archive."""
METADATA: Final = "csv-metadata.json"
"""Where a CSVW processor looks for the metadata of a folder."""
_TYPE: Final = PREFIXES["rdf"] + "type"
_TOPIC: Final = PREFIXES["foaf"] + "primaryTopic"
_EXACT: Final = "_precision"
"""Ends the column that says how exact the date beside it is."""
_SUBJECT: Final = ("iri", "document")
_DATATYPES: Final = {"decimal": "decimal", "integer": "integer", "partialDate": "date"}
"""Type of a column → how the standard calls that of its literals, where it is not a string."""


def write_linked(edition: Edition, package: Package) -> None:
    """Write the tables and their description into a folder of the archive."""
    described = []
    with kept_rows(edition) as found:
        fields = {name: list(_fields(table.schema, edition.names)) for name, table in found.items()}
        for row in described_rows(edition):
            cells = [each.cell(row) for each in fields[row.table.name]]
            found[row.table.name].add((row.subject,), [row.subject, *cells])
        for name, table in found.items():
            _write(table, fields[name], edition.names, package)
            described.append(_description(table.schema, fields[name], edition.names))
    document = {"@context": "http://www.w3.org/ns/csvw", "@type": "TableGroup", "tables": described}
    package.text(f"{FOLDER}/{METADATA}", json.dumps(document, ensure_ascii=False, indent=1) + "\n")


@dataclass(slots=True)
class _Field:
    """What the graph says by one property, as one column; of IRIs as one for each of a row.

    In the standard a cell leads to one IRI, however many values it holds.
    """

    name: str
    predicate: str
    terms: Callable[[DescribedRow], Iterable[NamedNode | Literal]]
    iris: bool = False
    about_document: bool = False
    members: Mapping[str, Any] = field(default_factory=dict)
    separator: str = ""
    count: int = 1

    def cell(self, row: DescribedRow) -> str:
        """Return the values of a row in one text, and remember how many columns they need."""
        values = sorted(term.value for term in self.terms(row))
        if self.iris:
            self.count = max(self.count, len(values))
            return " ".join(values)
        return (self.separator or ";").join(values)

    @property
    def names(self) -> list[str]:
        """The names of its columns."""
        return [self.name, *(f"{self.name}_{number}" for number in range(2, self.count + 1))]

    def cells(self, cell: str) -> list[str]:
        """Return a text as the cells of its columns."""
        found = cell.split(" ") if self.iris else [cell]
        return found + [""] * (self.count - len(found))

    def columns(self) -> Iterator[dict[str, Any]]:
        """Give the descriptions of its columns."""
        for name in self.names:
            column = {"name": name, "titles": name, "propertyUrl": self.predicate, **self.members}
            if self.about_document:
                column["aboutUrl"] = "{+document}"
            if self.iris:
                column["valueUrl"] = f"{{+{name}}}"
            yield column


def _fields(table: TableSchema, names: Names) -> Iterator[_Field]:
    yield _Field("types", _TYPE, lambda row: row.statements.get(_TYPE, ()), iris=True)
    for column in table.columns:
        if column.property:
            predicate = names.expand(column.property)
            said, iris = _said(column, predicate), bool(column.refers_to or column.scheme or column.value_url)
            about, members = column.about_document, {} if iris else _members(column)
            separator = column.separator or ""
            yield _Field(column.name, predicate, said, iris, about, members, separator)
            if column.datatype == "partialDate":
                exact = names.precision_of(predicate)
                told = _said(None, exact, about)
                yield _Field(column.name + _EXACT, exact, told, about_document=about)


def _said(
    column: Column | None, predicate: str, about_document: bool = False
) -> Callable[[DescribedRow], Iterable[NamedNode | Literal]]:
    """Return what finds the values of a property that belong into a column."""
    about_document = about_document or (column is not None and column.about_document)

    def said(row: DescribedRow) -> list[NamedNode | Literal]:
        found = (row.document if about_document else row.statements).get(predicate, ())
        return [term for term in found if column is None or fits(column, term)]

    return said


def _members(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if column.separator:
        found["separator"] = column.separator
    if column.lang:
        found["lang"] = column.lang
    if column.datatype in _DATATYPES:
        found["datatype"] = _DATATYPES[column.datatype]
    return found


def _document(subject: str, names: Names) -> str:
    record = subject.partition("#")[0].removeprefix(f"{names.base}id/")
    return f"{names.base}doc/{record}"


def _write(table: TableRows, fields: list[_Field], names: Names, package: Package) -> None:
    with package.file(f"{FOLDER}/{table.schema.file_name}") as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*_SUBJECT, *chain.from_iterable(each.names for each in fields)])
        for subject, *cells in table:
            row = [part for each, cell in zip(fields, cells, strict=True) for part in each.cells(cell)]
            writer.writerow([subject, _document(subject, names), *row])
        text.detach()


def _description(table: TableSchema, fields: list[_Field], names: Names) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [
        {"name": name, "titles": name, "suppressOutput": True} for name in _SUBJECT
    ]
    columns += [column for each in fields for column in each.columns()]
    if table.is_record:
        document = {"virtual": True, "aboutUrl": "{+document}"}
        kind = names.expand("ak:RecordDocument")
        columns.append(document | {"name": "document_type", "propertyUrl": _TYPE, "valueUrl": kind})
        columns.append(document | {"name": "document_topic", "propertyUrl": _TOPIC, "valueUrl": "{+iri}"})
    return {"url": table.file_name, "tableSchema": {"aboutUrl": "{+iri}", "columns": columns}}
