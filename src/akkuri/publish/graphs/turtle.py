"""Turtle: the statements without their graphs, prefixed and grouped by subject."""

from typing import IO, Final, cast

from pyoxigraph import RdfFormat, serialize

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink

__all__ = ["FORMAT", "write"]


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as Turtle; raises UsageError when the graph cannot be read."""
    serialize(
        edition.triples(part), cast("IO[bytes]", sink), RdfFormat.TURTLE, prefixes=edition.names.prefixes
    )


FORMAT: Final = ExportFormat(
    "turtle",
    write,
    order=30,
    extension="ttl",
    media_type="text/turtle",
    file_type="RDF_TURTLE",
    parts=True,
    aliases=("ttl",),
)
