"""What a store outside says of the release in it: one statement, in a graph of its own.

While a release is being loaded the statement says how far that has come; it names the version only when all
is there and counted. So a store that names a version holds it whole.
"""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

__all__ = ["Marker", "Progress"]

VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
PROGRESS = "http://www.w3.org/2000/01/rdf-schema#comment"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the loading of a version has come, in pieces."""

    version: str
    done: int
    pieces: int

    def text(self) -> str:
        """Write it as the store keeps it."""
        return f"{self.version} {self.done}/{self.pieces}"

    @classmethod
    def read(cls, text: str) -> "Progress | None":
        """Read it; None for a text that says no progress."""
        version, _, numbers = text.rpartition(" ")
        done, _, pieces = numbers.partition("/")
        if not version or not done.isdecimal() or not pieces.isdecimal():
            return None
        return cls(version, int(done), int(pieces))


@dataclass(frozen=True, slots=True)
class Marker:
    """The queries and updates about the statement, for the releases under one base."""

    base: str

    @property
    def graph(self) -> str:
        """The IRI of the graph, which is also what the statement is about."""
        return f"{self.base}graph/loaded"

    def version_query(self) -> str:
        """Return the query for the version (?v), and for the same in the default graph (?union)."""
        node = NamedNode(self.graph)
        said = f"{node} <{VERSION}>"
        return f"SELECT ?v ?union {{ GRAPH {node} {{ {said} ?v }} OPTIONAL {{ {said} ?union }} }}"

    def progress_query(self) -> str:
        """Return the query for the progress (?text)."""
        node = NamedNode(self.graph)
        return f"SELECT ?text {{ GRAPH {node} {{ {node} <{PROGRESS}> ?text }} }}"

    def progress_update(self, progress: Progress) -> str:
        """Return the update that says how far the loading has come; the new comes before the old goes."""
        node, text = NamedNode(self.graph), Literal(progress.text())
        return (
            f"INSERT DATA {{ GRAPH {node} {{ {node} <{PROGRESS}> {text} }} }} ;\n"
            f"DELETE {{ GRAPH {node} {{ {node} ?p ?old }} }} "
            f"WHERE {{ GRAPH {node} {{ {node} ?p ?old FILTER(?old != {text}) }} }}"
        )

    def version_update(self, version: str) -> str:
        """Return the update that names the version, as the last of a loading."""
        node = NamedNode(self.graph)
        return (
            f"INSERT DATA {{ GRAPH {node} {{ {node} <{VERSION}> {Literal(version)} }} }} ;\n"
            f"DELETE WHERE {{ GRAPH {node} {{ {node} <{PROGRESS}> ?old }} }}"
        )
