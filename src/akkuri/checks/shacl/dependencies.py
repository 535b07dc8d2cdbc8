"""What shapes look at beyond a node's own statements, as chains of triple patterns that lead to the node."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any, Final

from pyoxigraph import Triple

from akkuri.checks.shacl.queries import ShapesGraph, split

__all__ = ["THIS", "Dependency", "Pattern", "core_dependencies", "dependencies_on"]

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
THIS: Final = "?this"
_VALUE_SHAPES: Final = ("node", "qualifiedValueShape", "not")
_LISTS: Final = ("or", "and", "xone")
_ANY_PREDICATE: Final = re.compile(r"[?$]\w+\s+[?$]\w+\s+([?$\w<\"]|:)")
"""A subject followed by a variable: a pattern that any predicate fits."""
_REPEATED: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern in SPARQL terms; `repeat` is the sign of a path that repeats its predicate."""

    subject: str
    predicate: str
    object: str
    repeat: str = ""

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate}{self.repeat} {self.object} ."


@dataclass(frozen=True, slots=True)
class Dependency:
    """A statement that fits `at` may matter to the nodes `?this` for which all of `chain` holds."""

    at: Pattern
    chain: tuple[Pattern, ...]
    alone: bool = False
    """Whether nothing but the value of the statement matters, not whose it is."""


def dependencies_on(shapes: str, changed: Iterable[Triple]) -> tuple[Dependency, ...]:
    """Return the ways in which statements about other nodes reach the nodes of shapes (N-Triples).

    Left out is what none of the statements `changed` may fit: only queries that name one of their predicates
    are parsed, which takes 16 ms each.
    """
    told = {_name(triple.predicate.value) for triple in changed if triple.predicate.value != f"{RDF}type"}
    classes = {_name(str(t.object)) for t in changed if t.predicate.value == f"{RDF}type"}
    wanted = [text for text in _texts(shapes) if _may_fit(text, told, classes)]
    return tuple(dict.fromkeys([*core_dependencies(shapes), *_of_queries(wanted)]))


@lru_cache(maxsize=4)
def _texts(shapes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(query.prologue + query.text for query in split(shapes)[1]))


def _of_queries(texts: Iterable[str]) -> Iterator[Dependency]:
    for text in texts:
        yield from _of_query(text)


def _name(iri: str) -> str:
    return re.split(r"[#/]", iri.rstrip(">"))[-1]


def _may_fit(text: str, predicates: set[str], classes: set[str]) -> bool:
    """Tell whether a query may look at statements with these predicates, or at things of these classes."""
    body = text[text.index("{") :]
    words = set(re.findall(r"[:/#]([\w-]+)", body))
    typed = bool(classes) and (bool(classes & words) or bool(re.search(r"\sa\s+[?$]", body)))
    return typed or bool(predicates & words) or bool(_ANY_PREDICATE.search(body))


@lru_cache(maxsize=4)
def core_dependencies(shapes: str) -> tuple[Dependency, ...]:
    """Return those of the constraints that are no queries."""
    graph = ShapesGraph(split(shapes)[0])
    found = [each for node in graph.subjects("targetClass") for each in _Core(graph).of(node)]
    return tuple(dict.fromkeys(found))


class _Core:
    """Follows the paths of a shape, and of the shapes that its values must have."""

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph
        self._numbers = count(1)

    def of(self, shape: str) -> Iterator[Dependency]:
        """Yield the dependencies of a node shape."""
        yield from self._parts(shape, THIS, (), frozenset())

    def _parts(
        self, shape: str, at: str, chain: tuple[Pattern, ...], seen: frozenset[str]
    ) -> Iterator[Dependency]:
        if shape in seen:
            return
        seen |= {shape}
        for path in self._graph.get(shape, "path"):
            for steps, end in self._ways(path.value, at):
                longer = (*chain, *steps)
                yield from _reaching(longer)
                yield from self._values(shape, end, longer, seen)
        if not self._graph.get(shape, "path"):
            yield from self._values(shape, at, chain, seen)
        for part in self._graph.get(shape, "property"):
            yield from self._parts(part.value, at, chain, seen)

    def _values(
        self, shape: str, at: str, chain: tuple[Pattern, ...], seen: frozenset[str]
    ) -> Iterator[Dependency]:
        if self._graph.get(shape, "class"):
            yield from _reaching((*chain, Pattern(at, f"<{RDF}type>", self._fresh())))
        heads = [head.value for name in _LISTS for head in self._graph.get(shape, name)]
        members = [item for head in heads for item in self._list(head)]
        for name in _VALUE_SHAPES:
            members += [term.value for term in self._graph.get(shape, name)]
        for member in members:
            yield from self._parts(member, at, chain, seen)

    def _ways(self, path: str, at: str) -> Iterator[tuple[tuple[Pattern, ...], str]]:
        """Yield the patterns of a path from a variable on, and the variable they end at."""
        end = self._fresh()
        inverse, either = self._graph.get(path, "inversePath"), self._graph.get(path, "alternativePath")
        if inverse:
            yield (Pattern(end, f"<{inverse[0].value}>", at),), end
        elif either:
            for option in self._list(either[0].value):
                yield from self._ways(option, at)
        elif self._graph.get(path, f"{RDF}first"):
            ways: list[tuple[tuple[Pattern, ...], str]] = [((), at)]
            for step in self._list(path):
                ways = [
                    ((*before, *steps), last)
                    for before, here in ways
                    for steps, last in self._ways(step, here)
                ]
            yield from ways
        elif repeated := next((name for name in _REPEATED if self._graph.get(path, name)), None):
            step = self._graph.get(path, repeated)[0].value
            yield (Pattern(at, f"<{step}>", end, _REPEATED[repeated]),), end
        else:
            yield (Pattern(at, f"<{path}>", end),), end

    def _list(self, head: str) -> Iterator[str]:
        while items := self._graph.get(head, f"{RDF}first"):
            yield items[0].value
            head = self._graph.get(head, f"{RDF}rest")[0].value

    def _fresh(self) -> str:
        return f"?n{next(self._numbers)}"


def _reaching(chain: Iterable[Pattern]) -> Iterator[Dependency]:
    """Yield a dependency for each pattern of a chain that is not about the node itself."""
    chain = tuple(chain)
    for pattern in chain:
        if pattern.subject != THIS or pattern.repeat:
            yield Dependency(pattern, chain)


@lru_cache(maxsize=512)
def _of_query(text: str) -> tuple[Dependency, ...]:
    """Return the dependencies of a SPARQL constraint.

    A group that may match or not (OPTIONAL, EXISTS, UNION) matters only where its own patterns and those of
    the groups around it hold.
    """
    from rdflib.plugins.sparql import prepareQuery

    text = text.replace("$this", THIS)
    algebra = prepareQuery(text).algebra
    dependencies = []
    for found in _visit(algebra, _needed(algebra)):
        at = found.at
        once = len(re.findall(rf"\{at.subject}\b", text)) == 1  # of several after `;` too, so below as well
        others = {end for each in found.chain if each != at for end in (each.subject, each.object)}
        apart = others.isdisjoint({at.subject, at.object})
        alone = once and apart and at.object.startswith("?") and not at.repeat
        dependencies.append(replace(found, alone=alone))
    return tuple(dependencies)


def _needed(node: Any) -> tuple[Pattern, ...]:
    """Return the patterns that hold wherever a part of a query has a solution."""
    match getattr(node, "name", ""):
        case "BGP":
            return tuple(pattern for triple in node.triples for pattern in _patterns(*triple))
        case "Join":
            return (*_needed(node.p1), *_needed(node.p2))
        case "LeftJoin" | "Minus":
            return _needed(node.p1)
        case "Union":
            return ()
    return _needed(node.p) if "p" in (node or ()) else ()


def _visit(node: Any, around: tuple[Pattern, ...]) -> Iterator[Dependency]:
    name = getattr(node, "name", "")
    if name == "BGP":
        for pattern in _needed(node):
            if pattern.subject != THIS or pattern.repeat:
                yield Dependency(pattern, around)
        return
    for key, part in _items(node):
        if getattr(part, "name", "") == "GroupGraphPatternSub":
            part = _translated(part)  # rdflib leaves those of several filters as they were parsed
        own = (name == "LeftJoin" and key == "p2") or name in ("Union", "Minus")
        exists = name in ("Builtin_EXISTS", "Builtin_NOTEXISTS")
        yield from _visit(part, (*around, *_needed(part)) if own or exists else around)


def _translated(group: Any) -> Any:
    from rdflib.plugins.sparql.algebra import translateGroupGraphPattern

    return translateGroupGraphPattern(group)


def _items(node: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a node of the algebra; those in lists too."""
    if isinstance(node, dict):
        for key, part in node.items():
            if key not in ("PV", "datasetClause", "_vars", "vars"):
                yield from ((key, each) for each in (part if isinstance(part, list) else [part]))


def _patterns(subject: Any, predicate: Any, obj: Any) -> Iterator[Pattern]:
    """Yield the plain patterns of a triple of the algebra, whose predicate may be a path."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    def said(term: Any) -> str:
        return term if isinstance(term, str) and re.match(r"\?p\d", term) else str(term.n3())

    match predicate:
        case InvPath():
            yield from _patterns(obj, predicate.arg, subject)
        case SequencePath():
            within = [f"?p{id(predicate)}_{number}" for number in range(1, len(predicate.args))]
            ends = [subject, *within, obj]
            for step, start, end in zip(predicate.args, ends, ends[1:], strict=False):
                yield from _patterns(start, step, end)
        case MulPath():
            yield Pattern(said(subject), predicate.path.n3(), said(obj), predicate.mod)
        case AlternativePath():
            # Each may hold or not: as one pattern it is a path that the engine follows.
            yield Pattern(said(subject), f"({predicate.n3().strip('()')})", said(obj))
        case _:
            yield Pattern(said(subject), predicate.n3(), said(obj))
