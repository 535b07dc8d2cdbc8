"""A store behind a SPARQL 1.1 endpoint: a cluster, a managed service or another server."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from http.client import HTTPException, HTTPResponse
from typing import IO, Any, Final, cast
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode, QueryResultsFormat, parse_query_results
from SPARQLWrapper import POST, POSTDIRECTLY, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from akkuri.errors import OutsideError
from akkuri.store.address import bare
from akkuri.store.base import Dataset, Sink, Store, Term
from akkuri.store.formats import Format, by_name
from akkuri.store.remote_answer import ROWS, accept, pass_on, solutions

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
        parts = urlsplit(url)
        self._user, self._password = parts.username, parts.password
        self.address = bare(url)
        """The address without what nobody else is to know."""
        self._update_url = bare(update_url or url)
        self._timeout = timeout

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
        """Pass the answer on as it comes, read and written anew in `form`: a broken one is noticed."""
        wrapper = self._wrapper(text if base is None else f"BASE {NamedNode(base)} {text}", accept(form))
        for iri in dataset.default if dataset else ():
            wrapper.addParameter("default-graph-uri", iri)
        for iri in dataset.named if dataset else ():
            wrapper.addParameter("named-graph-uri", iri)
        with closing(self._send(wrapper)) as response:
            if started is not None:
                started()
            pass_on(response, self.address, form, sink, prefixes)
        sink.flush()

    def update(self, text: str, base: str | None = None) -> None:
        """Send a SPARQL Update. Raises OutsideError also where the store does not understand it."""
        wrapper = self._wrapper(text if base is None else f"BASE {NamedNode(base)} {text}", "*/*")
        wrapper.setRequestMethod(POSTDIRECTLY)
        try:
            self._send(wrapper).close()
        except SyntaxError as error:
            told = " ".join(str(error).split())[:500]
            raise OutsideError.worded("store.refused", address=self.address, told=told) from error

    def find(self, text: str) -> Iterator[dict[str, Term]]:
        """Give the rows of a SELECT as they come."""
        with closing(self._send(self._wrapper(text, ROWS))) as response:
            yield from solutions(response, self.address)

    def dump(self, sink: Sink) -> None:
        """Write every quad as N-Quads, from one SELECT that streams."""
        with closing(self._send(self._wrapper(ALL_QUADS, by_name("json").media_type))) as response:
            solutions: Any = parse_query_results(cast("IO[bytes]", response), format=QueryResultsFormat.JSON)
            for row in solutions:
                graph = f" {row['g']}" if row["g"] is not None else ""
                sink.write(f"{row['s']} {row['p']} {row['o']}{graph} .\n".encode())
        sink.flush()

    def graphs(self) -> Iterator[str]:
        """Give the IRI of every named graph."""
        found = self.select(ALL_GRAPHS)
        return (row["g"].value for row in found if isinstance(row["g"], NamedNode))

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
        # A count is always bound, and a literal.
        return int(self.select(inner)[0]["n"].value)  # type: ignore[union-attr]

    def _wrapper(self, text: str, accept: str) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self.address, updateEndpoint=self._update_url, agent="akkuri")
        wrapper.setOnlyConneg(True)
        wrapper.setMethod(POST)
        wrapper.setTimeout(max(1, int(self._timeout)))
        wrapper.setQuery(text)
        if self._user is not None:
            wrapper.setCredentials(unquote(self._user), unquote(self._password or ""))
        wrapper.addCustomHttpHeader("Accept", accept)
        return wrapper

    def _send(self, wrapper: SPARQLWrapper) -> HTTPResponse:
        """Send a request; SyntaxError for a refused query, OutsideError for everything else."""
        try:
            response: HTTPResponse = wrapper.query().response
        except QueryBadFormed as error:
            raise SyntaxError(str(error.args[0] if error.args else error)) from error
        except HTTPError as error:
            with error:
                told = f"{error.code} {error.reason}"
                raise OutsideError.worded("store.refused", address=self.address, told=told) from error
        except (SPARQLWrapperException, URLError, OSError, HTTPException) as error:
            reason = " ".join(str(getattr(error, "reason", None) or error).split())
            raise OutsideError.worded("store.unreachable", address=self.address, reason=reason) from error
        return response
