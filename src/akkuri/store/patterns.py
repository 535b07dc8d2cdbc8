"""Which statements a query can touch: those that fit one of its triple patterns.

What a query answers over these statements alone it answers over the whole graph too, whatever it does with
them. So a store that can only look up statements is enough for every query.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
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
MOST: Final = 400
"""Patterns into which one is taken apart by the values of its variables; beyond that it stands for any."""
_Given = Mapping[Any, frozenset[Any]]
_ROWWISE: Final = ("Join", "LeftJoin", "Minus", "Union", "Filter", "Extend", "Graph")
"""Nodes whose rows each come from a row beneath: those that VALUES beside them drops need not be there."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds in a part of a query: its graph, and the IRIs that VALUES gives to variables."""

    graph: NamedNode | None = None
    given: _Given = field(default_factory=dict)

    def within(self, node: Any, part: str) -> "_Scope":
        """Return what holds in a part of a node."""
        graph = _node(node.term) if node.name == "Graph" else self.graph
        if node.name not in _ROWWISE:
            return _Scope(graph)
        if node.name == "Join":
            return _Scope(graph, _both(self.given, _given(node.p2 if part == "p1" else node.p1)))
        if node.name in ("LeftJoin", "Minus") and part == "p2":
            return _Scope(graph, _given(node.p1))  # rows of it that fit none of the others have no effect
        if part in ("p", "p1", "p2"):
            return _Scope(graph, self.given)
        return _Scope(graph, _given(node.p) if node.name in ("Filter", "Extend") else {})


def patterns(text: str, base: str | None = None) -> frozenset[QuadPattern]:
    """Return patterns that hold all that a query can touch.

    Raises SyntaxError for a query that rdflib cannot read, though the engine may.
    """
    try:
        query = translateQuery(parseQuery(text), base=base)
        groups = _groups(query.algebra, _Scope(), set())
        found = {pattern for triples, scope in groups for pattern in _of_group(triples, scope)}
        if query.algebra.name == "DescribeQuery":
            found |= {_described(term) for term in query.algebra.PV}
    except Exception as error:  # rdflib raises bare exceptions for semantic mistakes
        raise SyntaxError(" ".join(str(error).split())) from error
    return frozenset(found)


def _groups(node: Any, scope: _Scope, seen: set[int]) -> Iterator[tuple[list[Any], _Scope]]:
    """Give the triple patterns that stand together, and what holds where they stand.

    They may be anywhere in the algebra, in EXISTS and subselects too.
    """
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, CompValue):
        if node.name == "BGP":
            yield list(node.triples), scope
        # What EXISTS asks stands translated beside the parsed form of it, as an attribute.
        for name, value in (*node.items(), *vars(node).items()):
            yield from _groups(value, scope.within(node, name), seen)
    elif isinstance(node, list | tuple | set):
        for value in node:
            yield from _groups(value, scope, seen)


def _of_group(triples: list[Any], scope: _Scope) -> Iterator[QuadPattern]:
    plain = {term for triple in triples if not isinstance(triple[1], Path) for term in (triple[0], triple[2])}
    for subject, predicate, thing in triples:
        if not isinstance(predicate, Path):
            for terms in _terms((subject, predicate, thing), scope.given):
                s, p, o = map(_node, terms)
                yield QuadPattern(s, p, o, scope.graph)
            continue
        free = all(isinstance(end, Variable | BNode) and end not in plain for end in (subject, thing))
        if free and _may_be_empty(predicate):
            yield QuadPattern(graph=scope.graph)  # each node of the graph is an answer
        yield from (QuadPattern(predicate=step, graph=scope.graph) for step in _steps(predicate))


def _terms(triple: tuple[Any, Any, Any], given: _Given) -> Iterable[tuple[Any, ...]]:
    """Give a triple pattern with each value of its variables, unless those are too many."""
    named = [name for name in dict.fromkeys(triple) if name in given]
    if prod(len(given[name]) for name in named) > MOST:
        return (triple,)
    rows = (dict(zip(named, values, strict=True)) for values in product(*(given[name] for name in named)))
    return (tuple(row.get(term, term) for term in triple) for row in rows)


def _given(node: Any) -> _Given:
    """Return the IRIs to which VALUES binds variables in every row of a node."""
    if node.name == "Join":
        return _both(_given(node.p1), _given(node.p2))
    if node.name in ("LeftJoin", "Minus"):
        return _given(node.p1)
    if node.name in ("Filter", "Extend", "Graph"):
        return _given(node.p)
    if node.name != "ToMultiSet" or node.p.name != "values" or not node.p.res:
        return {}
    rows = node.p.res
    names = [name for name in rows[0] if all(isinstance(row.get(name), URIRef) for row in rows)]
    return {name: frozenset(row[name] for row in rows) for name in names}


def _both(one: _Given, other: _Given) -> _Given:
    return {**one, **{name: one.get(name, values) & values for name, values in other.items()}}


def _described(term: Any) -> QuadPattern:
    return QuadPattern(subject=NamedNode(str(term))) if isinstance(term, URIRef) else EVERYTHING


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
