"""RDF/XML: the statements without their graphs, prefixed and grouped by subject."""

from typing import IO, Final, cast

from pyoxigraph import RdfFormat, serialize

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink

__all__ = ["FORMAT", "write"]


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as RDF/XML; raises UsageError when the graph cannot be read."""
    serialize(
        edition.triples(part), cast("IO[bytes]", sink), RdfFormat.RDF_XML, prefixes=edition.names.prefixes
    )


FORMAT: Final = ExportFormat(
    "rdfxml",
    write,
    order=60,
    extension="rdf",
    media_type="application/rdf+xml",
    file_type="RDF_XML",
    parts=True,
    aliases=("rdf", "rdf/xml", "xml"),
)
