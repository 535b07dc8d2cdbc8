"""TriG: the statements in their graphs, prefixed and grouped by subject."""

from typing import IO, Final, cast

from pyoxigraph import RdfFormat, serialize

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink

__all__ = ["FORMAT", "write"]


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as TriG; raises UsageError when the graph cannot be read."""
    serialize(edition.quads(part), cast("IO[bytes]", sink), RdfFormat.TRIG, prefixes=edition.names.prefixes)


FORMAT: Final = ExportFormat(
    "trig",
    write,
    order=20,
    extension="trig",
    media_type="application/trig",
    file_type="RDF_TRIG",
    parts=True,
)
