"""A store outside whose answers are those of SPARQL: its own, or such as are made here of its statements."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from akkuri.errors import OutsideError
from akkuri.store.base import Sink, SparqlQuery
from akkuri.store.formats import Format
from akkuri.store.own_graphs import OWN_GRAPHS
from akkuri.store.remote import ALL_GRAPHS, RemoteStore
from akkuri.store.trial import exact, united
from akkuri.texts import Wording

if TYPE_CHECKING:
    from akkuri.store.nearby import Nearby
    from akkuri.store.patterns import QuadPattern

__all__ = ["FRESH", "StoreOutside"]

FRESH: Final = 1.0
"""Seconds for which what a store said is taken to hold before a query."""
MOST: Final = 250_000
"""Statements of one pattern that are copied for a single answer; where there are more the store answers."""


class StoreOutside(RemoteStore):
    """Asks a store of which nothing is known, and whose content may change at any time.

    One that answers otherwise than SPARQL says (akkuri.store.trial), and whose default graph is the union of
    its graphs, is asked only for the statements that a query can touch; they are copied for that query.
    """

    most: int | None = MOST

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        super().__init__(url, timeout=timeout)
        self._exact: bool | None = None
        self._nearby: Nearby | None = None
        self._copied = 0.0
        self._large: set[QuadPattern] = set()

    @property
    def kept_bytes(self) -> int:
        """Return the memory that copies of statements take in this process."""
        return 0 if self._nearby is None else self._nearby.bytes

    def query(
        self, query: SparqlQuery, form: Format, sink: Sink, started: Callable[[], None] | None = None
    ) -> None:
        """Answer a query, here where the store would answer otherwise than SPARQL says."""
        nearby = self._copies()
        if nearby is None or not nearby.query(query, form, sink, started):
            super().query(query, form, sink, started)
        self._done()

    def knows(self, iri: str) -> bool:
        """Say whether an IRI is subject or object of a statement, where this process answers itself."""
        if self._copies() is None:
            return True
        try:
            node = NamedNode(iri)
        except ValueError:
            return False
        places = f"{{ {node} ?p ?o }} UNION {{ ?s ?p {node} }}"
        return any(self.find(f"SELECT (1 AS ?yes) {{ {places} }} LIMIT 1"))

    def overlap(self, graphs: Sequence[str]) -> bool:
        """Say whether some of several graphs share statements, where this process answers itself."""
        nearby = self._copies()
        return nearby is not None and nearby.overlap(graphs)

    def graphs(self) -> Iterator[str]:
        """Give the IRI of every graph that the store does not keep for itself."""
        found = (row.get("g") for row in self._rows(ALL_GRAPHS))
        return (g.value for g in found if isinstance(g, NamedNode) and g.value not in self._hidden())

    def _hidden(self) -> frozenset[str]:
        return OWN_GRAPHS

    def _copies(self) -> "Nearby | None":
        """Return what answers in place of a store that does not answer as SPARQL says; None: it does."""
        if self._exact is None:
            self._exact = self._left_to_itself()
        if self._exact is not False:
            return None
        if self._nearby is None or self._stale():
            from akkuri.store.nearby import Nearby  # with rdflib, of which other stores have no need

            self._nearby = Nearby(self.find, self.graphs, self.most, self._large)
            self._copied = time.monotonic()
        return self._nearby

    def _left_to_itself(self) -> bool | None:
        """Say whether the store answers all itself; None where that cannot be told now."""
        try:
            return exact(self._rows) or not united(self._rows)
        except OutsideError as error:
            if isinstance(error.said, Wording) and error.said.key == "store.refused":
                return None  # it may refuse a question that nobody else asked
            raise

    def _stale(self) -> bool:
        """Say whether a copy may be of what the store no longer holds."""
        return time.monotonic() - self._copied > FRESH

    def _done(self) -> None:
        """Throw away what was copied for a query that is answered."""
        self._nearby = None
