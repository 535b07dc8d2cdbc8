"""N-Triples: the lines of the N-Quads without their graphs."""

from itertools import islice
from typing import Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink

__all__ = ["FORMAT", "write"]

_LINES = 4096


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as N-Triples; a triple stands in one graph only, so none repeats."""
    lines = edition.lines(part)
    while piece := list(islice(lines, _LINES)):
        sink.write(b" .\n".join(line.rpartition(b" <")[0] for line in piece) + b" .\n")


FORMAT: Final = ExportFormat(
    "ntriples",
    write,
    order=40,
    extension="nt",
    media_type="application/n-triples",
    file_type="RDF_N_TRIPLES",
    parts=True,
    aliases=("nt", "n-triples"),
)
