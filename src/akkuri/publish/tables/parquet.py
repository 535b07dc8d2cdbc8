"""Parquet: the tables with typed columns, and all statements of a part in one table (extra `frames`)."""

from typing import Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Package

__all__ = ["FORMAT", "write"]


def write(edition: Edition, package: Package, part: str = "all") -> None:
    """Write one Parquet file a table, and `statements.parquet` with the statements of a part."""
    from akkuri.publish.frames import write_frames  # the extra is there when it is asked for, else not

    write_frames(edition, package, part)


FORMAT: Final = ExportFormat(
    "parquet",
    write,
    order=80,
    extension="zip",
    media_type="application/zip",
    packaged=True,
    parts=True,
    extra="frames",
)
