"""A release whose triples are in a store outside: answers of that release, or none."""

import time
from collections.abc import Callable
from typing import Any

from pyoxigraph import Literal

from akkuri.errors import OutsideError, Refusal
from akkuri.store.base import Sink, SparqlQuery, Term
from akkuri.store.formats import Format
from akkuri.store.marker import Marker
from akkuri.store.outside import FRESH, StoreOutside
from akkuri.store.own_graphs import OWN_GRAPHS
from akkuri.store.trial import exact

__all__ = ["ReleaseOutside"]


class ReleaseOutside(StoreOutside):
    """Asks a store that several servers may share, and into which another release may be loaded.

    The store names a version only while it holds it whole and unchanged (akkuri.store.marker). It is asked
    before a query and after, so that an answer in between is of the version; its end is given only then.
    """

    most = None

    def __init__(self, url: str, marker: Marker, version: str, quads: int, timeout: float) -> None:
        super().__init__(url, timeout=timeout)
        self.version = version
        self._marker = marker
        self._quads = quads
        self._checked = float("-inf")

    def query(
        self, query: SparqlQuery, form: Format, sink: Sink, started: Callable[[], None] | None = None
    ) -> None:
        """Answer a query; Refusal when the store does not hold the release, or not to the end."""
        if time.monotonic() - self._checked > FRESH:
            self.check()
        super().query(query, form, sink, started)
        self.check()

    def _hidden(self) -> frozenset[str]:
        return OWN_GRAPHS | {self._marker.graph}

    def _left_to_itself(self) -> bool:
        return exact(self._rows)  # `check` has seen that its default graph is the union

    def _stale(self) -> bool:
        return False

    def _done(self) -> None:
        """Keep what was copied: it is of the version as long as `check` says so."""

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
        versions = {v.value for row in found if isinstance(v := row.get("v"), Literal)}
        if not versions:
            raise Refusal("no-version", **told)
        if versions != {self.version}:
            raise Refusal("other-version", found=", ".join(sorted(versions)), **told)
        if "union" not in found[0]:
            raise Refusal("no-union", **told)
        self._checked = asked

    def named(self) -> str | None:
        """Return the version that the store names; None when it names none."""
        return next((v.value for row in self._found() if isinstance(v := row.get("v"), Literal)), None)

    def _found(self) -> list[dict[str, Term]]:
        return self._rows(self._marker.version_query())

    def __len__(self) -> int:
        return self._quads
