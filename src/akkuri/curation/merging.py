"""Additions and corrections merged into tables: sorted in, with what follows from them filled in."""

from bisect import insort_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from akkuri.checks.cells.translations import mark_of
from akkuri.checks.cluster import Cluster
from akkuri.checks.submissions.settling import key_of
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, TableSchema

__all__ = ["Merged", "merge"]

_MODIFIED = "dct:modified"


@dataclass(frozen=True, slots=True)
class Merged:
    """One table before and after, each as its header and its rows."""

    schema: TableSchema
    header: list[str]
    before: list[Row]
    after: list[Row]


def merge(given: Tables, there: Tables, cluster: Cluster, today: date) -> list[Merged]:
    """Return the tables that settled rows change, as they become.

    Rows keep their places, new ones stand where their key belongs. Of a row that says something else than
    before, or is new, the day of the change is noted.
    """
    found = []
    for schema in cluster.schema:
        rows = given.named(schema.name)
        before = there.named(schema.name)
        if not rows:
            continue
        files = [table for table in there if table.schema.name == schema.name]
        header = list(files[0].header) if files else schema.header
        keys = {key_of(row, schema) for row in before}
        completed = [_completed(row, schema, cluster, key_of(row, schema) not in keys) for row in rows]
        after = _after(before, completed, schema, today)
        lacking = [name for name in schema.header if name not in header and any(row[name] for row in after)]
        header += lacking
        if len(before) != len(after) or any(
            one is not other and _cells(one, header) != _cells(other, header)
            for one, other in zip(before, after, strict=True)
        ):
            found.append(Merged(schema, header, before, after))
    return found


def _cells(row: Row, header: Iterable[str]) -> list[str]:
    return [row[name] for name in header]


def _after(before: list[Row], given: list[Row], schema: TableSchema, today: date) -> list[Row]:
    after = list(before)
    places = {key_of(row, schema): place for place, row in enumerate(before)}
    dated = next((c.name for c in schema.columns if c.property == _MODIFIED), None)
    new = []
    for row in given:
        place = places.get(key_of(row, schema))
        if place is not None and _same(before[place], row, schema, dated):
            continue
        if dated is not None:
            row = Row(row.file, row.number, {**row.cells, dated: today.isoformat()})
        if place is None:
            new.append(row)
        else:
            after[place] = row
    for row in new:
        insort_right(after, row, key=lambda each: _order(each, schema))
    return after


def _same(old: Row, new: Row, schema: TableSchema, dated: str | None) -> bool:
    return all(old[name] == new[name] for name in schema.header if name != dated)


def _order(row: Row, schema: TableSchema) -> tuple[str, ...]:
    """Return what rows are sorted by: their key, or the record they depend on."""
    return (
        tuple(row[name] for name in schema.key) if schema.key else (row[schema.parent or schema.header[0]],)
    )


def _completed(row: Row, schema: TableSchema, cluster: Cluster, new: bool) -> Row:
    """Return a row without stray spaces and with what follows from it: regions, marks of new texts."""
    cells = {name: cell.strip() for name, cell in row.cells.items()}
    for column in schema.columns:
        if column.label_of and cells.get(column.label_of):
            cells[column.name] = _label(column, cells[column.label_of], schema, cluster)
        if (
            new
            and column.translation_of
            and not cells.get(column.name)
            and _is_translated(column, cells, schema)
        ):
            cells[column.name] = mark_of(Row(row.file, row.number, cells), column.translation_of)
    return Row(row.file, row.number, cells)


def _label(column: Column, concept: str, schema: TableSchema, cluster: Cluster) -> str:
    scheme = schema.column(column.label_of or "").scheme or ""
    found = cluster.vocabularies.concepts(scheme).get(concept)
    return found.label(column.label_lang or "en") if found else ""


def _is_translated(column: Column, cells: Mapping[str, str], schema: TableSchema) -> bool:
    """Tell whether a row has the texts of a mark in another language too."""
    about = {schema.column(name).property for name in column.translation_of}
    return any(
        cells.get(each.name)
        for each in schema.columns
        if each.property in about and each.lang and each.name not in column.translation_of
    )
