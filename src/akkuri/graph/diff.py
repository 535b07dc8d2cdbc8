"""What changed between two graphs, record by record."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from akkuri.errors import UsageError

__all__ = ["GraphChange", "diff_graphs"]

Statement = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class GraphChange:
    """The statements of one named graph that came and went, as N-Triples terms in sorted order."""

    graph: str
    kind: str
    """`added` and `removed` for a whole graph, `changed` for statements in it."""
    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]
    kept: tuple[Statement, ...] = ()
    """What else the graph says of the subjects of these, before and after."""


def diff_graphs(old: Path, new: Path) -> Iterator[GraphChange]:
    """Compare two N-Quads files; yields a change per named graph, sorted by its IRI.

    Raises UsageError naming the file when one cannot be read.
    """
    before, after = _statements(old), _statements(new)
    for graph in sorted(before.keys() | after.keys()):
        was, now = before.get(graph, set()), after.get(graph, set())
        if was != now:
            kind = "changed" if was and now else "added" if now else "removed"
            subjects = {statement[0] for statement in now ^ was}
            kept = tuple(sorted(statement for statement in now & was if statement[0] in subjects))
            yield GraphChange(graph, kind, tuple(sorted(now - was)), tuple(sorted(was - now)), kept)


def _statements(file: Path) -> dict[str, set[Statement]]:
    found: dict[str, set[Statement]] = defaultdict(set)
    try:
        for quad in parse(path=str(file), format=RdfFormat.N_QUADS):
            if isinstance(quad, Quad):
                graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
                found[graph].add((str(quad.subject), str(quad.predicate), str(quad.object)))
    except (OSError, SyntaxError) as error:
        raise UsageError.worded("graph.unreadable", file=file, reason=error) from error
    return found
