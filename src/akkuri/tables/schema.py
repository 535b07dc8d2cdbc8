"""The description of the tables: `tables.json`, CSV on the Web metadata with a few `ak:` annotations."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from akkuri.errors import UsageError
from akkuri.tables.about import TABLES_FORM, load_description
from akkuri.tables.columns import BOOLEANS
from akkuri.tables.json_object import read_object

__all__ = [
    "Column",
    "Moved",
    "Schema",
    "TableSchema",
    "load_schema",
    "schema_of",
    "schema_of_folder",
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its cells are read, checked and turned into statements."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    """Language → what stands in it, where its title does not say enough."""
    required: bool
    separator: str | None
    datatype: str
    """CSVW base type: string, decimal, integer or anyURI; `partialDate` for YYYY, YYYY-MM or YYYY-MM-DD."""
    last_day: bool
    """A date that is the end of something: a year or a month stands for its last day, else for its first."""
    pattern: str | None
    minimum: float | None
    maximum: float | None
    property: str | None
    """Prefixed name or IRI of the predicate; None when the column says nothing in the graph."""
    value_url: str | None
    lang: str | None
    scheme: str | None
    """Concept scheme whose concepts the column names."""
    match_notation: bool
    """Cells hold the skos:notation of the concept instead of its id."""
    refers_to: tuple[str, ...]
    """Id prefixes (`org`, `fac`, …) of the records the column may point to."""
    about_document: bool
    """The statement is about the record's document, not about the record."""
    translation_of: tuple[str, ...]
    """Columns whose texts the translations of the row were made from; the cell is their mark."""
    label_of: str | None = None
    """The column whose concept it calls by its name, for the reader."""
    label_lang: str | None = None
    fragment_of: str | None = None
    """The column with the record of which a cell names a part, by the fragment of its IRI."""
    formerly: tuple[str, ...] = ()
    """What the column was called in earlier tables, which people still send."""

    def values(self, cell: str) -> list[str]:
        """Split a cell at the separator; an empty cell has no values."""
        if not cell:
            return []
        return cell.split(self.separator) if self.separator else [cell]


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the cells of a former column stand now: in rows of another table."""

    table: str
    column: str
    of: str
    """The column that names the record."""
    cells: Mapping[str, str]
    """What else those rows say."""


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: its class, its key and its columns."""

    name: str
    titles: Mapping[str, str]
    cls: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: str | None
    """Column with the record that the rows depend on; None when each row is a record itself."""
    fragment: str | None
    """Template of the fragment that names a dependent row under its parent."""
    number_repeats: bool
    """Rows with the same fragment are told apart by a number."""
    class_when: tuple[tuple[str, str, str], ...]
    """(column, value, further class) of rows that are also of another class."""
    former: Mapping[str, "Moved | None"] = field(default_factory=dict)
    """Columns that the table once had and people still send: where their cells went; None for nowhere."""
    id_from: tuple[str, ...] = ()
    """Templates of the ids of new records, the first that has all its parts serves."""
    made_by_program: bool = False
    """Whether a command writes its rows, and no person."""

    @property
    def file_name(self) -> str:
        """The name of the CSV file."""
        return f"{self.name}.csv"

    @property
    def header(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]

    @property
    def is_record(self) -> bool:
        """Whether each row is a record with a document of its own."""
        return self.parent is None

    @property
    def id_prefixes(self) -> tuple[str, ...]:
        """The prefix that ids of this table begin with (`fac`), read off the id column's pattern."""
        if not self.is_record:
            return ()
        pattern = self.columns[0].pattern or ""
        return tuple(re.findall(r"^([a-z]+)-", pattern))

    def column(self, name: str) -> Column:
        """Return a column by name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class Schema:
    """All tables, in the order they are read."""

    tables: tuple[TableSchema, ...]
    issued: str
    version: str
    title: Mapping[str, str]
    """Language → title of the data set."""

    @cached_property
    def by_name(self) -> dict[str, TableSchema]:
        """The tables by name."""
        return {table.name: table for table in self.tables}

    @cached_property
    def by_prefix(self) -> dict[str, TableSchema]:
        """The record tables by the prefix of their ids."""
        return {prefix: table for table in self.tables for prefix in table.id_prefixes}

    @property
    def to_fill_in(self) -> list[TableSchema]:
        """The tables that people fill in; a command writes the others."""
        return [table for table in self.tables if not table.made_by_program]

    def __iter__(self) -> Iterator[TableSchema]:
        """Iterate over the tables."""
        return iter(self.tables)


def load_schema(file: Path) -> Schema:
    """Read a whole `tables.json`, such as that of a release (W3C Metadata Vocabulary for Tabular Data).

    Raises UsageError when the file is missing, no JSON or lacks a part that the mapping needs.
    """
    return schema_of(read_object(file, TABLES_FORM), file)


def schema_of_folder(cluster: Path) -> Schema:
    """Read the tables that a cluster has, the shared ones with its columns. Raises UsageError."""
    return schema_of(load_description(cluster), cluster)


def schema_of(document: Mapping[str, Any], file: Path) -> Schema:
    """Read the tables off their description, which came from `file`.

    Raises UsageError when it lacks a part that the mapping needs.
    """
    try:
        tables = tuple(_table(entry) for entry in document["tables"])
        title = _by_language(document["dc:title"])
        return Schema(tables, document["dc:issued"], document["dcat:version"], title)
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError.worded("cluster.no-part", file=file, name=error, expected=TABLES_FORM) from error


def _table(entry: dict[str, Any]) -> TableSchema:
    schema = entry["tableSchema"]
    key = schema.get("primaryKey", [])
    return TableSchema(
        name=entry["url"].removesuffix(".csv"),
        titles=_by_language(entry["dc:title"]),
        cls=entry["ak:class"],
        key=(key,) if isinstance(key, str) else tuple(key),
        columns=tuple(_column(column) for column in schema["columns"]),
        parent=entry.get("ak:of"),
        fragment=entry.get("ak:fragment"),
        number_repeats=entry.get("ak:numberRepeats", False),
        former={name: _moved(moved) for name, moved in entry.get("ak:former", {}).items()},
        id_from=tuple(entry.get("ak:idFrom", ())),
        made_by_program=entry.get("ak:madeByProgram", False),
        class_when=tuple((w["column"], w["equals"], w["class"]) for w in entry.get("ak:classWhen", [])),
    )


def _moved(entry: dict[str, Any]) -> Moved | None:
    return Moved(entry["table"], entry["column"], entry["of"], entry["cells"]) if entry else None


def _by_language(texts: list[dict[str, str]]) -> dict[str, str]:
    """Turn JSON-LD texts into language → text."""
    return {entry["@language"]: entry["@value"] for entry in texts}


def _texts(found: str | list[dict[str, str]]) -> dict[str, str]:
    """Turn texts in languages, or one in English, into language → text."""
    return {"en": found} if isinstance(found, str) else _by_language(found)


def _column(entry: dict[str, Any]) -> Column:
    datatype = entry.get("datatype", "string")
    details: dict[str, Any] = {"base": datatype} if isinstance(datatype, str) else datatype
    return Column(
        name=entry["name"],
        titles=entry["titles"],
        descriptions=_texts(entry.get("dc:description", [])),
        required=entry.get("required", False),
        separator=entry.get("separator"),
        datatype="partialDate" if entry.get("ak:partialDate") else details["base"],
        last_day=entry.get("ak:partialDate") == "last",
        pattern=details.get("format", "|".join(BOOLEANS) if details["base"] == "boolean" else None),
        minimum=details.get("minimum"),
        maximum=details.get("maximum"),
        property=entry.get("propertyUrl"),
        value_url=entry.get("valueUrl"),
        lang=entry.get("lang"),
        scheme=entry.get("ak:scheme"),
        match_notation=entry.get("ak:match") == "notation",
        refers_to=tuple(entry.get("ak:refersTo", ())),
        about_document=entry.get("ak:about") == "document",
        translation_of=tuple(entry.get("ak:translationOf", ())),
        label_of=entry.get("ak:labelOf", {}).get("column"),
        label_lang=entry.get("ak:labelOf", {}).get("lang"),
        fragment_of=entry.get("ak:fragmentOf"),
        formerly=tuple(entry.get("ak:formerly", ())),
    )
