"""A process that parses rejected queries with rdflib, which says where a query stops making sense.

rdflib takes milliseconds to minutes for a query and can be sent deep, so it runs where it can be killed.
"""

import os
from socket import socket
from typing import Any

from akkuri.ask.processes.messages import Greeting, Parsed
from akkuri.ask.processes.wire import END, HELLO, FrameSink, read_request

__all__ = ["explain_process", "parse"]


def explain_process(listener: socket) -> None:
    """Serve one connection until it closes."""
    conn, _ = listener.accept()
    listener.close()
    # A third of a second and 25 MB, spent when the first query is rejected.
    from rdflib.plugins.sparql import algebra, parser  # noqa: F401 - loaded for `parse`

    FrameSink(conn).finish(HELLO, Greeting(os.getpid()).encode())
    while (body := read_request(conn)) is not None:
        FrameSink(conn).finish(END, parse(body.decode("utf-8", "surrogatepass")).encode())


def parse(text: str) -> Parsed:
    """Parse a query: where it fails, else the terms behind SERVICE in its algebra."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = translateQuery(parseQuery(text))
    except ParseBaseException as error:
        return Parsed((error.lineno, error.column))
    except Exception:  # rdflib raises bare exceptions for semantic mistakes
        return Parsed()
    services = _services(query.algebra)
    return Parsed(services=tuple(str(term) if _is_iri(term) else None for term in services))


def _is_iri(term: object) -> bool:
    from rdflib import URIRef

    return isinstance(term, URIRef)


def _services(node: Any, seen: set[int] | None = None) -> list[Any]:
    """Collect the term of every SERVICE, wherever in the algebra it stands (EXISTS and subselects too)."""
    from rdflib.plugins.sparql.parserutils import CompValue

    seen = set() if seen is None else seen
    if id(node) in seen:
        return []
    seen.add(id(node))
    found: list[Any] = []
    if isinstance(node, CompValue):
        if node.name == "ServiceGraphPattern":
            found.append(node.term)
        for value in node.values():
            found += _services(value, seen)
    elif isinstance(node, list | tuple | set):
        for value in node:
            found += _services(value, seen)
    return found
