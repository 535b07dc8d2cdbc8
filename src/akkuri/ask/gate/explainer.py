"""A process that parses rejected queries with rdflib, which says where a query stops making sense.

rdflib takes milliseconds to minutes for a query and can be sent deep, so it runs where it can be killed.
"""

import os
from socket import socket
from typing import Any

from akkuri.ask.processes.wire import END, HELLO, FrameSink, read_request

__all__ = ["explain_process", "parse"]


def explain_process(listener: socket) -> None:
    """Serve one connection until it closes."""
    from rdflib.plugins.sparql import algebra, parser  # noqa: F401 - a third of a second, here and nowhere else

    conn, _ = listener.accept()
    listener.close()
    FrameSink(conn).finish(HELLO, {"pid": os.getpid()})
    while (request := read_request(conn)) is not None:
        FrameSink(conn).finish(END, parse(request["text"]))


def parse(text: str) -> dict[str, Any]:
    """Parse a query: `place` where it fails, else `services`, the terms behind SERVICE in its algebra."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = translateQuery(parseQuery(text))
    except ParseBaseException as error:
        return {"place": [error.lineno, error.column], "services": None}
    except Exception:  # rdflib raises bare exceptions for semantic mistakes
        return {"place": None, "services": None}
    return {
        "place": None,
        "services": [str(term) if _is_iri(term) else None for term in _services(query.algebra)],
    }


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
