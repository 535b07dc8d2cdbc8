"""Reading RDF files into a store, with the file, line and column of what cannot be read."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Engine

from akkuri.errors import UsageError

__all__ = ["load", "load_part"]

_BY_SUFFIX: Final[dict[str, RdfFormat]] = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".n3": RdfFormat.N3,
}
"""File suffix → format; N-Quads, TriG and JSON-LD may name graphs, the rest fill the default graph."""
_READ: Final = 1 << 20


class _Wanted(dict[bytes, bool]):
    """Whether the statements of a predicate, as it is written, are wanted by its local name."""

    def __init__(self, properties: Collection[str]) -> None:
        super().__init__()
        self._properties = properties

    def __missing__(self, predicate: bytes) -> bool:
        name = re.split(r"[/#]", predicate.decode("utf-8", "replace").removesuffix(">"))[-1]
        found = self[predicate] = name in self._properties
        return found


def load(engine: Engine, files: Iterable[Path], *, lenient: bool = False) -> None:
    """Load files into a store, relative IRIs resolved against the file's own address.

    `lenient` takes the form of IRIs and language tags on trust, which saves a quarter of the time: for
    files that were checked when they were written, as those of a release are.
    Raises UsageError naming the file and, where the text is wrong, its line and column.
    """
    for file in files:
        form = _BY_SUFFIX.get(file.suffix.lower())
        if form is None:
            known = ", ".join(_BY_SUFFIX)
            raise UsageError.worded("graph.no-format", file=file, ending=file.suffix, known=known)
        if file.exists() and not file.is_file():  # a pipe or a device might never end
            raise UsageError.worded("graph.no-file", file=file)
        try:
            engine.bulk_load(path=file, format=form, base_iri=file.resolve().as_uri(), lenient=lenient)
        except SyntaxError as error:
            place = f":{error.lineno}:{error.offset}" if error.lineno else ""
            raise UsageError(f"{file}{place}: {error.msg}.") from error
        except (OSError, ValueError) as error:
            raise UsageError.worded("files.unreadable", place=file, reason=error) from error


def load_part(engine: Engine, graph: Path, properties: Collection[str]) -> None:
    """Load the statements of a release's graph (N-Quads) whose property has one of these local names.

    Raises UsageError naming the file when it cannot be read.
    """
    wanted = _Wanted(properties)
    try:
        # Nothing is called for a line: what else is going on waits for Python meanwhile.
        with graph.open("rb", buffering=_READ) as lines:
            part = b"".join([line for line in lines if wanted[line.split(b" ", 2)[1]]])
        engine.bulk_load(part, format=RdfFormat.N_QUADS, lenient=True)
    except (SyntaxError, OSError, ValueError, IndexError) as error:
        raise UsageError.worded("files.unreadable", place=graph, reason=error) from error
