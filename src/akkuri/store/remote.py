"""A store behind a SPARQL 1.1 endpoint: a cluster, a managed service or another server."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from http.client import HTTPResponse
from typing import IO, Any, Final, cast
from urllib.parse import urlencode

from pyoxigraph import NamedNode, QueryResultsFormat, parse_query_results

from akkuri.errors import OutsideError
from akkuri.store.address import bare
from akkuri.store.base import Dataset, Sink, SparqlQuery, Store, Term
from akkuri.store.formats import Format, by_name
from akkuri.store.remote_answer import ROWS, accept, number, pass_on, rows_of, solutions
from akkuri.store.sending import Sender

__all__ = ["ALL_GRAPHS", "RemoteStore"]

ALL_QUADS: Final = """SELECT ?g ?s ?p ?o {
  { GRAPH ?g { ?s ?p ?o } }
  UNION { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } } }
}"""

ALL_GRAPHS: Final = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
"""Not by DISTINCT, which Virtuoso sometimes never answers."""


class RemoteStore(Store):
    """Asks `url`, sending POST forms; `version` stays None, because the content may change at any time.

    A user and a password in the address are sent, and told to nobody.
    """

    outside = True

    def __init__(self, url: str, *, update_url: str | None = None, timeout: float = 30.0) -> None:
        self.address = bare(url)
        """The address without what nobody else is to know."""
        self._update_url = bare(update_url or url)
        self._sender = Sender(url, max(1, int(timeout)))

    def query(
        self, query: SparqlQuery, form: Format, sink: Sink, started: Callable[[], None] | None = None
    ) -> None:
        """Pass the answer on as it comes, read and written anew in `form`: a broken one is noticed."""
        text, dataset = query.text, query.dataset or Dataset()
        asked = [("query", text if query.base is None else f"BASE {NamedNode(query.base)} {text}")]
        asked += [("default-graph-uri", iri) for iri in dataset.default]
        asked += [("named-graph-uri", iri) for iri in dataset.named]
        with closing(self._ask(asked, accept(form))) as response:
            if started is not None:
                started()
            pass_on(response, self.address, form, sink, query.prefixes)
        sink.flush()

    def update(self, text: str, base: str | None = None) -> None:
        """Send a SPARQL Update. Raises OutsideError also where the store does not understand it."""
        body = text if base is None else f"BASE {NamedNode(base)} {text}"
        try:
            self._sender.send(self._update_url, body, "application/sparql-update", "*/*").close()
        except SyntaxError as error:
            told = " ".join(str(error).split())[:500]
            raise OutsideError.worded("store.refused", address=self.address, told=told) from error

    def find(self, text: str) -> Iterator[dict[str, Term]]:
        """Give the rows of a SELECT as they come."""
        with closing(self._ask([("query", text)], ROWS)) as response:
            yield from solutions(response, self.address)

    def dump(self, sink: Sink) -> None:
        """Write every quad as N-Quads, from one SELECT that streams."""
        with closing(self._ask([("query", ALL_QUADS)], by_name("json").media_type)) as response:
            solutions: Any = parse_query_results(cast("IO[bytes]", response), format=QueryResultsFormat.JSON)
            for row in solutions:
                graph = f" {row['g']}" if row["g"] is not None else ""
                sink.write(f"{row['s']} {row['p']} {row['o']}{graph} .\n".encode())
        sink.flush()

    def graphs(self) -> Iterator[str]:
        """Give the IRI of every named graph."""
        found = (row.get("g") for row in self.select(ALL_GRAPHS))
        return (g.value for g in found if isinstance(g, NamedNode))

    def has_graph(self, iri: str) -> bool:
        """Say whether the store has a named graph; an address that is no IRI names none."""
        try:
            graph = NamedNode(iri)
        except ValueError:
            return False
        return bool(self.select(f"SELECT (1 AS ?yes) {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1"))

    def knows(self, iri: str) -> bool:
        """Return True: other engines have no need of this."""
        return True

    def __len__(self) -> int:
        inner = ALL_QUADS.replace("SELECT ?g ?s ?p ?o", "SELECT (COUNT(*) AS ?n)")
        return sum(number(row.get("n"), self.address) for row in self.select(inner))

    def select(self, text: str, base: str | None = None) -> list[dict[str, Term]]:
        """Return the rows of a SELECT; OutsideError where the answer is that of another question."""
        buffer = io.BytesIO()
        self.query(SparqlQuery(text, base=base), by_name("json"), buffer)
        return rows_of(buffer.getvalue(), text, self.address)

    def _rows(self, text: str) -> list[dict[str, Term]]:
        """Return the rows that the store itself answers."""
        buffer = io.BytesIO()
        RemoteStore.query(self, SparqlQuery(text), by_name("json"), buffer)
        return rows_of(buffer.getvalue(), text, self.address)

    def _ask(self, asked: Sequence[tuple[str, str]], accept: str) -> HTTPResponse:
        return self._sender.send(self.address, urlencode(asked), "application/x-www-form-urlencoded", accept)
