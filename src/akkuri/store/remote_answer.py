"""Reading what a store outside answers: to its end, in its form, or not at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException, HTTPResponse
from typing import IO, Any, Final, cast

from pyoxigraph import (
    Literal,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from akkuri.errors import OutsideError
from akkuri.store.base import Sink, Term
from akkuri.store.formats import PREFIXED, Format, possible

__all__ = ["CUT_OFF", "OTHER_ANSWER", "ROWS", "accept", "number", "pass_on", "rows_of", "solutions"]

_SOLUTIONS: Final = (QueryResultsFormat.JSON, QueryResultsFormat.XML)
_GRAPHS: Final = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.RDF_XML)
_EXPRESSION: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\bAS\s+(\?\w+)\s*\)", re.IGNORECASE)
_BY_LINES: Final = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)
"""Formats that do not tell their end."""
_CUT: Final = ("X-SPARQL-MaxRows", "X-SPARQL-Anytime", "X-SQL-State")
"""Headers by which a store says that its answer is not whole."""
CUT_OFF: Final = "store.cut-off"
"""The sentence for that."""
OTHER_ANSWER: Final = "store.other-answer"
"""The sentence for an answer to another question."""
ROWS: Final = "application/sparql-results+xml"
"""The form in which many rows are asked for: Virtuoso writes it twice as fast as JSON."""


def accept(form: Format) -> str:
    """Return the Accept header for an answer: forms that can be read again, the easiest first."""
    family: Sequence[Any] = _GRAPHS if isinstance(form.engine, RdfFormat) else _SOLUTIONS
    return ", ".join(f"{item.media_type};q={1 - place / 10}" for place, item in enumerate(family))


def pass_on(
    response: HTTPResponse, address: str, form: Format, sink: Sink, prefixes: Mapping[str, str] | None = None
) -> None:
    """Read an answer and write it in a format, with prefixes where that takes them.

    OutsideError when it breaks off, or is not what it says it is: nothing that is cut off looks whole.
    """
    _refuse_cut(response, address)
    kind = response.headers.get_content_type()
    stream = _Whole(response)
    found: Any
    try:
        if isinstance(form.engine, RdfFormat):
            found = RdfFormat.from_media_type(kind)
            if found in _GRAPHS:
                stream.needs_end = found in _BY_LINES
                triples = (quad.triple for quad in parse(cast("IO[bytes]", stream), found))
                told = possible(prefixes) if prefixes and form.engine in PREFIXED else None
                serialize(triples, cast("IO[bytes]", sink), form.engine, prefixes=told)
                return
        else:
            found = QueryResultsFormat.from_media_type(kind)
            if found in _SOLUTIONS:
                results: Any = parse_query_results(cast("IO[bytes]", stream), format=found)
                results.serialize(sink, form.engine)
                stream.read(1)
                return
    except BrokenPipeError:
        raise
    except (SyntaxError, ValueError) as error:
        if stream.failure is None:
            detail = " ".join(str(error).split())[:200]
            raise OutsideError.worded(
                "store.broken-form", address=address, form=kind, detail=detail
            ) from error
        raise OutsideError.worded("store.broke-off", address=address, detail=stream.failure) from error
    except (OSError, HTTPException, RuntimeError) as error:
        detail = stream.failure or " ".join(str(error).split())
        raise OutsideError.worded("store.broke-off", address=address, detail=detail) from error
    raise OutsideError.worded("store.other-form", address=address, form=kind, wanted=accept(form))


def solutions(response: HTTPResponse, address: str) -> Iterator[dict[str, Term]]:
    """Give the rows of an answer in XML as they come; OutsideError when it breaks off or is no XML."""
    _refuse_cut(response, address)
    kind = response.headers.get_content_type()
    stream = _Whole(response)
    if QueryResultsFormat.from_media_type(kind) != QueryResultsFormat.XML:
        raise OutsideError.worded("store.other-form", address=address, form=kind, wanted=ROWS)
    try:
        found: Any = parse_query_results(cast("IO[bytes]", stream), format=QueryResultsFormat.XML)
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: term for name, term in zip(names, row, strict=True) if term is not None}
        stream.read(1)
    except (SyntaxError, ValueError, OSError, HTTPException, RuntimeError) as error:
        detail = stream.failure or " ".join(str(error).split())[:200]
        raise OutsideError.worded("store.broke-off", address=address, detail=detail) from error


def rows_of(results: bytes, text: str, address: str) -> list[dict[str, Term]]:
    """Return the rows of an answer to a SELECT, in JSON; OutsideError where it answers another question."""
    names, rows = _read(results)
    head = _EXPRESSION.sub(r"\1", text.partition("SELECT")[2].partition("{")[0])
    wanted = re.findall(r"\?\w+", head) if "(" not in head else []
    if rows is None or not set(wanted) <= set(names):
        told = {"address": address, "found": " ".join(names) or "–", "wanted": " ".join(wanted) or "SELECT"}
        raise OutsideError.worded(OTHER_ANSWER, **told)
    return rows


def _read(results: bytes) -> tuple[list[str], list[dict[str, Term]] | None]:
    """Read an answer in JSON: its variables and rows, or what an ASK says and None.

    What the engine reads with may be let go of in its own thread only, so no error may hold it.
    """
    found = parse_query_results(results, format=QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        return [str(bool(found)).lower()], None
    names = [str(variable) for variable in found.variables]
    rows = (zip(names, row, strict=True) for row in found)
    return names, [{name[1:]: term for name, term in row if term is not None} for row in rows]


def number(term: Term | None, address: str) -> int:
    """Return a count as a number; OutsideError where it is something else."""
    if isinstance(term, Literal) and re.fullmatch(r"[0-9]{1,18}", term.value):
        return int(term.value)
    told = {"address": address, "found": str(term or "–"), "wanted": "xsd:integer"}
    raise OutsideError.worded(OTHER_ANSWER, **told)


def _refuse_cut(response: HTTPResponse, address: str) -> None:
    """Refuse an answer of which the store says that it is not whole (Virtuoso, in headers of its own)."""
    for name in _CUT:
        told = response.headers.get(name)
        if told is not None:
            raise OutsideError.worded(CUT_OFF, address=address, detail=f"{name}: {told}")


class _Whole:
    """The bytes of an answer, whose end is an error when it came too early."""

    def __init__(self, response: HTTPResponse) -> None:
        self._response = response
        self.needs_end = False
        """Whether the end must be known from the transfer, as the format does not tell it."""
        self.failure: str | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, nothing at the end."""
        try:
            found = self._response.read(size) if size >= 0 else self._response.read()
        except (OSError, HTTPException) as error:
            self.failure = str(error) or type(error).__name__
            raise OSError(self.failure) from error
        if not found and size and self._cut():
            self.failure = "the end is missing"
            raise OSError(self.failure)
        return found

    def _cut(self) -> bool:
        told = self._response.headers.get("Content-Length")
        if self._response.length:
            return True
        chunked = "chunked" in self._response.headers.get("Transfer-Encoding", "").lower()
        return self.needs_end and told is None and not chunked
