"""Two records become one: the one that stays takes over what it lacks, the other stays with its successor."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from akkuri.checks.submissions.ids import new_id
from akkuri.checks.submissions.settling import key_of
from akkuri.curation.twins.traits import IDENTIFIERS, successor_column
from akkuri.errors import UsageError
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, TableSchema

__all__ = ["MergedTwins", "merge_twins", "table_of"]

_MODIFIED = "dct:modified"
_NAME, _OTHER_NAME = "skos:prefLabel", "skos:altLabel"
_OF_THE_ROW = (
    "dct:modified",
    "ak:verified",
    "ak:sourceDate",
    "ak:translatedFrom",
    "ak:withdrawn",
    "ak:ended",
)
"""What is about a row as it stands, and not taken over from another."""


@dataclass(slots=True)
class MergedTwins:
    """The tables that change, as they become, and what the record that stays did not take over."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    """Table → its rows."""
    differing: list[tuple[str, str, str]] = field(default_factory=list)
    """Column, what stands, and what the other record says."""


def merge_twins(keep: str, other: str, tables: Tables, today: date) -> MergedTwins:
    """Merge a record into another of its table; nothing is written.

    The other record keeps its address and says which took over. What names it names the one that stays; rows
    that become equal by that are one, and a tie of a record with itself is none. Raises UsageError where one
    has a successor already, or its table cannot say one.
    """
    schema = table_of(keep, other, tables)
    merged = MergedTwins()
    gone = _row(schema, other, tables)
    column = successor_column(schema)
    if column is None:
        raise UsageError.worded("twins.no-successor", table=schema.name)
    for table in tables.schema:
        before = tables.named(table.name)
        after = [_pointed(row, table, other, keep) for row in before]
        if table is schema:
            heir = next(_joined(row, gone, table, merged) for row in after if row[table.key[0]] == keep)
            past = _with(gone, {**_handed_over(gone, heir, table), column.name: keep})
            stand = {keep: heir, other: past}
            after = [stand.get(row[table.key[0]], row) for row in after]
        changed = [row for at, row in enumerate(after) if row.cells != before[at].cells]
        if changed:
            old = {key_of(row, table): row.cells for row in before}
            kept = _once(after, {id(row) for row in changed}, table, keep)
            merged.rows[table.name] = [
                row if old.get(key_of(row, table)) == row.cells else _dated(row, table, today) for row in kept
            ]
    return merged


def table_of(keep: str, other: str, tables: Tables) -> TableSchema:
    """Return the table that two records stand in; raises UsageError where there is none."""
    found = [tables.schema.by_prefix.get(ident.partition("-")[0]) for ident in (keep, other)]
    if found[0] is None or found[0] is not found[1] or keep == other:
        raise UsageError.worded("twins.not-two", keep=keep, other=other)
    schema = found[0]
    return schema


def _row(schema: TableSchema, other: str, tables: Tables) -> Row:
    column = successor_column(schema)
    row = next(row for row in tables.named(schema.name) if row[schema.key[0]] == other)
    if column is not None and row[column.name]:
        raise UsageError.worded("twins.replaced", id=other, heir=row[column.name])
    return row


def _with(row: Row, cells: Mapping[str, str]) -> Row:
    return Row(row.file, row.number, {**row.cells, **cells})


def _dated(row: Row, table: TableSchema, today: date) -> Row:
    dated = next((column.name for column in table.columns if column.property == _MODIFIED), None)
    return _with(row, {dated: today.isoformat()}) if dated else row


def _pointed(row: Row, table: TableSchema, other: str, keep: str) -> Row:
    """Return a row that names the record that stays instead of the other, its id made anew if it says so."""
    cells = {}
    for column in table.columns:
        values = column.values(row[column.name]) if column.refers_to else []
        if other in values:
            named = dict.fromkeys(keep if value == other else value for value in values)
            named.pop(row[table.key[0]] if table.is_record else "", None)
            cells[column.name] = (column.separator or "").join(named)
    if not cells:
        return row
    moved = _with(row, cells)
    made, said = new_id(table, row.cells, ()), row[table.key[0]] if table.is_record else ""
    if made and said.startswith(made) and table.id_from:
        ident = (new_id(table, moved.cells, ()) or made) + said.removeprefix(made)
        moved = _with(moved, {table.key[0]: ident})
    return moved


def _joined(row: Row, gone: Row, table: TableSchema, merged: MergedTwins) -> Row:
    """Return the row that stays with what it lacks; of one value it keeps its own."""
    cells: dict[str, str] = {}
    for column in table.columns:
        mine, theirs = row[column.name], gone[column.name]
        if not theirs or column.name in table.key or column.property in _OF_THE_ROW or column.label_of:
            continue
        if column.separator:
            cells[column.name] = _united(column, mine, theirs, without=row[table.key[0]])
        elif not mine:
            cells[column.name] = theirs
        elif mine != theirs:
            merged.differing.append((column.name, mine, theirs))
    more = next((column for column in table.columns if column.property == _OTHER_NAME), None)
    if more is not None:
        known = {row[column.name] for column in table.columns if column.property == _NAME}
        names = [gone[column.name] for column in table.columns if column.property == _NAME]
        extra = [name for name in names if name and name not in known and (more.separator or ";") not in name]
        joined = _united(more, cells.get(more.name, row[more.name]), (more.separator or ";").join(extra))
        cells[more.name] = joined
    return _with(row, cells)


def _handed_over(gone: Row, heir: Row, table: TableSchema) -> dict[str, str]:
    """Return the cells of registries' identifiers that only the record that stays has from now on."""
    return {
        column.name: ""
        for column in table.columns
        if column.property in IDENTIFIERS
        and set(column.values(gone[column.name])) <= set(column.values(heir[column.name]))
    }


def _united(column: Column, mine: str, theirs: str, without: str = "") -> str:
    values = dict.fromkeys([*column.values(mine), *column.values(theirs)])
    values.pop(without, None)
    return (column.separator or "").join(values)


def _once(rows: list[Row], changed: set[int], table: TableSchema, keep: str) -> list[Row]:
    """Return rows without those that now repeat another, or tie the record that stays to itself.

    What a repeated row lists (its sources) is added to the one that stands.
    """
    first: dict[tuple[str, ...], int] = {}
    for row in sorted(rows, key=lambda row: id(row) in changed):
        first.setdefault(key_of(row, table), id(row))
    lists = [column for column in table.columns if column.separator]
    repeated: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    kept: list[Row] = []
    for row in rows:
        key, moved = key_of(row, table), id(row) in changed
        if moved and table.key and first[key] != id(row):
            repeated[key].append(row)
        elif not (moved and _is_loop(row, table, keep)):
            kept.append(row)
    for at, row in enumerate(kept):
        for other in repeated.get(key_of(row, table), ()):
            cells = {each.name: _united(each, row[each.name], other[each.name]) for each in lists}
            kept[at] = row = _with(row, cells)
    return kept


def _is_loop(row: Row, table: TableSchema, keep: str) -> bool:
    """Whether both ends of a tie are the record that stays."""
    ends = [column.name for column in table.columns if column.refers_to and column.required]
    return len(ends) > 1 and all(row[name] == keep for name in ends[:2])
