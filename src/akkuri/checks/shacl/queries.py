"""SHACL-SPARQL constraints asked once for all nodes of their classes, where engines ask for each node.

SHACL binds `$this` to one focus node before a query runs. Where a query binds `$this` itself, outside of
every group, joining it with the focus nodes gives the same solutions in one go: on the national graph in a
tenth of the time. Constraints of any other form are left to the engine.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, RdfFormat, Store, parse

__all__ = ["Query", "ShapesGraph", "Solution", "ask", "ask_about", "split"]

SH: Final = "http://www.w3.org/ns/shacl#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_UNPLAIN: Final = re.compile(
    r"[$?](currentShape|shapesGraph|PATH)\b|(?<![:$?\w])(?i:MINUS|VALUES|SERVICE|GROUP|HAVING|LIMIT|OFFSET)\b"
)
"""What SHACL forbids or binds before the query runs, or what counts over one node's solutions."""
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SELECT: Final = re.compile(r"\bSELECT\b", re.IGNORECASE)
_WHERE: Final = re.compile(r"\bSELECT\b[^{]*?[$?]this\b[^{]*\{", re.IGNORECASE)
_GROUP: Final = re.compile(r"\{[^{}]*\}")
_CALL: Final = re.compile(r"\b(FILTER|BIND)\b.*", re.IGNORECASE)
_THIS: Final = re.compile(r"[$?]this\b")
_VARIABLE: Final = re.compile(r"\{[?$](\w+)\}")
_OWN: Final = frozenset({"property", "sparql"})
"""How a shape names its parts; one named in any other way looks at more than its classes."""


@dataclass(frozen=True, slots=True)
class Query:
    """A constraint: the shape it belongs to, the path and target classes of that, its query and messages."""

    shape: str
    path: str | None
    pathless: bool
    """Whether it belongs to a node shape, whose results have a path only if the query names one."""
    classes: tuple[str, ...]
    prologue: str
    text: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """One solution: the focus node, the path, the value (None when there is none) and the filled messages."""

    query: Query
    focus: str
    path: str | None
    value: NamedNode | Literal | None
    messages: tuple[str, ...]


class ShapesGraph:
    """The statements of a shapes graph by subject and by SHACL property."""

    def __init__(self, text: str) -> None:
        self.triples = list(parse(text, RdfFormat.N_TRIPLES))
        self._said: defaultdict[tuple[str, str], list[NamedNode | Literal]] = defaultdict(list)
        self.referred: defaultdict[str, set[str]] = defaultdict(set)
        for triple in self.triples:
            name = triple.predicate.value
            self._said[_value(triple.subject), name.removeprefix(SH)].append(triple.object)
            if name.startswith(SH):
                self.referred[_value(triple.object)].add(name.removeprefix(SH))

    def get(self, subject: str, name: str) -> list[NamedNode | Literal]:
        """Return the values of a property of SHACL."""
        return self._said.get((subject, name), [])

    def subjects(self, name: str) -> list[str]:
        """Return what has a property, in a fixed order."""
        return sorted({subject for subject, predicate in self._said if predicate == name})

    def active(self, subject: str) -> bool:
        """Whether a shape or constraint is not switched off."""
        return all(term.value != "true" for term in self.get(subject, "deactivated"))

    def by_class(self, shape: str) -> bool:
        """Whether a shape looks at the instances of its target classes and at nothing else."""
        others = ("target", "targetNode", "targetSubjectsOf", "targetObjectsOf")
        return (
            self.active(shape) and shape not in self.referred and not any(self.get(shape, x) for x in others)
        )


@lru_cache(maxsize=4)
def split(shapes: str) -> tuple[str, tuple[Query, ...]]:
    """Take the constraints that can be asked at once out of shapes (N-Triples); return the rest, and them."""
    graph = ShapesGraph(shapes)
    taken: dict[tuple[str, str], list[Query]] = defaultdict(list)
    refused: set[tuple[str, str]] = set()
    for node in graph.subjects("targetClass"):
        classes = tuple(sorted(term.value for term in graph.get(node, "targetClass")))
        parts = [_value(term) for term in graph.get(node, "property")]
        for shape in (node, *parts):
            for constraint in (_value(term) for term in graph.get(shape, "sparql")):
                query = _query(graph, node, shape, constraint, classes)
                if query is None:
                    refused.add((shape, constraint))
                else:
                    taken[shape, constraint].append(query)
    for pair in refused:
        taken.pop(pair, None)
    rest = [
        str(triple)
        for triple in graph.triples
        if triple.predicate.value != f"{SH}sparql"
        or (_value(triple.subject), _value(triple.object)) not in taken
    ]
    return "".join(f"{line} .\n" for line in rest), tuple(q for found in taken.values() for q in found)


def ask(data: str, queries: Iterable[Query]) -> Iterator[Solution]:
    """Give every solution of the constraints over a graph (N-Triples)."""
    store = Store()
    store.load(data.encode(), RdfFormat.N_TRIPLES, lenient=True)  # in bulk it takes twice the memory
    kinds: dict[str, tuple[str, ...]] = {}
    for query in queries:
        for cls in query.classes:
            kinds.setdefault(cls, _with_subclasses(store, cls))
        solutions = store.query(query.prologue + _for_all(query, kinds))
        if isinstance(solutions, QuerySolutions):
            names = {variable.value for variable in solutions.variables}
            yield from (_found(query, solution, names) for solution in solutions)


def ask_about(store: Store, queries: Iterable[Query], focus: str) -> Iterator[Solution]:
    """Give the solutions of constraints for one focus node, with `$this` bound as SHACL binds it."""
    stated = (quad.object for quad in store.quads_for_pattern(NamedNode(focus), _TYPE, None, None))
    types = {cls.value for cls in stated if isinstance(cls, NamedNode)}
    above = {cls for kind in types for cls in _with_superclasses(store, kind)}
    for query in queries:
        if above.isdisjoint(query.classes):
            continue
        head, brace, body = query.text.partition("{")
        head = _THIS.sub(f"(<{focus}> AS ?this)", head, count=1)
        solutions = store.query(query.prologue + head + brace + _THIS.sub(lambda _: f"<{focus}>", body))
        if isinstance(solutions, QuerySolutions):
            names = {variable.value for variable in solutions.variables}
            yield from (_found(query, solution, names) for solution in solutions)


def _query(
    graph: ShapesGraph, node: str, shape: str, constraint: str, classes: tuple[str, ...]
) -> Query | None:
    """Return a constraint that can be asked at once; None for any other."""
    selects, prefixes = graph.get(constraint, "select"), graph.get(constraint, "prefixes")
    others = graph.referred[shape] - _OWN if shape != node else set()
    if not graph.by_class(node) or others or not graph.active(shape) or not graph.active(constraint):
        return None
    if len(selects) != 1 or not _plain(selects[0].value):
        return None
    declared = [_value(term) for prefix in prefixes for term in graph.get(prefix.value, "declare")]
    if any(graph.get(prefix.value, "http://www.w3.org/2002/07/owl#imports") for prefix in prefixes):
        return None
    prologue = "".join(
        f"PREFIX {graph.get(item, 'prefix')[0].value}: <{graph.get(item, 'namespace')[0].value}>\n"
        for item in declared
    )
    paths = graph.get(shape, "path")
    path = paths[0].value if len(paths) == 1 and isinstance(paths[0], NamedNode) else None
    messages = graph.get(constraint, "message") or graph.get(shape, "message")
    texts = tuple(term.value for term in messages)
    return Query(shape, path, not paths, classes, prologue, selects[0].value, texts)


def _plain(text: str) -> bool:
    """Say whether a query binds `$this` outside of every group, and no group filters by it unbound."""
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|#[^\n]*', "", text)
    if _UNPLAIN.search(body) or len(_SELECT.findall(body)) != 1 or not _WHERE.search(body):
        return False
    body = body[body.index("{") + 1 : body.rindex("}")]
    while groups := _GROUP.findall(body):
        for group in groups:
            inside = _CALL.sub("", group)
            if _THIS.search(group) and not _THIS.search(inside):
                return False
        body = _GROUP.sub("", body)
    return bool(_THIS.search(_CALL.sub("", body)))


def _for_all(query: Query, kinds: Mapping[str, tuple[str, ...]]) -> str:
    """Let a query begin with the focus nodes: the instances of the classes and of their subclasses."""
    classes = " ".join(sorted({f"<{kind}>" for cls in query.classes for kind in kinds[cls]}))
    focus = f" {{ SELECT DISTINCT ?this WHERE {{ VALUES ?kind {{ {classes} }} ?this a ?kind }} }} "
    return _WHERE.sub(lambda match: match[0] + focus, query.text, count=1)


def _with_subclasses(store: Store, cls: str) -> tuple[str, ...]:
    return (cls, *_classes(store, f"?cls <{RDFS}subClassOf>+ <{cls}>"))


def _with_superclasses(store: Store, cls: str) -> tuple[str, ...]:
    return (cls, *_classes(store, f"<{cls}> <{RDFS}subClassOf>+ ?cls"))


def _classes(store: Store, pattern: str) -> list[str]:
    found = store.query(f"SELECT ?cls WHERE {{ {pattern} }}")
    rows = found if isinstance(found, QuerySolutions) else ()
    return [cls.value for row in rows if isinstance(cls := row["cls"], NamedNode)]


def _found(query: Query, solution: QuerySolution, names: set[str]) -> Solution:
    known = {name: solution[name] for name in names if solution[name] is not None}
    value = known.get("value")
    path = known.get("path") if query.pathless else None
    return Solution(
        query,
        _value(known["this"]),
        path.value if isinstance(path, NamedNode) else query.path,
        value if isinstance(value, NamedNode | Literal) else None,
        tuple(
            _VARIABLE.sub(lambda match: _value(known[match[1]]) if match[1] in known else match[0], text)
            for text in query.messages
        ),
    )


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
