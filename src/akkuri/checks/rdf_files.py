"""RDF files as people send and publish them: any format, compressed or not, every node with a name."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from akkuri.zstandard import zstd

__all__ = ["RDF_FORMATS", "is_rdf", "read_rdf"]

RDF_FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".n3": RdfFormat.N3,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
"""Ending → format; `.gz` or `.zst` may follow."""
_COMPRESSED: Final = (".gz", ".zst")


def is_rdf(file: Path) -> bool:
    """Tell whether a file is RDF by its name."""
    return _ending(file) in RDF_FORMATS


def read_rdf(file: Path, jsonld: Callable[[bytes], bytes] = bytes) -> list[Quad]:
    """Read a file; a node without a name gets one, so that a finding can say which node it is about.

    `jsonld` is given the whole of a JSON-LD file and returns what is to be read.

    Raises SyntaxError for what is no RDF, OSError or ValueError for what cannot be read.
    """
    numbers: dict[str, int] = {}

    def named(term: Any) -> Any:
        if not isinstance(term, BlankNode):
            return term
        return NamedNode(f"urn:node:{numbers.setdefault(term.value, len(numbers) + 1)}")

    try:
        with _plain(file) as content:
            form = RDF_FORMATS[_ending(file)]
            source: Any = jsonld(content.read()) if form == RdfFormat.JSON_LD else content
            return [
                Quad(named(quad.subject), quad.predicate, named(quad.object), quad.graph_name)
                for quad in parse(source, form)
                if isinstance(quad, Quad)
            ]
    except (EOFError, zlib.error, zstd.ZstdError) as error:
        raise ValueError(error) from error


def _ending(file: Path) -> str:
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _plain(file: Path) -> IO[bytes]:
    """Open a file, uncompressed by its own ending."""
    match file.suffix.lower():
        case ".gz":
            return cast("IO[bytes]", gzip.open(file))
        case ".zst":
            return cast("IO[bytes]", zstd.open(file))
        case _:
            return file.open("rb")
