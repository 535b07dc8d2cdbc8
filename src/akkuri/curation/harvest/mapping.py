"""What the columns of an operator's table mean: a mapping as it is saved, in YAML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from akkuri.checks.submissions.pages import address_column
from akkuri.errors import UsageError
from akkuri.naming.did_you_mean import nearest
from akkuri.tables.schema import Schema, TableSchema
from akkuri.yaml import line_of, read_yaml

__all__ = ["Filling", "HarvestMapping", "TableMapping", "known_mappings", "read_mapping", "with_defaults"]

_WHOLE: Final = ("operator", "source", "like", "sheet", "optional", "tables")
_TABLE: Final = ("rows", "key", "ids", "gone", "columns")
_FILLING: Final = ("column", "values", "default", "separator", "refers", "keep")
_SUFFIX: Final = ".yaml"


@dataclass(frozen=True, slots=True)
class Filling:
    """What one column of ours is filled with."""

    columns: tuple[str, ...] = ()
    """Columns of the operator's table; the first that says something counts."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Their value → ours; what is not among them stays as it is."""
    default: str = ""
    """What stands where they say nothing; `{operator}` is the operator's id."""
    separator: str = ""
    """What stands between several values of theirs."""
    refers: str = ""
    """The table whose rows of the same file are meant by their keys."""
    keep: bool = False
    """Whether what stands in our table already stays."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Which rows become rows of one table of ours, and how."""

    columns: Mapping[str, Filling]
    """Our column → what fills it."""
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Their column → the values of rows that are meant, in any capitals; all rows where there is none."""
    key: tuple[str, ...] = ()
    """Their column with the operator's own identifier, the first that says something."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """The operator's own identifier, or the name → our record, where the name does not tell."""
    gone: Mapping[str, str] = field(default_factory=dict)
    """Cells that a record gets when it stands in the operator's table no more; `today` is the day."""


@dataclass(frozen=True, slots=True)
class HarvestMapping:
    """A mapping: whose table it is, what it is cited as, and what its rows and columns mean."""

    name: str
    """What errors call it: its file."""
    tables: Mapping[str, TableMapping]
    operator: str = ""
    source: Mapping[str, str] = field(default_factory=dict)
    """Cells of the cited page, its address among them."""
    sheet: str = ""
    optional: bool = False
    """Whether columns may be absent from the file; else one that is named must be there."""

    @property
    def wanted(self) -> list[tuple[str, str]]:
        """The columns of theirs that are named, each with the key of the mapping that names it."""
        found = []
        for table, mapped in self.tables.items():
            found += [(f"tables.{table}.rows", name) for name in mapped.rows]
            found += [(f"tables.{table}.key", name) for name in mapped.key]
            for ours, filling in mapped.columns.items():
                found += [(f"tables.{table}.columns.{ours}", name) for name in filling.columns]
        return found


def known_mappings() -> list[str]:
    """Return the names of the mappings that come with the program."""
    folder = files(__package__) / "mappings"
    return sorted(each.name.removesuffix(_SUFFIX) for each in folder.iterdir() if each.name.endswith(_SUFFIX))


def read_mapping(name: str, schema: Schema) -> HarvestMapping:
    """Read a mapping: one that comes with the program by its name, any other from its file.

    Raises UsageError naming file, line and key of what is wrong.
    """
    if name in known_mappings():
        content = (files(__package__) / "mappings" / f"{name}{_SUFFIX}").read_text(encoding="utf-8")
    else:
        try:
            content = Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            known = ", ".join(known_mappings())
            raise UsageError.worded("harvest.no-mapping", file=name, known=known) from error
    return _Mapping(name, content, schema).read()


class _Mapping:
    """Reads one file, and says where something in it is wrong."""

    def __init__(self, name: str, content: str, schema: Schema) -> None:
        self._name, self._content, self._schema = name, content, schema

    def read(self) -> HarvestMapping:
        try:
            said = read_yaml(self._content)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            place = f"{self._name}:{mark.line + 1}" if mark else self._name
            raise UsageError.worded("harvest.no-yaml", place=place) from error
        whole = self._known(said, (), _WHOLE)
        like = self._text(whole, "like", ())
        if like and like not in known_mappings():
            raise self._wrong("harvest.unknown", ("like",), like, known_mappings())
        base = read_mapping(like, self._schema) if like else HarvestMapping(self._name, {})
        tables = dict(base.tables)
        for name, table in self._map(whole, "tables", ()).items():
            if name not in self._schema.by_name:
                raise self._wrong("harvest.unknown", ("tables", name), name, self._schema.by_name)
            tables[name] = self._table(table, self._schema.by_name[name], base.tables.get(name))
        if not tables:
            raise self._wrong("harvest.lacking", (), "tables", ())
        optional = whole.get("optional", base.optional)
        if not isinstance(optional, bool):
            raise self._wrong("harvest.no-choice", ("optional",), str(optional), ())
        return HarvestMapping(
            self._name,
            tables,
            self._text(whole, "operator", ()) or base.operator,
            self._source(whole) or base.source,
            self._text(whole, "sheet", ()) or base.sheet,
            optional,
        )

    def _source(self, whole: Mapping[str, Any]) -> dict[str, str]:
        said = whole.get("source")
        if said is None or isinstance(said, str):
            return {"": said} if said else {}
        return self._texts(whole, "source", ())

    def _table(self, said: Any, schema: TableSchema, base: TableMapping | None) -> TableMapping:
        at = ("tables", schema.name)
        found = self._known(said, at, _TABLE)
        columns = dict(base.columns) if base else {}
        for name, filling in self._map(found, "columns", at).items():
            if name not in schema.header:
                raise self._wrong("harvest.unknown", (*at, "columns", name), name, schema.header)
            columns[name] = self._filling(filling, (*at, "columns", name))
        gone = self._texts(found, "gone", at)
        for name in gone:
            if name not in schema.header:
                raise self._wrong("harvest.unknown", (*at, "gone", name), name, schema.header)
        rows = {name: self._list(found["rows"], name, (*at, "rows")) for name in self._map(found, "rows", at)}
        return TableMapping(
            columns,
            rows if "rows" in found else base.rows if base else {},
            self._list(found, "key", at) or (base.key if base else ()),
            self._texts(found, "ids", at),
            gone or (base.gone if base else {}),
        )

    def _filling(self, said: Any, at: tuple[str, ...]) -> Filling:
        if isinstance(said, str | list):
            said = {"column": said}
        found = self._known(said, at, _FILLING)
        refers = self._text(found, "refers", at)
        if refers and refers not in self._schema.by_name:
            raise self._wrong("harvest.unknown", (*at, "refers"), refers, self._schema.by_name)
        keep = found.get("keep", False)
        if not isinstance(keep, bool):
            raise self._wrong("harvest.no-choice", (*at, "keep"), str(keep), ())
        return Filling(
            self._list(found, "column", at),
            self._texts(found, "values", at),
            self._text(found, "default", at),
            self._text(found, "separator", at),
            refers,
            keep,
        )

    def _known(self, said: Any, at: tuple[str, ...], known: Sequence[str]) -> dict[str, Any]:
        if not isinstance(said, dict):
            raise self._wrong("harvest.no-map", at, str(said), known)
        for key in said:
            if key not in known:
                raise self._wrong("harvest.unknown", (*at, str(key)), str(key), known)
        return said

    def _map(self, said: Mapping[str, Any], key: str, at: tuple[str, ...]) -> dict[str, Any]:
        found = said.get(key, {})
        if not isinstance(found, dict):
            raise self._wrong("harvest.no-map", (*at, key), str(found), ())
        return {str(name): value for name, value in found.items()}

    def _texts(self, said: Mapping[str, Any], key: str, at: tuple[str, ...]) -> dict[str, str]:
        return {
            name: self._plain(value, (*at, key, name)) for name, value in self._map(said, key, at).items()
        }

    def _text(self, said: Mapping[str, Any], key: str, at: tuple[str, ...]) -> str:
        return self._plain(said.get(key, ""), (*at, key))

    def _list(self, said: Mapping[str, Any], key: str, at: tuple[str, ...]) -> tuple[str, ...]:
        found = said.get(key, [])
        values = found if isinstance(found, list) else [found]
        return tuple(self._plain(value, (*at, key)) for value in values)

    def _plain(self, value: Any, at: tuple[str, ...]) -> str:
        if isinstance(value, dict | list):
            raise self._wrong("harvest.no-text", at, str(value), ())
        return "" if value is None else str(value)

    def _wrong(self, key: str, at: tuple[str, ...], found: str, known: Any) -> UsageError:
        close = nearest(found, list(known), 1) if known else []
        return UsageError.worded(
            key,
            place=f"{self._name}:{line_of(self._content, at)}",
            key=".".join(at) or found,
            found=found[:80],
            known=", ".join(close or list(known)[:12]),
        )


def with_defaults(mapping: HarvestMapping, said: Sequence[str], schema: Schema) -> HarvestMapping:
    """Return a mapping with other defaults, each `COLUMN=VALUE` or `TABLE.COLUMN=VALUE`.

    `source=ADDRESS` is the page that the rows cite, `source.publisher=NAME` what a new one must say.
    Raises UsageError for one that is not of this form or names no column of the tables that are mapped.
    """
    tables, source = dict(mapping.tables), dict(mapping.source)
    cited = {column.name for table in schema if address_column(table) for column in table.columns}
    for each in said:
        name, equals, value = each.partition("=")
        only, _, column = name.rpartition(".")
        if equals and (name == "source" or (only == "source" and column in cited)):
            source[column if only else ""] = value
            continue
        hits = [t for t in tables if only in ("", t) and column in schema.by_name[t].header]
        if not equals or not hits:
            raise UsageError.worded("harvest.no-default", found=each, known=", ".join(tables))
        for table in hits:
            old = tables[table].columns
            columns = {**old, column: replace(old.get(column, Filling()), default=value)}
            tables[table] = replace(tables[table], columns=columns)
    return replace(mapping, tables=tables, source=source)
