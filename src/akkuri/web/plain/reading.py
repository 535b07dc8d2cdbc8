"""Reading for an export: straight from the store, what one page asked for remembered for the next."""

import json
import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from pyoxigraph import QueryResultsFormat, Triple, parse_query_results

from akkuri.ask.processes.messages import Question
from akkuri.ask.processes.runners import LocalRunner
from akkuri.store import EmbeddedStore
from akkuri.web.page.reader import Reader, TermRow

__all__ = ["OnceRunner", "StoreReader"]

_Made = TypeVar("_Made")
_REMEMBERED: Final = 64
"""Answers remembered: the pages and files of one record are written one after the other."""
_WRITTEN: Final = {"csv": QueryResultsFormat.CSV, "json": None, "tsv": QueryResultsFormat.TSV}
"""Formats in which pages, tables and the API ask for the same answer."""
_LIMIT: Final = re.compile(r"\nLIMIT ([0-9]+)\Z")
"""What the API puts after a question whose rows have an order of their own."""
_SECTION: Final = re.compile(r" LIMIT ([0-9]+) OFFSET ([0-9]+)\Z")
"""How a query ends of which a page shows some rows, and another page or a workbook others."""


class OnceRunner(LocalRunner):
    """Runs a query for a table once: first rows and other formats are made of what the engine answered."""

    def __init__(self, store: EmbeddedStore) -> None:
        super().__init__(store)
        self._answers: dict[tuple[str, str, tuple[str, ...]], bytes] = {}

    @contextmanager
    def run(self, question: Question) -> Iterator[Iterator[bytes]]:
        """Run a question to its end, or write its answer anew. Raises Refusal."""
        if question.form not in _WRITTEN or question.dataset:
            with super().run(question) as pieces:
                yield pieces
            return
        limit = _LIMIT.search(question.text)
        text = question.text[: limit.start()] if limit else question.text
        key = (text, question.base, question.unbound)
        if key not in self._answers:
            with super().run(replace(question, text=text, form="json")) as pieces:
                self._answers[key] = b"".join(pieces)
            if len(self._answers) > _REMEMBERED:
                del self._answers[next(iter(self._answers))]
        body = self._answers[key]
        if limit:
            answer = json.loads(body)
            rows = answer["results"]["bindings"]
            if len(rows) > int(limit[1]):
                del rows[int(limit[1]) :]
                body = json.dumps(answer).encode()
        form = _WRITTEN[question.form]
        if form is not None:
            body = parse_query_results(body, format=QueryResultsFormat.JSON).serialize(format=form) or b""
        yield iter((body,))


class StoreReader(Reader):
    """Reads as another reader does; what pages ask needs no gate, and nobody changes the answers."""

    def __init__(self, reader: Reader, store: EmbeddedStore) -> None:
        super().__init__(reader.ask, reader.manifest)
        self._rows = lru_cache(_REMEMBERED)(store.select)
        self._store = store
        self._triples = lru_cache(_REMEMBERED)(self._construct)
        self._made: dict[Hashable, Any] = {}

    def select(self, query: str) -> list[TermRow]:
        """Return the rows of a SELECT; of one in an order, all are read for those that are asked for."""
        section = _SECTION.search(query)
        if section is None:
            return list(self._rows(query))
        first = int(section[2])
        return self._rows(query[: section.start()])[first : first + int(section[1])]

    def graph(self, query: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT, in an order that is that of no store."""
        return list(self._triples(query))

    def may_lead(self, predicate: str, iri: str) -> bool:
        """Say whether there is a statement whose object is `iri`: most tables of a record have no rows."""
        return self._store.leads(predicate, iri)

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what is made of what is read; the other languages and forms of a record take it as it is."""
        if key not in self._made:
            self._made[key] = make()
            if len(self._made) > _REMEMBERED:
                del self._made[next(iter(self._made))]
        found: _Made = self._made[key]
        return found

    def _construct(self, query: str) -> list[Triple]:
        return sorted(self._store.construct(query), key=str)  # as N-Triples has them
