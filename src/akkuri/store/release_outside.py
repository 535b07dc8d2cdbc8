"""A release whose triples are in a store outside: answers of that release, or none."""

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from akkuri.errors import OutsideError, Refusal
from akkuri.store.base import Dataset, Sink, Term, rows
from akkuri.store.formats import Format, by_name
from akkuri.store.marker import Marker
from akkuri.store.own_graphs import OWN_GRAPHS
from akkuri.store.remote import ALL_GRAPHS, RemoteStore
from akkuri.store.trial import exact

if TYPE_CHECKING:
    from akkuri.store.nearby import Nearby

__all__ = ["ReleaseOutside"]

FRESH: Final = 1.0
"""Seconds for which what the store said of its version is taken to hold before a query."""


class ReleaseOutside(RemoteStore):
    """Asks a store that several servers may share, and into which another release may be loaded.

    The store names a version only while it holds it whole and unchanged (akkuri.store.marker). It is asked
    before a query and after, so that an answer in between is of the version; its end is given only then.
    """

    def __init__(self, url: str, marker: Marker, version: str, quads: int, timeout: float) -> None:
        super().__init__(url, timeout=timeout)
        self.version = version
        self._marker = marker
        self._quads = quads
        self._checked = float("-inf")
        self._exact: bool | None = None
        self._nearby: Nearby | None = None

    @property
    def kept_bytes(self) -> int:
        """Return the memory that copies of statements take in this process."""
        return 0 if self._nearby is None else self._nearby.bytes

    def query(
        self,
        text: str,
        form: Format,
        sink: Sink,
        dataset: Dataset | None = None,
        base: str | None = None,
        started: Callable[[], None] | None = None,
        prefixes: Mapping[str, str] | None = None,
        unbound: Sequence[str] = (),
    ) -> None:
        """Answer a query; Refusal when the store does not hold the release, or not to the end."""
        if time.monotonic() - self._checked > FRESH:
            self.check()
        nearby = self._copies()
        ask = super().query if nearby is None else nearby.query
        ask(text, form, sink, dataset, base, started, prefixes, unbound)
        self.check()

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

    def _copies(self) -> "Nearby | None":
        """Return what answers in place of a store that does not answer as SPARQL says; None: it does."""
        if self._exact is None:
            self._exact = exact(self._rows)
        if self._exact:
            return None
        if self._nearby is None:
            from akkuri.store.nearby import Nearby  # with rdflib, of which other stores have no need

            self._nearby = Nearby(self.find, self.graphs)
        return self._nearby

    def graphs(self) -> Iterator[str]:
        """Give the IRI of every graph of the release."""
        rows = self._rows(ALL_GRAPHS)
        kept = {self._marker.graph, *OWN_GRAPHS}
        return (g.value for row in rows if isinstance(g := row["g"], NamedNode) and g.value not in kept)

    def check(self) -> None:
        """Raise Refusal when the store does not hold the release as it must be."""
        try:
            self._check()
        except (Refusal, OutsideError):
            self._nearby = None
            raise

    def _check(self) -> None:
        asked = time.monotonic()
        found = self._found()
        told: dict[str, Any] = {"address": self.address, "version": self.version}
        versions = {row["v"].value for row in found if isinstance(row["v"], Literal)}
        if not versions:
            raise Refusal("no-version", **told)
        if versions != {self.version}:
            raise Refusal("other-version", found=", ".join(sorted(versions)), **told)
        if "union" not in found[0]:
            raise Refusal("no-union", **told)
        self._checked = asked

    def named(self) -> str | None:
        """Return the version that the store names; None when it names none."""
        return next((row["v"].value for row in self._found() if isinstance(row["v"], Literal)), None)

    def _found(self) -> list[dict[str, Term]]:
        return self._rows(self._marker.version_query())

    def _rows(self, text: str) -> list[dict[str, Term]]:
        buffer = io.BytesIO()
        super().query(text, by_name("json"), buffer)
        return rows(buffer.getvalue())

    def __len__(self) -> int:
        return self._quads
