"""CSV on the Web: the tables as they are curated, with their metadata, as a cluster's folder."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from akkuri.namespaces import Names
from akkuri.publish.edition import TABLES, Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.tables.linked import METADATA, write_linked
from akkuri.publish.tables.tabulate import tabulate
from akkuri.resources import CLUSTER
from akkuri.tables.writing import write_table

__all__ = ["FORMAT", "write"]


def write(edition: Edition, package: Package) -> None:
    """Write everything that the graph was built from: a build of the unpacked folder gives the same version.

    Of a graph that came without its tables they are made from it.
    """
    with package.file(TABLES) as file:
        file.write(edition.tables.read_bytes())
    metadata = json.dumps(_standard(edition.metadata, edition.names), ensure_ascii=False, indent=1)
    package.text(METADATA, metadata + "\n")
    kept = edition.graph.parent / CLUSTER
    for brought in sorted(kept.rglob("*")) if kept.is_dir() else ():
        if brought.is_file():
            with package.file(brought.relative_to(kept).as_posix()) as file:
                file.write(brought.read_bytes())
    if not _has_tables(kept, edition):
        _tabulate(edition, package)
    write_linked(edition, package)


FORMAT: Final = ExportFormat(
    "csv",
    write,
    order=70,
    extension="zip",
    media_type="application/zip",
    file_type="CSV",
    packaged=True,
    aliases=("csvw",),
)


def _has_tables(kept: Path, edition: Edition) -> bool:
    return all((kept / table.file_name).is_file() for table in edition.schema)


def _tabulate(edition: Edition, package: Package) -> None:
    with tabulate(edition) as tables:
        for table in tables.values():
            with package.file(table.schema.file_name) as file:
                text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
                write_table(table.schema, table, text)
                text.detach()


def _always_filled(table: Mapping[str, Any]) -> list[Any]:
    """Return the foreign keys of columns that have a value in every row.

    To the standard each row of a table with a foreign key refers to a row of the other table, so that an
    empty cell breaks it; a build checks the cells of the other columns where they are filled.
    """
    filled = {column["name"] for column in table["columns"] if column.get("required")}
    return [found for found in table.get("foreignKeys", ()) if found["columnReference"] in filled]


def _standard(given: Any, names: Names, key: str = "") -> Any:
    """Return the description of the tables as the standard has it, for processors that are not ours.

    Prefixed names become IRIs, what only a build understands (`ak:…`) is left out, and addresses of files
    are relative to the description.
    """
    if isinstance(given, Mapping):
        members = {name: value for name, value in given.items() if not name.startswith("ak:")}
        if key == "tableSchema":
            members["foreignKeys"] = _always_filled(given)
        return {name: _standard(value, names, name) for name, value in members.items()}
    if key == "@context":
        return [given[0], {"@language": "en"}]
    if isinstance(given, list):
        return [_standard(item, names) for item in given]
    if key == "propertyUrl":
        return names.expand(given)
    if key == "valueUrl" and "://" not in given and not given.startswith("{"):
        return names.base + given
    return given
