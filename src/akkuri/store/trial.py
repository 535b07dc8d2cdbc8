"""One question to a store outside whose answer is known: what it makes of terms, and of what is unbound."""

from collections.abc import Callable
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.errors import OutsideError
from akkuri.store.base import Term
from akkuri.store.remote_answer import OTHER_ANSWER
from akkuri.texts import Wording

__all__ = ["exact", "united"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TERMS: Final = (
    Literal("true", datatype=NamedNode(f"{_XSD}boolean")),
    Literal("POINT(24.1 60.5)", datatype=NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")),
)
_BOUND: Final = Literal("1", datatype=NamedNode(f"{_XSD}integer"))
_ASKED: Final = (
    "SELECT ?x ?n { { SELECT (COUNT(?u) AS ?n) { VALUES (?t ?u) { (1 UNDEF) (2 3) } } } "
    f"VALUES ?x {{ {' '.join(map(str, _TERMS))} }} }}"
)

_UNITED: Final = (
    "SELECT (1 AS ?yes) { { SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 1 } ?s ?p ?o } LIMIT 1"
)


def exact(select: Callable[[str], list[dict[str, Term]]]) -> bool:
    """Say whether a store, asked through `select`, answers as SPARQL says; not to understand is not to."""
    try:
        rows = select(_ASKED)
    except SyntaxError:
        return False
    except OutsideError as error:
        if isinstance(error.said, Wording) and error.said.key == OTHER_ANSWER:
            return False
        raise
    found = sorted((str(row.get("x")), str(row.get("n"))) for row in rows)
    return found == sorted((str(term), str(_BOUND)) for term in _TERMS)


def united(select: Callable[[str], list[dict[str, Term]]]) -> bool:
    """Say whether the default graph of a store has what stands in one of its graphs."""
    return bool(select(_UNITED))
