"""Rows of an operator's table as rows of ours, each with the record that it is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from akkuri.checks.cells.table_names import TableNames
from akkuri.checks.cluster import Cluster
from akkuri.checks.submissions.ids import new_id
from akkuri.curation.harvest.mapping import Filling, HarvestMapping, TableMapping
from akkuri.curation.harvest.reading import OwnRow, OwnTable
from akkuri.naming.answers import Found
from akkuri.naming.resolver import Resolver
from akkuri.naming.spelling import squeezed
from akkuri.naming.things import concepts, records
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, TableSchema

__all__ = ["Compared", "Comparing", "Harvested"]

_OPERATOR: Final = "ak:operator"
_SOURCE: Final = "dct:source"
_OVER: Final = frozenset({"ak:withdrawn", "dct:isReplacedBy", "ak:ended", "ak:closed"})


@dataclass(slots=True)
class Harvested:
    """A row of theirs as a row of ours."""

    own: OwnRow
    table: TableSchema
    cells: dict[str, str]
    """Ours; for a record that is there, all of its row with what the operator says instead."""
    before: Row | None
    """The row of the record, where it is there."""
    from_columns: Mapping[str, str] = field(default_factory=dict)
    """Our column → theirs that filled it."""
    left: tuple[str, str] = ("", "")
    """Text that says why it cannot be told which record it is, and what it says more; else empty."""

    @property
    def key(self) -> str:
        """The id of the record; empty where none could be made yet."""
        return self.cells.get(self.table.key[0], "")


@dataclass(slots=True)
class Compared:
    """What became of all rows, and the records that none of them is about."""

    rows: list[Harvested]
    unmapped: list[int]
    """Rows that no table of the mapping wants."""
    gone: list[tuple[TableSchema, Row]]
    """Records that rest on the table and stand in it no more."""
    unlisted: list[tuple[TableSchema, Row]]
    """Other records of the operator that do not stand in it."""


class Comparing:
    """Compares an operator's table with the records of that operator and of that source."""

    def __init__(self, mapping: HarvestMapping, there: Tables, cluster: Cluster, source: str) -> None:
        self._mapping, self._there, self._source = mapping, there, source
        self._schema = cluster.schema
        self._kinds = cluster.names.kinds.by_prefix
        resolver = Resolver(TableNames(there, cluster.vocabularies, cluster.names), cluster.names)
        self._known = lru_cache(maxsize=4096)(resolver.known)
        self._keyed: dict[str, dict[str, str]] = defaultdict(dict)
        """Table → the operator's identifiers of its rows → our ids."""

    def compare(self, own: OwnTable) -> Compared:
        """Give each row its record: by `ids` of the mapping, by our id, or by a name among the operator's."""
        found, wanted = Compared([], [], [], []), set()
        for name, mapped in self._mapping.tables.items():
            schema = self._schema.by_name[name]
            scope = {row[schema.key[0]]: row for row in self._scope(schema)}
            rows = [row for row in own.rows if _is_wanted(row, mapped)]
            wanted |= {row.number for row in rows}
            harvested = self._rows(rows, mapped, schema, scope)
            found.rows += harvested
            listed = {row.key for row in harvested}
            for key, row in scope.items():
                if key not in listed and not any(row[c.name] for c in schema.columns if c.property in _OVER):
                    (found.gone if self._rests(row, schema) else found.unlisted).append((schema, row))
        found.unmapped = [row.number for row in own.rows if row.number not in wanted]
        found.rows.sort(key=lambda row: row.own.number)
        return found

    def _rows(
        self, rows: Iterable[OwnRow], mapped: TableMapping, schema: TableSchema, scope: Mapping[str, Row]
    ) -> list[Harvested]:
        there = {row[schema.key[0]]: row for row in self._there.named(schema.name)}
        by_name: defaultdict[str, list[str]] = defaultdict(list)
        for key, old in scope.items():
            for text in {squeezed(old[c.name]) for c in schema.columns if c.property == "skos:prefLabel"}:
                by_name[text].append(key)
        used: dict[str, int] = {}
        ids = set(there)
        found = []
        for own in rows:
            row = self._filled(own, mapped, schema)
            _, theirs = own.first(mapped.key)
            candidates = self._candidates(row, theirs, mapped, there, by_name)
            if len(candidates) > 1:
                candidates = [c for c in candidates if _agrees(there[c], row.cells, schema)] or candidates
            if len(candidates) > 1:
                row.left = ("several", ", ".join(candidates))
            elif candidates and candidates[0] in used:
                row.left = ("twice", str(used[candidates[0]]))
            elif candidates:
                used[candidates[0]] = own.number
                self._over(row, there[candidates[0]], mapped)
            elif not row.key:
                made = new_id(schema, self._resolved(row.cells, schema), ids)
                row.cells[schema.key[0]] = made or ""
                ids.add(made or "")
            if theirs and row.key:
                self._keyed[schema.name][theirs] = row.key
            found.append(row)
        return found

    def _candidates(
        self,
        row: Harvested,
        theirs: str,
        mapped: TableMapping,
        there: Mapping[str, Row],
        by_name: Mapping[str, list[str]],
    ) -> list[str]:
        """Return the records that a row may be about: those it names for sure, else those called the same."""
        names = [row.cells.get(c.name, "") for c in row.table.columns if c.property == "skos:prefLabel"]
        for said in (mapped.ids.get(theirs, ""), *(mapped.ids.get(name, "") for name in names), row.key):
            if said in there:
                return [said]
        return list(dict.fromkeys(key for name in names if name for key in by_name.get(squeezed(name), [])))

    def _filled(self, own: OwnRow, mapped: TableMapping, schema: TableSchema) -> Harvested:
        cells, origins = {}, {}
        for name, filling in mapped.columns.items():
            theirs, cell = own.first(filling.columns)
            cells[name] = self._value(cell, filling, schema.column(name))
            if theirs:
                origins[name] = theirs
        return Harvested(own, schema, cells, None, origins)

    def _value(self, cell: str, filling: Filling, column: Column) -> str:
        parts = [part.strip() for part in cell.split(filling.separator)] if filling.separator else [cell]
        translated = {squeezed(old): new for old, new in filling.values.items()}
        values = [translated.get(squeezed(part), part) for part in parts if part]
        if filling.refers:
            values = [self._keyed[filling.refers].get(value, value) for value in values]
        joined = (column.separator or filling.separator or " ").join(value for value in values if value)
        return joined or filling.default.replace("{operator}", self._mapping.operator)

    def _over(self, row: Harvested, before: Row, mapped: TableMapping) -> None:
        """Put what the operator says over the row of the record; what it does not say stays."""
        resolved = self._resolved(row.cells, row.table)
        said = {
            name: resolved[name]
            for name, cell in row.cells.items()
            if cell and not (before[name] and (mapped.columns[name].keep or name not in row.from_columns))
        }
        key = row.table.key[0]
        row.before = before
        row.cells = {name: before[name] for name in row.table.header} | said | {key: before[key]}

    def _resolved(self, cells: Mapping[str, str], schema: TableSchema) -> dict[str, str]:
        """Return cells with names of records and concepts taken for their ids, where one is meant."""
        found = dict(cells)
        for name, cell in cells.items():
            column = schema.column(name)
            if cell and (column.refers_to or column.scheme) and not column.match_notation:
                found[name] = (column.separator or "").join(
                    self._meant(value.strip(), column) for value in column.values(cell)
                )
        return found

    def _meant(self, value: str, column: Column) -> str:
        kinds = [self._kinds[prefix].name for prefix in column.refers_to if prefix in self._kinds]
        if not kinds and not column.scheme:
            return value
        answer = self._known(value, concepts(column.scheme) if column.scheme else records(*kinds))
        return answer.thing.written if isinstance(answer, Found) else value

    def _scope(self, schema: TableSchema) -> list[Row]:
        """Return the records of the operator, and those that rest on its table."""
        owned = self._owned(schema, set())
        return [
            row
            for row in self._there.named(schema.name)
            if row[schema.key[0]] in owned or self._rests(row, schema)
        ]

    def _owned(self, schema: TableSchema, above: set[str]) -> set[str]:
        """Return the records that the operator runs, or that belong to such a record."""
        operator = self._mapping.operator
        if not operator or schema.name in above or not schema.is_record:
            return set()
        found = set()
        for column in schema.columns:
            if column.property == _OPERATOR:
                holders = {operator}
            elif column.refers_to and column.required and not column.separator:
                tables = [self._schema.by_prefix.get(prefix) for prefix in column.refers_to]
                holders = {
                    key for table in tables if table for key in self._owned(table, above | {schema.name})
                }
            else:
                continue
            found |= {
                row[schema.key[0]]
                for row in self._there.named(schema.name)
                if holders.intersection(column.values(row[column.name]))
            }
        return found

    def _rests(self, row: Row, schema: TableSchema) -> bool:
        return bool(self._source) and any(
            self._source in column.values(row[column.name])
            for column in schema.columns
            if column.property == _SOURCE
        )


def _is_wanted(row: OwnRow, mapped: TableMapping) -> bool:
    return all(
        row.cells.get(squeezed(column), "").casefold() in {value.casefold() for value in values}
        for column, values in mapped.rows.items()
    )


def _agrees(before: Row, cells: Mapping[str, str], schema: TableSchema) -> bool:
    """Tell whether a record has the same model, place or other short text as a row of the same name."""
    named = {column.name for column in schema.columns if column.property == "skos:prefLabel"}
    said = [name for name, cell in cells.items() if cell and before[name] and name not in named]
    return bool(said) and all(squeezed(before[name]) == squeezed(cells[name]) for name in said)
