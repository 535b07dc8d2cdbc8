"""Where a curator writes what a registry demands: table, row and column, and what may stand there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from akkuri.publish.edition import Edition
from akkuri.publish.registries.record_access import Records
from akkuri.tables.schema import Column, Schema, TableSchema, schema_of
from akkuri.texts import LANGUAGES, catalogue, text

__all__ = ["FactCell", "FactCells", "proposed_columns"]

_COLUMNS = "mappings/columns.json"


@dataclass(frozen=True, slots=True)
class FactCell:
    """A place in the tables; `row` is empty where it depends on what else is written."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        """Return it as sentences name it."""
        return f"{self.table}: {self.column}"


class FactCells:
    """The places where the facts of an edition's records are written, and the columns they stand in."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of(self, record: str, places: Iterable[str]) -> list[FactCell]:
        """Return the cells of a record; a place is a column of its table, or `table.column` of another."""
        found = []
        for place in places:
            other, _, name = place.rpartition(".")
            own = self._table_of(record)
            table = self._schema.by_name.get(other) if other else own
            if table is not None and name in table.header:
                rows = self._rows(record, own, table)
                found += [FactCell(table.file_name, row, name) for row in rows]
        return found

    def column(self, cell: FactCell) -> dict[str, Any]:
        """Describe the column of a cell: its title, what may be written, whether the tables have it."""
        table = self._schema.by_name[cell.table.removesuffix(".csv")]
        column = table.column(cell.column)
        return {
            "table": cell.table,
            "column": cell.column,
            "declared": cell.column in self._records.edition.schema.by_name[table.name].header,
            "title": dict(column.titles),
            "write": {lang: self._told(column, lang) for lang in LANGUAGES},
        }

    @cached_property
    def _schema(self) -> Schema:
        """The tables with the columns that could be added."""
        edition = self._records.edition
        tables = [_longer(table, _proposed()) for table in edition.metadata["tables"]]
        return schema_of({**edition.metadata, "tables": tables}, edition.tables)

    def _table_of(self, record: str) -> TableSchema | None:
        kind = self._records.names.kinds.get(self._records.path(record).partition("/")[0])
        return self._schema.by_name.get(kind.table) if kind else None

    def _rows(self, record: str, own: TableSchema | None, table: TableSchema) -> list[str]:
        """Return the ids of the rows of a table that are about a record or what it points to."""
        whole = record.partition("#")[0]
        if own is None or table is own or table.parent is not None:
            return [self._records.table_id(whole)]
        pointing = [column for column in own.columns if set(column.refers_to) & set(table.id_prefixes)]
        found = [iri for one in pointing if one.property for iri in self._records.iris(whole, one.property)]
        return [self._records.table_id(iri) for iri in found] or [""]

    def _told(self, column: Column, lang: str) -> str:
        """Say what may be written into a column."""
        said = [column.descriptions.get(lang) or self._form(column, lang)]
        if column.lang == "en":
            said.append(text(lang, "template.help-english"))
        if column.separator:
            said.append(text(lang, "template.help-several", sign=text(lang, "template.semicolon")))
        return " ".join(filter(None, said))

    def _form(self, column: Column, lang: str) -> str:
        word = f"checks.form-{column.name}"
        if column.scheme:
            concepts = self._records.subjects("skos:inScheme", self._records.names.concept(column.scheme))
            known = ", ".join(concept.rpartition("/")[2] for concept in concepts)
            return text(lang, "publish.may-concept", known=known)
        if column.refers_to:
            tables = (self._schema.by_prefix.get(prefix) for prefix in column.refers_to)
            named = ", ".join(dict.fromkeys(table.file_name for table in tables if table))
            return text(lang, "publish.may-record", tables=named)
        if column.pattern and word in catalogue(lang):
            return text(lang, "template.help-form", word=text(lang, word))
        if column.minimum is not None and column.maximum is not None:
            return text(lang, "publish.may-within", low=f"{column.minimum:g}", high=f"{column.maximum:g}")
        forms = {"partialDate": "date", "decimal": "number", "integer": "whole", "anyURI": "address"}
        if column.datatype in forms:
            return text(lang, f"template.help-{forms[column.datatype]}")
        return "" if column.lang == "en" else text(lang, "publish.may-text")


def proposed_columns(edition: Edition, form: str, places: Iterable[str]) -> dict[str, Any]:
    """Return the columns a cluster can add to write what a format demands, in the form of columns.json.

    `places` are those of the format's fields; what the tables have already is left out.
    """
    own = {kind.table for kind in edition.names.kinds if kind.exports.get(form)}
    wanted = set(places) | {f"{table}.{place}" for table in own for place in places if "." not in place}
    tables = []
    for entry in _proposed():
        name = entry["url"].removesuffix(".csv")
        table = edition.schema.by_name.get(name)
        columns = [
            column
            for column in entry["tableSchema"]["columns"]
            if table and f"{name}.{column['name']}" in wanted and column["name"] not in table.header
        ]
        if columns:
            tables.append({**entry, "tableSchema": {"columns": columns}})
    return {"tables": tables}


def _proposed() -> list[dict[str, Any]]:
    """Read the columns that a cluster can add for what registries demand, in the form of columns.json."""
    found: list[dict[str, Any]] = json.loads((files(__package__) / _COLUMNS).read_text("utf-8"))["tables"]
    return found


def _longer(table: Mapping[str, Any], proposed: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the description of a table with those of the columns that it does not have."""
    schema = table["tableSchema"]
    has = {column["name"] for column in schema["columns"]}
    more = [
        column
        for entry in proposed
        if entry["url"] == table["url"]
        for column in entry["tableSchema"]["columns"]
        if column["name"] not in has
    ]
    return {**table, "tableSchema": {**schema, "columns": [*schema["columns"], *more]}}
