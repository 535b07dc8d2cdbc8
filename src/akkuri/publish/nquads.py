"""N-Quads: the release's own bytes, streamed."""

import shutil
from itertools import islice

from akkuri.errors import UsageError
from akkuri.publish.edition import Edition
from akkuri.publish.writing import Sink

__all__ = ["write"]

_PIECE = 1 << 20
_LINES = 4096


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as N-Quads, sorted by subject; raises UsageError."""
    if part == "all":
        try:
            with edition.graph.open("rb") as file:
                shutil.copyfileobj(file, sink, _PIECE)
        except FileNotFoundError as error:
            raise UsageError(f"{edition.graph}: cannot be read ({error.strerror}).") from error
        return
    lines = edition.lines(part)
    while piece := b"".join(islice(lines, _LINES)):
        sink.write(piece)
