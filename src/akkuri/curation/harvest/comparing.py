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
from akkuri.curation.harvest.remembered import RememberedKeys
from akkuri.naming.answers import Found
from akkuri.naming.resolver import Resolver
from akkuri.naming.spelling import squeezed
from akkuri.naming.things import concepts, records
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, TableSchema

__all__ = ["OPERATOR", "Compared", "Comparing", "Harvested"]

OPERATOR: Final = "ak:operator"
_SOURCE: Final = "dct:source"
REPLACED: Final = "dct:isReplacedBy"
_OVER: Final = frozenset({"ak:withdrawn", REPLACED, "ak:ended", "ak:closed"})


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
    theirs: str = ""
    """The operator's own identifier; empty where the row has none."""
    candidates: tuple[str, ...] = ()
    """The records that it may be about, one of which is in the table still."""
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
    keyless: list[Harvested] = field(default_factory=list)
    """Rows without the identifier that the mapping names: only their names tell what they are about."""
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    """(Table, the operator's identifier) → our record, of this run and of those before."""


class Comparing:
    """Compares an operator's table with the records of that operator and of that source."""

    def __init__(
        self,
        mapping: HarvestMapping,
        there: Tables,
        cluster: Cluster,
        source: str,
        remembered: RememberedKeys,
    ) -> None:
        """`remembered` is what the operator's identifiers meant before."""
        self._mapping, self._there, self._source = mapping, there, source
        self._remembered = remembered
        self._schema = cluster.schema
        self._kinds = cluster.names.kinds.by_prefix
        resolver = Resolver(TableNames(there, cluster.vocabularies, cluster.names), cluster.names)
        self._known = lru_cache(maxsize=4096)(resolver.known)
        self._keyed: dict[str, dict[str, str]] = defaultdict(dict)
        """Table → the operator's identifiers of its rows → our ids."""

    def compare(self, own: OwnTable) -> Compared:
        """Give each row its record.

        By `ids` of the mapping, what its identifier meant before, our id, or a name among the operator's.
        """
        found, wanted = Compared([], [], [], []), set()
        for name, mapped in self._mapping.tables.items():
            schema = self._schema.by_name[name]
            scope = {row[schema.key[0]]: row for row in self._scope(schema)}
            before = self._meant_before(schema)
            rows = [row for row in own.rows if _is_wanted(row, mapped)]
            wanted |= {row.number for row in rows}
            harvested = self._rows(rows, mapped, schema, scope, before)
            found.rows += harvested
            found.keyless += [row for row in harvested if mapped.key and not row.theirs and not row.left[0]]
            listed = {row.key for row in harvested}.union(*(row.candidates for row in harvested))
            known = {row[schema.key[0]]: row for row in before.values()}
            for key, row in (scope | known).items():
                if key not in listed and not _is_over(row, schema):
                    rested = key in known or self._rests(row, schema)
                    (found.gone if rested else found.unlisted).append((schema, row))
            found.keys |= {
                (name, key): row[schema.key[0]] for key, row in before.items() if not _is_over(row, schema)
            }
            found.keys |= {(name, row.theirs): row.key for row in harvested if row.theirs and row.key}
        found.unmapped = [row.number for row in own.rows if row.number not in wanted]
        found.rows.sort(key=lambda row: row.own.number)
        return found

    def _rows(
        self,
        rows: Iterable[OwnRow],
        mapped: TableMapping,
        schema: TableSchema,
        scope: Mapping[str, Row],
        before: Mapping[str, Row],
    ) -> list[Harvested]:
        there = {row[schema.key[0]]: row for row in self._there.named(schema.name)}
        by_name: defaultdict[str, list[str]] = defaultdict(list)
        for key, old in scope.items():
            for text in {squeezed(old[c.name]) for c in schema.columns if c.property == "skos:prefLabel"}:
                by_name[text].append(key)
        used: dict[str, int] = {}
        keyed: dict[str, int] = {}
        ids = set(there)
        found = []
        for own in rows:
            row = self._filled(own, mapped, schema)
            _, theirs = own.first(mapped.key)
            row.theirs = theirs
            candidates = self._candidates(row, mapped, there, by_name, before)
            row.candidates = tuple(candidates)
            if theirs and theirs in keyed:
                row.left = ("same-key", str(keyed[theirs]))
            elif len(candidates) > 1:
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
                keyed[theirs] = own.number
                self._keyed[schema.name][theirs] = row.key
            found.append(row)
        return found

    def _candidates(
        self,
        row: Harvested,
        mapped: TableMapping,
        there: Mapping[str, Row],
        by_name: Mapping[str, list[str]],
        before: Mapping[str, Row],
    ) -> list[str]:
        """Return the records that a row may be about: those it names for sure, else those called the same."""
        names = [row.cells.get(c.name, "") for c in row.table.columns if c.property == "skos:prefLabel"]
        meant = before[row.theirs][row.table.key[0]] if row.theirs in before else ""
        said = (mapped.ids.get(row.theirs, ""), *(mapped.ids.get(name, "") for name in names), meant, row.key)
        for key in said:
            if key in there:
                return [key]
        alike = list(dict.fromkeys(key for name in names if name for key in by_name.get(squeezed(name), [])))
        agreeing = [key for key in alike if _agrees(there[key], row.cells, row.table)]
        return agreeing if agreeing and len(alike) > 1 else alike

    def _meant_before(self, schema: TableSchema) -> dict[str, Row]:
        """Return the operator's identifiers → the records that they meant, or those that took these over."""
        there = {row[schema.key[0]]: row for row in self._there.named(schema.name)}
        heirs = next((column.name for column in schema.columns if column.property == REPLACED), "")
        found = {}
        for (table, theirs), record in self._remembered.items():
            seen: set[str] = set()
            while record in there and there[record][heirs] and record not in seen:
                seen.add(record)
                record = there[record][heirs]
            if table == schema.name and record in there:
                found[theirs] = there[record]
        return found

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
            if column.property == OPERATOR:
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


def _is_over(row: Row, schema: TableSchema) -> bool:
    """Tell whether a record has ended, was replaced or withdrawn."""
    return any(row[column.name] for column in schema.columns if column.property in _OVER)


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
