"""N-Quads: the release's own bytes, streamed."""

from itertools import islice
from typing import Final

from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.files import Sink

__all__ = ["FORMAT", "write"]

_PIECE = 1 << 20
_LINES = 4096


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as N-Quads, sorted by subject; raises UsageError."""
    if part == "all":
        with edition.open() as file:
            while piece := file.read(_PIECE):
                sink.write(piece)
        return
    lines = edition.lines(part)
    while several := b"".join(islice(lines, _LINES)):
        sink.write(several)


FORMAT: Final = ExportFormat(
    "nquads",
    write,
    order=10,
    extension="nq",
    media_type="application/n-quads",
    file_type="RDF_N_QUADS",
    parts=True,
    aliases=("nq", "n-quads"),
)
