"""A store behind a SPARQL 1.1 endpoint: a cluster, a managed service or another server."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from http.client import HTTPException, HTTPResponse
from typing import IO, Any, Final, cast
from urllib.error import HTTPError, URLError

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)
from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from akkuri.errors import OutsideError
from akkuri.store.base import Dataset, Sink, Store
from akkuri.store.formats import GRAPHS, SOLUTIONS, Format, by_name

__all__ = ["RemoteStore"]

CHUNK: Final = 64 * 1024
ALL_QUADS: Final = """SELECT ?g ?s ?p ?o {
  { GRAPH ?g { ?s ?p ?o } }
  UNION { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } } }
}"""


class RemoteStore(Store):
    """Asks `url`, sending POST forms; `version` stays None, because the content may change at any time."""

    def __init__(self, url: str, *, update_url: str | None = None, timeout: float = 30.0) -> None:
        self._url = url
        self._update_url = update_url or url
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
    ) -> None:
        """Pass the answer on as it comes, changed to `form` when the endpoint chose another one."""
        family = GRAPHS if isinstance(form.engine, RdfFormat) else SOLUTIONS
        accept = f"{form.media_type}, {family[0].media_type};q=0.5"
        wrapper = self._wrapper(text if base is None else f"BASE {NamedNode(base)} {text}", accept)
        for iri in dataset.default if dataset else ():
            wrapper.addParameter("default-graph-uri", iri)
        for iri in dataset.named if dataset else ():
            wrapper.addParameter("named-graph-uri", iri)
        with closing(self._send(wrapper)) as response:
            if started is not None:
                started()
            found = response.headers.get_content_type()
            try:
                if found in (form.media_type, *form.aliases):
                    while piece := response.read(CHUNK):
                        sink.write(piece)
                else:
                    self._convert(response, found, form, sink)
            except (OSError, HTTPException) as error:
                raise OutsideError(f"{self._url}: the answer broke off: {error}.") from error
        sink.flush()

    def update(self, text: str, base: str | None = None) -> None:
        """Send a SPARQL Update."""
        wrapper = self._wrapper(text if base is None else f"BASE {NamedNode(base)} {text}", "*/*")
        self._send(wrapper).close()

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
        found = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
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
        return int(self.select(inner)[0]["n"].value)  # type: ignore[union-attr]

    def _wrapper(self, text: str, accept: str) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self._url, updateEndpoint=self._update_url, agent="akkuri")
        wrapper.setOnlyConneg(True)
        wrapper.setMethod(POST)
        wrapper.setTimeout(max(1, int(self._timeout)))
        wrapper.setQuery(text)
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
                raise OutsideError(
                    f"{self._url}: the remote store answered {error.code} {error.reason}."
                ) from error
        except (SPARQLWrapperException, URLError, OSError, HTTPException) as error:
            reason = " ".join(str(getattr(error, "reason", None) or error).split())
            raise OutsideError(f"{self._url}: the remote store cannot be asked: {reason}.") from error
        return response

    def _convert(self, response: HTTPResponse, found: str, form: Format, sink: Sink) -> None:
        """Read an answer in a format nobody asked for and write it in the one that was."""
        stream = cast("IO[bytes]", response)
        if isinstance(form.engine, RdfFormat):
            graph_form = RdfFormat.from_media_type(found)
            if graph_form is not None:
                serialize(
                    (quad.triple for quad in parse(stream, graph_form)), cast("IO[bytes]", sink), form.engine
                )
                return
        else:
            result_form = QueryResultsFormat.from_media_type(found)
            if result_form in (QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.TSV):
                results: Any = parse_query_results(stream, format=result_form)
                results.serialize(sink, form.engine)
                return
        raise OutsideError(f"{self._url}: the remote store answered in {found}; expected {form.media_type}.")
