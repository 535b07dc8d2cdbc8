"""What queries touch of a store outside, copied into this process, where they are answered.

For stores that find statements and answer what is beyond that otherwise than SPARQL says, as Virtuoso does.
A copy grows with what is asked and is thrown away with the version that it is of.
"""

import resource
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import BlankNode, NamedNode, Quad
from pyoxigraph import Store as Engine

from akkuri.errors import OutsideError
from akkuri.store.as_written import written
from akkuri.store.base import Sink, SparqlQuery, Term
from akkuri.store.embedded import EmbeddedStore
from akkuri.store.formats import Format
from akkuri.store.patterns import EVERYTHING, QuadPattern, patterns
from akkuri.store.remote_answer import CUT_OFF
from akkuri.texts import Wording

__all__ = ["Nearby"]


class Nearby:
    """Answers over a copy of what `find` gives for patterns: ?s ?p ?o ?g; `graphs` gives all graphs."""

    def __init__(
        self,
        find: Callable[[str], Iterable[Mapping[str, Term]]],
        graphs: Callable[[], Iterator[str]],
        most: int | None = None,
        large: set[QuadPattern] | None = None,
    ) -> None:
        """No more than `most` statements of a pattern are copied; patterns of more are noted in `large`."""
        self._find = find
        self._graphs = graphs
        self._most = most
        self._large = set() if large is None else large
        self._engine = Engine()
        self._store = EmbeddedStore(self._engine, union=True, size=0)
        self._there: set[QuadPattern] = set()
        self._known: frozenset[str] = frozenset()
        self.bytes = 0
        """Memory that the copy has taken."""

    def __len__(self) -> int:
        return len(self._engine)

    def query(
        self, query: SparqlQuery, form: Format, sink: Sink, started: Callable[[], None] | None = None
    ) -> bool:
        """Answer a query, after what it touches is here; False, and no answer, where that is too much."""
        if not self._fetch(patterns(query.text, query.base)):
            return False
        self._store.query(query, form, sink, started)
        return True

    def overlap(self, graphs: Sequence[str]) -> bool:
        """Say whether some of several graphs share statements; no where that is too much to look at."""
        if len(graphs) < 2:
            return False
        there = self._fetch(QuadPattern(graph=NamedNode(graph)) for graph in graphs)
        return there and self._store.overlap(graphs)

    def _fetch(self, needed: Iterable[QuadPattern]) -> bool:
        """Copy what patterns stand for; False where one stands for too much."""
        needed = set(needed)
        if needed & self._large:
            return False
        before = _peak()
        if not self._known:
            self._known = frozenset(self._graphs())
            for graph in self._known:
                self._engine.add_graph(NamedNode(graph))
        # What holds much comes first: it may hold the rest.
        for pattern in sorted(needed, key=lambda pattern: len(pattern.text())):
            if any(there.holds(pattern) for there in self._there):
                continue
            if not self._copy(pattern):
                self._large.add(pattern)
                return False
            self._there.add(pattern)
            if pattern == EVERYTHING:
                self._there = {pattern}
        self.bytes += max(0, _peak() - before)
        return True

    def _copy(self, pattern: QuadPattern) -> bool:
        """Copy the statements of a pattern; False where there are too many."""
        limit = "" if self._most is None else f" LIMIT {self._most + 1}"
        rows = enumerate(self._find(pattern.text() + limit), 1)
        count = 0

        def quads() -> Iterator[Quad]:
            nonlocal count
            for count, row in rows:  # noqa: B007 - it is looked at when all are copied
                quad = self._quad(row)
                if quad is not None:
                    yield quad

        try:
            self._engine.extend(quads())
        except OutsideError as error:
            if self._most is None or not (isinstance(error.said, Wording) and error.said.key == CUT_OFF):
                raise
            return False
        return self._most is None or count <= self._most

    def _quad(self, row: Mapping[str, Term]) -> Quad | None:
        """Return a statement as it was loaded; None for one of a graph that the store keeps for itself."""
        subject, predicate, graph = row["s"], row["p"], row["g"]
        if not isinstance(graph, NamedNode) or graph.value not in self._known:
            return None
        if not isinstance(subject, NamedNode | BlankNode) or not isinstance(predicate, NamedNode):
            return None
        return Quad(subject, predicate, written(row["o"]), graph)


def _peak() -> int:
    """Return the most memory that this process has held: what copying takes for a moment counts too."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
