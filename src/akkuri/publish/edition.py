"""What an exporter reads: one edition of the graph, streamed from its sorted N-Quads."""

import json
import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from akkuri.errors import DataError, UsageError
from akkuri.namespaces import Names
from akkuri.tables.schema import Schema, load_schema

__all__ = ["PARTS", "TABLES", "Edition", "ReadOnceEdition", "iri"]

_Made = TypeVar("_Made")

PARTS: Final = ("all", "asserted", "derived", "links")
"""The three parts divide the graph: what sources state, what rules derived, what links to registries."""

TABLES: Final = "tables.json"
"""Name of the tables' description, in the folder of the tables and in a release."""

_READ_BUFFER: Final = 1 << 20
_AT_ONCE: Final = 1 << 22
"""Bytes that are searched before other threads have their turn."""
_LINES: Final = 8192
_END: Final = b" .\n"


def iri(term: object) -> str:
    """Return the IRI of a subject or a graph; raises DataError for anything else."""
    if not isinstance(term, NamedNode):
        raise DataError(f"{term} stands where only an IRI may; the graph has no blank nodes.")
    return term.value


@dataclass(frozen=True)
class Edition:
    """One version of the graph: a file of sorted N-Quads, the description of its tables, its facts."""

    graph: Path
    tables: Path
    names: Names = field(default_factory=Names)
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The release's manifest: title, version, issued and counts."""

    @property
    def version(self) -> str:
        """The version of the release."""
        return str(self.facts.get("version", ""))

    @property
    def issued(self) -> str:
        """The date of the release, YYYY-MM-DD: the only date an export may carry."""
        return str(self.facts.get("issued", ""))

    @cached_property
    def schema(self) -> Schema:
        """The tables, as their description has them; raises UsageError when it is unreadable."""
        return load_schema(self.tables)

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """The tables' description as JSON: title, licence, publisher; raises UsageError."""
        try:
            document: dict[str, Any] = json.loads(self.tables.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError.worded("release.unreadable", file=self.tables, detail=error) from error
        return document

    def states(self, predicate: str) -> bool:
        """Tell whether any statement has a property, by its IRI; raises UsageError as `open`."""
        known = self._stated.get(predicate)
        if known is None:
            with self.open() as file:
                empty = os.fstat(file.fileno()).st_size == 0
                with nullcontext() if empty else mmap(file.fileno(), 0, access=ACCESS_READ) as content:
                    known = content is not None and _has(content, f"> <{predicate}> ".encode())
            self._stated[predicate] = known
        return known

    @cached_property
    def _stated(self) -> dict[str, bool]:
        return {}

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what several formats are made of; it is made for each, so that no memory is kept."""
        return make()

    def each_once(self, key: Hashable, make: Callable[[], Iterable[_Made]]) -> Iterable[_Made]:
        """Give the same piece by piece."""
        return make()

    def part_of(self, graph: str) -> str:
        """Tell which part a named graph belongs to."""
        for part in ("derived", "links"):
            if graph.startswith(self.names.graph(f"{part}/")):
                return part
        return "asserted"

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the N-Quads file; raises UsageError when it cannot be read or is cut off in a line."""
        try:
            file = self.graph.open("rb", buffering=_READ_BUFFER)
        except OSError as error:
            raise UsageError.worded("files.unreadable", place=self.graph, reason=error.strerror) from error
        with file:
            if file.seek(0, os.SEEK_END) > len(_END):
                file.seek(-len(_END), os.SEEK_END)
                if file.read() != _END:
                    raise UsageError.worded("release.cut-off", file=self.graph)
            file.seek(0)
            yield file

    def lines(self, part: str = "all", start: str = "") -> Iterator[bytes]:
        """Stream the lines of the N-Quads file that belong to a part; raises UsageError.

        `start` keeps those whose subject's IRI begins with it.
        """
        chosen: dict[bytes, bool] = {}
        begin = f"<{start}".encode()
        with self.open() as file:
            wanted = filter(lambda line: line.startswith(begin), file) if start else file
            if part == "all":
                yield from wanted
                return
            for line in wanted:
                graph = line.rpartition(b" <")[2]
                keep = chosen.get(graph)
                if keep is None:
                    keep = chosen[graph] = self.part_of(graph[:-4].decode()) == part
                if keep:
                    yield line

    def quads(self, part: str = "all", start: str = "") -> Iterator[Quad]:
        """Stream the statements of a part in the order of the file; `start` as in `lines`.

        Lines are chosen before they are parsed, which is much faster than choosing statements.
        Raises UsageError.
        """
        lines = self.lines(part, start)
        while piece := list(islice(lines, _LINES)):
            try:
                for quad in parse(b"".join(piece), RdfFormat.N_QUADS):
                    if isinstance(quad, Quad):
                        yield quad
            except SyntaxError as error:
                line = piece[min((error.lineno or 1), len(piece)) - 1].decode("utf-8", "replace").strip()
                raise UsageError.worded(
                    "release.not-nquads", file=self.graph, line=line[:80], reason=error.msg
                ) from error

    def triples(self, part: str = "all") -> Iterator[Triple]:
        """Stream the statements of a part without their graphs."""
        return (quad.triple for quad in self.quads(part))


@dataclass(frozen=True)
class ReadOnceEdition(Edition):
    """An edition of which all formats are written: what several are made of is made once and kept."""

    @classmethod
    def of(cls, edition: Edition) -> "ReadOnceEdition":
        """Return the same edition, which keeps what it has read."""
        return cls(**{each.name: getattr(edition, each.name) for each in fields(edition)})

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what was made for the first that asked."""
        if key not in self._made:
            self._made[key] = make()
        found: _Made = self._made[key]
        return found

    def quads(self, part: str = "all", start: str = "") -> Iterator[Quad]:
        """Give the statements of a part, which are parsed once for all formats."""
        return iter(self.once(("quads", part, start), lambda: list(Edition.quads(self, part, start))))

    def each_once(self, key: Hashable, make: Callable[[], Iterable[_Made]]) -> Iterable[_Made]:
        """Give what was made for the first that asked."""
        return self.once(key, lambda: list(make()))


def _has(content: mmap, sign: bytes) -> bool:
    """Tell whether a file has some bytes, without keeping other threads waiting for all of it."""
    starts = range(0, len(content), _AT_ONCE)
    return any(content.find(sign, start, start + _AT_ONCE + len(sign)) >= 0 for start in starts)
