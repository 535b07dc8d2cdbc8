"""What an exporter reads: one edition of the graph, streamed from its sorted N-Quads."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from akkuri.errors import DataError, UsageError
from akkuri.namespaces import Names
from akkuri.tables.schema import Schema, load_schema

__all__ = ["PARTS", "TABLES", "Edition", "iri"]

PARTS: Final = ("all", "asserted", "derived", "links")
"""The three parts divide the graph: what sources state, what rules derived, what links to registries."""

TABLES: Final = "tables.json"
"""Name of the tables' description, in the folder of the tables and in a release."""

_READ_BUFFER: Final = 1 << 20


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
            raise UsageError(f"{self.tables}: cannot be read as CSVW metadata ({error}).") from error
        return document

    def part_of(self, graph: str) -> str:
        """Tell which part a named graph belongs to."""
        for part in ("derived", "links"):
            if graph.startswith(self.names.graph(f"{part}/")):
                return part
        return "asserted"

    def lines(self, part: str = "all") -> Iterator[bytes]:
        """Stream the lines of the N-Quads file that belong to a part; raises UsageError."""
        chosen: dict[bytes, bool] = {}
        try:
            with self.graph.open("rb", buffering=_READ_BUFFER) as file:
                if part == "all":
                    yield from file
                    return
                for line in file:
                    graph = line.rpartition(b" <")[2]
                    keep = chosen.get(graph)
                    if keep is None:
                        keep = self.part_of(graph[:-4].decode()) == part
                        chosen[graph] = keep
                    if keep:
                        yield line
        except OSError as error:
            raise UsageError(f"{self.graph}: cannot be read ({error.strerror}).") from error

    def quads(self, part: str = "all") -> Iterator[Quad]:
        """Stream the statements of a part in the order of the file; raises UsageError."""
        chosen: dict[str, bool] = {}
        try:
            for quad in parse(path=self.graph, format=RdfFormat.N_QUADS):
                if not isinstance(quad, Quad):
                    continue
                if part != "all":
                    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
                    keep = chosen.get(graph)
                    if keep is None:
                        keep = chosen[graph] = self.part_of(graph) == part
                    if not keep:
                        continue
                yield quad
        except OSError as error:
            raise UsageError(f"{self.graph}: cannot be read ({error.strerror}).") from error
        except SyntaxError as error:
            raise UsageError(f"{self.graph}:{error.lineno}: is not N-Quads ({error.msg}).") from error

    def triples(self, part: str = "all") -> Iterator[Triple]:
        """Stream the statements of a part without their graphs."""
        return (quad.triple for quad in self.quads(part))
