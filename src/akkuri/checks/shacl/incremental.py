"""Shapes over what changed alone: the nodes that a change reaches are found and validated, no others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from akkuri.checks.shacl.dependencies import (
    THIS,
    Dependency,
    Pattern,
    core_dependencies,
    dependencies_on,
)
from akkuri.checks.shacl.engines import ValidationResult, core_results, in_fixed_order, query_result
from akkuri.checks.shacl.queries import ask_about, split
from akkuri.checks.shacl.shapes import ntriples
from akkuri.errors import UsageError

__all__ = ["Rechecked", "ShapeChecker"]

_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_SUBCLASS: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_VARIABLE: Final = re.compile(r"\?\w+")
_DEPTH: Final = 3
"""So many steps beyond a node's own statements a shape may look by its paths."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What a change of the graph changed: the nodes that it reaches, and their results before and after."""

    nodes: frozenset[str]
    before: list[ValidationResult]
    after: list[ValidationResult]


class ShapeChecker:
    """Holds a graph and validates what changes in it; a change costs the same however large the graph is."""

    def __init__(self, triples: Iterable[Triple], shapes: str) -> None:
        """`shapes` are N-Triples. Raises UsageError for a SPARQL constraint that only an engine can ask."""
        self._rest, self._queries = split(shapes)
        if "<http://www.w3.org/ns/shacl#sparql>" in self._rest:
            raise UsageError("A SPARQL constraint of the shapes cannot be asked for changed nodes alone.")
        self._store = Store()
        self._store.bulk_extend(Quad(*triple) for triple in triples)
        self._shapes = shapes
        core = [dependency.at for dependency in core_dependencies(shapes)]
        self._ahead = {each.predicate for each in core if each.object != THIS} | {_TYPE}
        self._behind = {each.predicate for each in core if each.object == THIS}
        classes = self._store.quads_for_pattern(None, _SUBCLASS, None, None)
        self._classes = [quad.triple for quad in classes]

    def edit(self, removed: Iterable[Triple], added: Iterable[Triple]) -> Rechecked:
        """Take statements out of the graph and put others in; return what that changes."""
        gone, come = set(removed), set(added)
        reached, after = self.tried(gone, come)
        before = self.validate(reached)
        self._change(gone - come, come - gone)
        return Rechecked(reached, before, after)

    def tried(
        self, removed: Iterable[Triple], added: Iterable[Triple], besides: Iterable[str] = ()
    ) -> tuple[frozenset[str], list[ValidationResult]]:
        """Return which nodes an edit would reach, and the results about these and some others after it.

        The graph stays as it is.
        """
        gone, come = set(removed), set(added)
        there = {each for each in gone | come if Quad(*each) in self._store}
        gone, come = (gone - come) & there, come - gone - there
        reached = self._reached(gone)
        self._change(gone, come)
        try:
            reached |= self._reached(come)
            after = self.validate([*reached, *besides])
        finally:
            self._change(come, gone)
        return frozenset(reached), after

    def validate(self, nodes: Iterable[str]) -> list[ValidationResult]:
        """Return the results about some nodes, in a fixed order."""
        wanted = sorted(set(nodes))
        if not wanted:
            return []
        around = {triple for node in wanted for triple in self._around(NamedNode(node))}
        data = ntriples([*around, *self._classes])
        chosen = set(wanted)
        found = [result for result in core_results(data, self._rest) if result.focus in chosen]
        for node in wanted:
            found += map(query_result, ask_about(self._store, self._queries, node))
        return in_fixed_order(found)

    def _change(self, gone: Iterable[Triple], come: Iterable[Triple]) -> None:
        for triple in gone:
            self._store.remove(Quad(*triple))
        self._store.extend(Quad(*triple) for triple in come)

    def _reached(self, changed: Iterable[Triple]) -> set[str]:
        """Return the nodes whose results may rest on statements that are in the graph now."""
        found: set[str] = set()
        changed = set(changed)
        reaching = dependencies_on(self._shapes, changed)
        for triple in changed:
            subject, predicate = str(triple.subject), str(triple.predicate)
            found.add(subject[1:-1])
            for dependency in reaching:
                if dependency.at.predicate != predicate and dependency.at.predicate.startswith("<"):
                    continue
                if not (dependency.alone and self._stays(triple, changed)):
                    found |= self._nodes(dependency, triple)
        return found

    def _stays(self, triple: Triple, changed: set[Triple]) -> bool:
        """Tell whether another node has the same value before and after the change."""
        same = self._store.quads_for_pattern(None, triple.predicate, triple.object, None)
        return any(quad.triple not in changed for quad in same)

    def _nodes(self, dependency: Dependency, triple: Triple) -> set[str]:
        """Return the nodes that a dependency leads to from a statement that fits it."""
        at, chain = dependency.at, dependency.chain
        ends = {at.subject: str(triple.subject), at.object: str(triple.object)}
        if at.repeat:  # the statement is one step of a path: from its ends the path goes on either way
            before = Pattern(at.subject, at.predicate, ends[at.subject], "*")
            after = Pattern(ends[at.object], at.predicate, at.object, "*")
            rest = tuple(pattern for pattern in chain if pattern != at)
            return self._asked((before, after, *rest), {})
        if any(not name.startswith("?") and name != term for name, term in ends.items()):
            return set()
        bound = {name: term for name, term in ends.items() if name.startswith("?")}
        return self._asked(chain, bound)

    def _asked(self, chain: Iterable[Pattern], bound: dict[str, str]) -> set[str]:
        texts = []
        for pattern in chain:
            text = (
                _VARIABLE.sub(lambda match: bound.get(match[0], match[0]), str(pattern))
                if bound
                else str(pattern)
            )
            if "?" not in text and not pattern.repeat and not self._holds(text):
                return set()
            texts.append(text)
        if THIS in bound:
            known = self._store.query(f"ASK {{ {' '.join(texts)} }}")
            return {bound[THIS][1:-1]} if known else set()
        found: Any = self._store.query(f"SELECT DISTINCT {THIS} WHERE {{ {' '.join(texts)} }}")
        return {row[THIS[1:]].value for row in found if isinstance(row[THIS[1:]], NamedNode)}

    def _holds(self, text: str) -> bool:
        return bool(self._store.query(f"ASK {{ {text} }}"))

    def _around(self, node: NamedNode) -> Iterator[Triple]:
        """Yield what is stated of a node, and of what its shapes lead to."""
        here: set[Any] = {node}
        for depth in range(_DEPTH + 1):
            beyond: set[Any] = set()
            for each in here:
                for quad in self._store.quads_for_pattern(each, None, None, DefaultGraph()):
                    if depth and str(quad.predicate) not in self._ahead:
                        continue
                    yield quad.triple
                    if not isinstance(quad.object, Literal) and quad.predicate.value != _TYPE[1:-1]:
                        beyond.add(quad.object)
            if not depth:
                for name in self._behind:
                    for quad in self._store.quads_for_pattern(None, NamedNode(name[1:-1]), node, None):
                        yield quad.triple
                        beyond.add(quad.subject)
            here = beyond
