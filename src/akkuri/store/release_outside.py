"""A release whose triples are in a store outside: answers of that release, or none."""

import io
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Literal

from akkuri.errors import Refusal
from akkuri.store.base import Dataset, Sink, Term, rows
from akkuri.store.formats import Format, by_name
from akkuri.store.marker import Marker
from akkuri.store.remote import RemoteStore

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
        super().query(text, form, sink, dataset, base, started, prefixes, unbound)
        self.check()

    def check(self) -> None:
        """Raise Refusal when the store does not hold the release as it must be."""
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
        buffer = io.BytesIO()
        super().query(self._marker.version_query(), by_name("json"), buffer)
        return rows(buffer.getvalue())

    def __len__(self) -> int:
        return self._quads
