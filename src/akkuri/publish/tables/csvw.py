"""CSV on the Web: the tables as they are curated, with their metadata."""

import csv
import io
from typing import Final

from akkuri.publish.edition import TABLES, Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package
from akkuri.publish.tables.tabulate import TableRows, tabulate
from akkuri.resources import CLUSTER

__all__ = ["FORMAT", "write"]

METADATA: Final = "csv-metadata.json"
"""Where a CSVW processor looks for the metadata of a folder; a build reads the same as tables.json."""


def write(edition: Edition, package: Package) -> None:
    """Write one CSV file a table, the metadata and what the cluster brings: the same graph is built again."""
    description = edition.tables.read_bytes()
    for name in (TABLES, METADATA):
        with package.file(name) as file:
            file.write(description)
    kept = edition.graph.parent / CLUSTER
    for brought in sorted(kept.rglob("*")) if kept.is_dir() else ():
        if brought.is_file():
            with package.file(brought.relative_to(kept).as_posix()) as file:
                file.write(brought.read_bytes())
    with tabulate(edition) as tables:
        for table in tables.values():
            with package.file(table.schema.file_name) as file:
                text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
                _write_rows(table, text)
                text.detach()


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


def _write_rows(table: TableRows, text: io.TextIOWrapper) -> None:
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.schema.header)
    writer.writerows(table)
