"""The shapes: what each is called, what it says, and which properties it looks at."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from akkuri.checks.report.finding import Severity
from akkuri.graph.vocabularies import read_turtle
from akkuri.namespaces import DEFAULT_BASE, PREFIXES, Names, rebase

__all__ = ["ShapeInfo", "Shapes", "load_shapes", "ntriples"]

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SH: Final = "http://www.w3.org/ns/shacl#"
_PREFIXED: Final = re.compile(r"\b([a-z][a-z0-9]*):([A-Za-z][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class ShapeInfo:
    """One shape that can report: names and messages by language, and the properties it looks at."""

    iri: str
    severity: Severity
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    messages: Mapping[str, str]
    path: str | None
    """The last property of its path: the one whose cell is to blame."""
    mentions: frozenset[str]
    """IRIs of all properties in its path, its comparisons and its query."""

    @property
    def code(self) -> str:
        """The last part of the IRI, which names the shape for people (`Facility-operator`)."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes as N-Triples for an engine, and what is known about each."""

    ntriples: str
    infos: Mapping[str, ShapeInfo]
    targets: frozenset[str]
    """The classes that shapes are about."""


@lru_cache(maxsize=4)
def load_shapes(folders: tuple[Path, ...], base: str = DEFAULT_BASE) -> Shapes:
    """Read `*.ttl` of the folders, moved to `base`; a file of a later one takes the place of its namesake.

    Raises UsageError for a file that is not Turtle.
    """
    quads: list[Quad] = []
    files = {file.name: file for folder in folders for file in folder.glob("*.ttl")}
    for _, file in sorted(files.items()):
        quads.extend(read_turtle(file, Names(base).graph("shapes"), base))
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    targets = {
        quad.object.value
        for quad in quads
        if quad.predicate.value == f"{SH}targetClass" and isinstance(quad.object, NamedNode)
    }
    return Shapes(ntriples(triples), _infos(quads, base), frozenset(targets))


def ntriples(triples: Iterable[Triple]) -> str:
    """Return triples as N-Triples, the one form that every engine reads fast."""
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _infos(quads: Iterable[Quad], base: str) -> dict[str, ShapeInfo]:
    statements: dict[str, dict[str, list[NamedNode | BlankNode | Literal]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for quad in quads:
        if isinstance(quad.subject, NamedNode | BlankNode) and isinstance(
            quad.object, NamedNode | BlankNode | Literal
        ):
            statements[quad.subject.value][quad.predicate.value].append(quad.object)

    def words(iri: str, name: str) -> dict[str, str]:
        found = [term for term in statements[iri][SH + name] if isinstance(term, Literal)]
        return {term.language or "en": term.value for term in found}

    def properties(iri: str) -> list[str]:
        """The IRIs of a path in order; a path is an IRI, a list or an inverse."""
        found: list[str] = []
        for term in statements[iri].get(f"{RDF}first", []) + statements[iri].get(f"{SH}inversePath", []):
            found += [term.value] if isinstance(term, NamedNode) else properties(term.value)
        for term in statements[iri].get(f"{RDF}rest", []):
            if isinstance(term, BlankNode):
                found += properties(term.value)
        return found

    infos: dict[str, ShapeInfo] = {}
    for iri in [iri for iri, parts in statements.items() if SH + "severity" in parts]:
        parts = statements[iri]
        path: list[str] = []
        for term in parts.get(SH + "path", []):
            path += [term.value] if isinstance(term, NamedNode) else properties(term.value)
        compared = [
            term.value for kind in ("lessThanOrEquals", "disjoint") for term in parts.get(SH + kind, [])
        ]
        queried = [
            _expand(match, base)
            for constraint in parts.get(SH + "sparql", [])
            for select in statements[constraint.value].get(SH + "select", [])
            for match in _PREFIXED.findall(select.value)
        ]
        inverse = [
            term for term in parts.get(SH + "path", []) if SH + "inversePath" in statements[term.value]
        ]
        infos[iri] = ShapeInfo(
            iri,
            Severity[parts[SH + "severity"][0].value.removeprefix(SH).upper()],
            words(iri, "name"),
            words(iri, "description"),
            words(iri, "message"),
            path[-1] if path and not inverse else None,
            frozenset(path + compared + queried),
        )
    return infos


def _expand(name: tuple[str, str], base: str) -> str:
    return rebase(PREFIXES.get(name[0], ""), base) + name[1]
