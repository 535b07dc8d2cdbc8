"""The terms that a graph uses: its classes, properties and concepts, to complete and to check a query by."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from akkuri.namespaces import Names
from akkuri.naming.did_you_mean import Spellings
from akkuri.naming.store_source import Select

__all__ = ["KnownTerms", "namespace_of", "read_terms"]

_USED: Final = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT DISTINCT ?term WHERE { ?partition void:%s ?term }"""
_DECLARED: Final = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?term WHERE { VALUES ?kind { %s } ?term a ?kind FILTER(STRSTARTS(STR(?term), "%s")) }"""
_CLASSES: Final = "owl:Class rdfs:Class"
_PROPERTIES: Final = "owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty rdf:Property"
_CONCEPTS: Final = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?term WHERE { { ?term skos:inScheme ?scheme } UNION { ?other skos:inScheme ?term } }"""
_OTHERS: Final = """SELECT DISTINCT ?term WHERE {
  GRAPH <%s> { { ?term ?p ?o } UNION { ?s ?p ?term } } FILTER(isIRI(?term)) }"""


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """IRIs, sorted: classes and properties that the graph uses or its ontology declares, and its concepts.

    `others` are what else the ontology names; they are known but not offered.
    """

    classes: list[str]
    properties: list[str]
    concepts: list[str]
    others: list[str]
    known: frozenset[str]
    namespaces: frozenset[str]
    """Where classes and properties are from; a term of another namespace is nothing to judge."""
    spellings: dict[str, Spellings]
    """Namespace → what is known there, without the namespace."""

    def nearest(self, iri: str) -> str | None:
        """Return the known term most like an unknown one in the same namespace."""
        namespace = namespace_of(iri)
        spelt = self.spellings.get(namespace)
        near = spelt.nearest(iri.removeprefix(namespace)) if spelt else []
        capital = iri.removeprefix(namespace)[:1].isupper()
        # A class is meant by a class and a property by a property: they may differ by a capital only.
        same = [name for name in near if name[:1].isupper() == capital]
        return namespace + (same or near)[0] if near else None


def namespace_of(iri: str) -> str:
    """Return an IRI up to its last # or /."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def read_terms(select: Select, names: Names) -> KnownTerms:
    """Read the terms of what is served. Raises Refusal when it cannot be asked."""

    def found(query: str) -> set[str]:
        return {term.value for row in select(query) if isinstance(term := row.get("term"), NamedNode)}

    classes = found(_USED % "class") | found(_DECLARED % (_CLASSES, names.ak))
    properties = found(_USED % "property") | found(_DECLARED % (_PROPERTIES, names.ak))
    concepts = {iri for iri in found(_CONCEPTS) if iri.startswith(names.base)}
    others = found(_OTHERS % names.graph("ontology")) - classes - properties - concepts
    offered = sorted(classes | properties | concepts)
    local: dict[str, list[str]] = {}
    for iri in offered:
        local.setdefault(namespace_of(iri), []).append(iri.removeprefix(namespace_of(iri)))
    return KnownTerms(
        sorted(classes),
        sorted(properties),
        sorted(concepts),
        sorted(others),
        frozenset(offered) | others,
        frozenset(namespace_of(iri) for iri in classes | properties),
        {namespace: Spellings(known) for namespace, known in local.items()},
    )
