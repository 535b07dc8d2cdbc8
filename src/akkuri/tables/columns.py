"""Columns and tables that only one cluster has: `columns.json`, in the form of tables.json."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from akkuri.errors import UsageError
from akkuri.tables.json_object import line_of, read_object
from akkuri.texts import Wording

__all__ = ["BOOLEANS", "COLUMNS", "DATATYPES", "with_columns"]

COLUMNS: Final = "columns.json"
"""Name of the file with the columns that a cluster adds to the tables it shares, and tables of its own."""

BOOLEANS: Final = ("true", "false")
DATATYPES: Final = ("string", "decimal", "integer", "boolean", "anyURI")
"""What the cells of a column can be; a date is a string that says how precise it may be."""
_EXPECTED: Final = Wording("cluster.columns-form")


def with_columns(description: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Return the description of the tables with the columns of a columns.json.

    The columns of a table that is there stand behind its column `ak:after`, or last; another table is
    taken as it is. Raises UsageError naming the file and the line.
    """
    tables = {entry["url"]: entry for entry in description["tables"]}
    for entry in _entries(file):
        url = entry["url"]
        tables[url] = _longer(tables[url], entry, file) if url in tables else entry
    return {**description, "tables": list(tables.values())}


def _entries(file: Path) -> list[dict[str, Any]]:
    entries = read_object(file, _EXPECTED).get("tables")
    if not isinstance(entries, list) or not all(isinstance(one, dict) and "url" in one for one in entries):
        raise UsageError.worded("cluster.no-tables", file=file, expected=_EXPECTED)
    return entries


def _longer(table: dict[str, Any], added: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Return a table with more columns."""
    url, after = added["url"], added.get("ak:after")
    columns = list(table["tableSchema"]["columns"])
    names = [column["name"] for column in columns]

    def wrong(key: str, name: object, stands: str, **params: object) -> UsageError:
        place = f"{file}:{line_of(file, stands)}"
        return UsageError.worded(f"cluster.{key}", place=place, table=url, name=name, **params)

    try:
        new = [{"name": column["name"], **column} for column in added["tableSchema"]["columns"]]
    except (KeyError, TypeError) as error:
        raise wrong("table-lacks", error, url, expected=_EXPECTED) from error
    if after is not None and after not in names:
        raise wrong("no-column", after, after, known=", ".join(names))
    for column in new:
        if column["name"] in names:
            raise wrong("column-there", column["name"], column["name"])
        datatype = column.get("datatype", "string")
        base = datatype.get("base", "string") if isinstance(datatype, dict) else datatype
        if base not in DATATYPES:
            known = ", ".join(DATATYPES)
            raise wrong("datatype", column["name"], column["name"], datatype=base, known=known)
    place = names.index(after) + 1 if after is not None else len(columns)
    return {
        **table,
        "tableSchema": {**table["tableSchema"], "columns": columns[:place] + new + columns[place:]},
    }
