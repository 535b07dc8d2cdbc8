"""Which statements a query can touch: those that fit one of its triple patterns.

What a query answers over these statements alone it answers over the whole graph too, whatever it does with
them. So a store that can only look up statements is enough for every query.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode
from rdflib import BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

__all__ = ["EVERYTHING", "QuadPattern", "patterns"]


@dataclass(frozen=True, slots=True)
class QuadPattern:
    """Statements with this subject, predicate, object and graph; None stands for any."""

    subject: NamedNode | None = None
    predicate: NamedNode | None = None
    object: NamedNode | None = None
    graph: NamedNode | None = None

    def holds(self, other: "QuadPattern") -> bool:
        """Say whether every statement of another pattern is one of this."""
        pairs = zip(self._terms(), other._terms(), strict=True)
        return all(mine is None or mine == its for mine, its in pairs)

    def text(self) -> str:
        """Write the query for its statements: ?s ?p ?o ?g."""
        names = ("?s", "?p", "?o", "?g")
        s, p, o, g = (str(term or name) for term, name in zip(self._terms(), names, strict=True))
        asked = " ".join(
            name if term is None else f"({term} AS {name})"
            for term, name in zip(self._terms(), names, strict=True)
        )
        return f"SELECT {asked} {{ GRAPH {g} {{ {s} {p} {o} }} }}"

    def _terms(self) -> tuple[NamedNode | None, ...]:
        return (self.subject, self.predicate, self.object, self.graph)


EVERYTHING: Final = QuadPattern()


def patterns(text: str, base: str | None = None) -> frozenset[QuadPattern]:
    """Return patterns that hold all that a query can touch.

    Raises SyntaxError for a query that rdflib cannot read, though the engine may.
    """
    try:
        query = translateQuery(parseQuery(text), base=base)
    except Exception as error:  # rdflib raises bare exceptions for semantic mistakes
        raise SyntaxError(" ".join(str(error).split())) from error
    found = {pattern for triples in _groups(query.algebra) for pattern in _of_group(triples)}
    if query.algebra.name == "DescribeQuery":
        for term in query.algebra.PV:
            found.add(QuadPattern(subject=NamedNode(str(term))) if isinstance(term, URIRef) else EVERYTHING)
    return frozenset(found)


def _groups(node: Any, seen: set[int] | None = None) -> Iterator[list[Any]]:
    """Give the triple patterns that stand together, wherever in the algebra (EXISTS and subselects too)."""
    seen = set() if seen is None else seen
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, CompValue):
        if node.name == "BGP":
            yield list(node.triples)
        # What EXISTS asks stands translated beside the parsed form of it, as an attribute.
        for value in (*node.values(), *vars(node).values()):
            yield from _groups(value, seen)
    elif isinstance(node, list | tuple | set):
        for value in node:
            yield from _groups(value, seen)


def _of_group(triples: list[Any]) -> Iterator[QuadPattern]:
    plain = {term for triple in triples if not isinstance(triple[1], Path) for term in (triple[0], triple[2])}
    for subject, predicate, thing in triples:
        if not isinstance(predicate, Path):
            yield QuadPattern(_node(subject), _node(predicate), _node(thing))
            continue
        free = all(isinstance(end, Variable | BNode) and end not in plain for end in (subject, thing))
        if free and _may_be_empty(predicate):
            yield EVERYTHING  # each node of the graph is an answer
        yield from (QuadPattern(predicate=step) for step in _steps(predicate))


def _node(term: Any) -> NamedNode | None:
    """Return an IRI; literals are left to the engine, for a store may write them otherwise."""
    return NamedNode(str(term)) if isinstance(term, URIRef) else None


def _may_be_empty(path: Any) -> bool:
    """Say whether a path may have no length."""
    if isinstance(path, MulPath):
        return path.mod in ("*", "?") or _may_be_empty(path.path)
    if isinstance(path, InvPath):
        return _may_be_empty(path.arg)
    if isinstance(path, SequencePath):
        return all(_may_be_empty(part) for part in path.args)
    return isinstance(path, AlternativePath) and any(_may_be_empty(part) for part in path.args)


def _steps(path: Any) -> Iterator[NamedNode | None]:
    """Give the predicates of a path; None where it may take any."""
    if isinstance(path, URIRef):
        yield NamedNode(str(path))
    elif isinstance(path, MulPath):
        yield from _steps(path.path)
    elif isinstance(path, InvPath):
        yield from _steps(path.arg)
    elif isinstance(path, SequencePath | AlternativePath):
        for part in path.args:
            yield from _steps(part)
    elif isinstance(path, NegatedPath):
        yield None
    else:
        raise SyntaxError(f"a path of an unknown kind: {path}")
