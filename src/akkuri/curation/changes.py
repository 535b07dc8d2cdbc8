"""What differs between two states of tables, record by record: in words, as JSON and as Markdown."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from akkuri.checks.submissions.settling import key_of
from akkuri.kinds import Kinds
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, Schema, TableSchema
from akkuri.texts import Phrase, text

__all__ = [
    "RowChange",
    "as_json",
    "as_markdown",
    "as_text",
    "changes_between",
    "changes_of",
    "escaped",
    "total",
]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or says something else."""

    schema: TableSchema
    kind: str
    """`added`, `removed` or `changed`."""
    key: tuple[str, ...]
    name: str
    cells: Mapping[str, tuple[str, str]]
    """Column → what stood there before and what stands there now; only what differs."""
    called: Mapping[str, Phrase] = field(default_factory=dict)
    """Id → what it is called, for people; what has no name is told by its id."""


def changes_between(old: Tables, new: Tables, schema: Schema) -> list[RowChange]:
    """Return the rows that differ, table by table, by key."""
    return [
        change
        for table in schema
        for change in changes_of(table, old.named(table.name), new.named(table.name))
    ]


def changes_of(schema: TableSchema, old: Sequence[Row], new: Sequence[Row]) -> list[RowChange]:
    """Return the rows of one table that differ, by key."""
    before = {key_of(row, schema): row for row in old}
    after = {key_of(row, schema): row for row in new}
    found = []
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one is other:
            continue
        cells = {
            name: ((one[name] if one else ""), (other[name] if other else ""))
            for name in schema.header
            if (one[name] if one else "") != (other[name] if other else "")
        }
        if cells:
            kind = "changed" if one and other else "added" if other else "removed"
            shown = key if schema.key else key[:2]
            found.append(RowChange(schema, kind, shown, _name(schema, other or one), cells))
    return found


def _name(schema: TableSchema, row: Row | None) -> str:
    """Return the first text in a language, else nothing."""
    names = [column.name for column in schema.columns if column.property in ("skos:prefLabel", "dct:title")]
    return next((row[name] for name in names if row and row[name]), "")


def as_text(changes: Sequence[RowChange], kinds: Kinds, lang: str) -> str:
    """Return a line for each row and one for each cell of it."""
    lines = []
    for change in changes:
        lines.append(f"{text(lang, f'curation.{change.kind}')} {_title(change, kinds, lang)}")
        lines += [f"    {said}" for said in _cells(change, lang)]
    lines.append(total(changes, lang))
    return "\n".join(lines) + "\n"


def as_markdown(changes: Sequence[RowChange], kinds: Kinds, lang: str) -> str:
    """Return a list by table, for a file of changes or a merge request."""
    lines = []
    for schema in dict.fromkeys(change.schema.name for change in changes):
        some = [change for change in changes if change.schema.name == schema]
        lines += [f"## {escaped(some[0].schema.titles[lang])}", ""]
        for change in some:
            lines.append(
                f"- **{text(lang, f'curation.{change.kind}')}** {escaped(_title(change, kinds, lang))}"
            )
            lines += [f"  - {escaped(said)}" for said in _cells(change, lang)]
        lines.append("")
    lines.append(total(changes, lang))
    return "\n".join(lines) + "\n"


def as_json(changes: Sequence[RowChange], lang: str) -> str:
    """Return every change with its table, key and cells, and what the ids in them are called."""
    rows = [
        {
            "table": change.schema.name,
            "change": change.kind,
            "key": list(change.key),
            "name": change.name,
            "cells": {name: {"before": old, "after": new} for name, (old, new) in change.cells.items()},
            "names": {id_: name.words(lang) for id_, name in change.called.items()},
        }
        for change in changes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _title(change: RowChange, kinds: Kinds, lang: str) -> str:
    kind = kinds.by_table.get(change.schema.name)
    what = kind.one(lang) if kind else change.schema.titles[lang]
    name = f" ({change.name})" if change.name and not change.called else ""
    return f"{what} {' + '.join(_said(value, change, lang) for value in change.key)}{name}"


def _said(value: str, change: RowChange, lang: str) -> str:
    """Return what an id is called, with the id; any other text as it is."""
    name = change.called[value].words(lang) if value in change.called else value
    return f"{name} ({value})" if name.casefold() != value.casefold() else value


def _cell(column: Column, cell: str, change: RowChange, lang: str) -> str:
    """Return a cell as people read it: names for ids."""
    values = [value.strip() for value in column.values(cell)]
    if not any(value in change.called for value in values):
        return cell
    return "; ".join(_said(value, change, lang) for value in values)


def _cells(change: RowChange, lang: str) -> Iterator[str]:
    """Say what each cell says now, and what it said before where the row was there."""
    if change.kind == "removed":
        return
    for name, cells in change.cells.items():
        column = change.schema.column(name)
        old, new = (_cell(column, cell, change, lang) for cell in cells)
        title = column.titles[lang]
        if change.kind == "added":
            if name not in change.schema.key:
                yield f"{title}: {new}"
            continue
        nothing = text(lang, "checks.empty")
        yield f"{title}: {old or nothing} → {new or nothing}"


def total(changes: Sequence[RowChange], lang: str) -> str:
    """Say how many rows came, changed and went."""
    kinds = [change.kind for change in changes]
    counts = {kind: kinds.count(kind) for kind in ("added", "changed", "removed")}
    return text(lang, "curation.total", **counts)


def escaped(said: str) -> str:
    """Return a text on one line without what Markdown would read as signs of its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in said.replace("\n", " "))
