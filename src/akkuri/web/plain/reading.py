"""Reading for an export: straight from the store, what one page asked for remembered for the next."""

import io
from functools import lru_cache
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from akkuri.store import EmbeddedStore
from akkuri.store.formats import by_name
from akkuri.web.page.reader import Reader, TermRow

__all__ = ["StoreReader"]

_REMEMBERED: Final = 64
"""Answers remembered: the pages and files of one record are written one after the other."""
_LINES: Final = by_name("ntriples")


class StoreReader(Reader):
    """Reads as another reader does; what pages ask needs no gate, and nobody changes the answers."""

    def __init__(self, reader: Reader, store: EmbeddedStore) -> None:
        super().__init__(reader.ask, reader.manifest)
        self._rows = lru_cache(_REMEMBERED)(store.select)
        self._store = store
        self._triples = lru_cache(_REMEMBERED)(self._construct)

    def select(self, query: str) -> list[TermRow]:
        """Return the rows of a SELECT."""
        return list(self._rows(query))

    def graph(self, query: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT, in an order that is that of no store."""
        return list(self._triples(query))

    def _construct(self, query: str) -> list[Triple]:
        sink = io.BytesIO()
        self._store.query(query, _LINES, sink)
        answer = b"".join(sorted(sink.getvalue().splitlines(keepends=True)))
        return [quad.triple for quad in parse(answer, format=RdfFormat.N_TRIPLES)]
