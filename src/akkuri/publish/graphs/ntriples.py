"""N-Triples: the lines of the N-Quads without their graphs."""

from itertools import islice

from akkuri.publish.edition import Edition
from akkuri.publish.files import Sink

__all__ = ["write"]

_LINES = 4096


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as N-Triples; a triple stands in one graph only, so none repeats."""
    lines = edition.lines(part)
    while piece := list(islice(lines, _LINES)):
        sink.write(b" .\n".join(line.rpartition(b" <")[0] for line in piece) + b" .\n")
