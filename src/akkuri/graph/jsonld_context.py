"""The JSON-LD context: short keys for the terms, made from the ontology in the graph."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from akkuri.namespaces import Names

__all__ = ["CONTEXT_FILE", "build_context"]

CONTEXT_FILE: Final = "context.jsonld"

_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_COERCED: Final = ("decimal", "integer", "boolean", "date", "anyURI", "nonNegativeInteger")

_FOREIGN: Final[dict[str, tuple[str, str]]] = {
    "prefLabel": ("skos:prefLabel", "@language"),
    "altLabel": ("skos:altLabel", ""),
    "definition": ("skos:definition", "@language"),
    "label": ("rdfs:label", "@language"),
    "comment": ("rdfs:comment", "@language"),
    "note": ("skos:note", "@language"),
    "notation": ("skos:notation", ""),
    "inScheme": ("skos:inScheme", "@id"),
    "topConceptOf": ("skos:topConceptOf", "@id"),
    "broader": ("skos:broader", "@id"),
    "exactMatch": ("skos:exactMatch", "@id"),
    "closeMatch": ("skos:closeMatch", "@id"),
    "description": ("dct:description", "@language"),
    "title": ("dct:title", ""),
    "language": ("dct:language", ""),
    "issued": ("dct:issued", f"{_XSD}date"),
    "modified": ("dct:modified", f"{_XSD}date"),
    "source": ("dct:source", "@id"),
    "isReplacedBy": ("dct:isReplacedBy", "@id"),
    "homepage": ("foaf:homepage", "@id"),
    "primaryTopic": ("foaf:primaryTopic", "@id"),
    "addressLocality": ("schema:addressLocality", ""),
    "streetAddress": ("schema:streetAddress", ""),
    "url": ("schema:url", "@id"),
    "lat": ("wgs84:lat", f"{_XSD}decimal"),
    "long": ("wgs84:long", f"{_XSD}decimal"),
    "hasGeometry": ("geo:hasGeometry", "@id"),
}
"""Terms of other vocabularies that the model uses: key → (prefixed name, coercion)."""


def build_context(quads: Iterable[Quad], names: Names) -> dict[str, Any]:
    """Return the context: prefixes, `id` and `type`, the reused terms, and the ontology's own.

    A key stands for a term only where the value has the coercion's form; every other value is written
    under the prefixed name in full, so that nothing is lost.
    """
    own, ranges, objects = names.ak, defaultdict[str, set[str]](set), set[str]()
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode)):
            continue
        if not subject.value.startswith(own):
            continue
        if quad.predicate.value.endswith(("rdf-schema#range", "schema.org/rangeIncludes")):
            ranges[subject.value].add(value.value)
        elif value.value.endswith("owl#ObjectProperty"):
            objects.add(subject.value)
            ranges.setdefault(subject.value, set())
        elif value.value.endswith(("owl#DatatypeProperty", "owl#Class")):
            ranges.setdefault(subject.value, set())
    context: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type"} | names.prefixes
    for key, (term, coercion) in _FOREIGN.items():
        context[key] = _term(term, coercion)
    for iri in sorted(ranges):
        key = iri.removeprefix(own)
        coercion = "@id" if iri in objects else _coercion(ranges[iri])
        context.setdefault(key, _term(f"ak:{key}", coercion))
    return context


def _term(term: str, coercion: str) -> Any:
    if not coercion:
        return term
    if coercion == "@language":
        return {"@id": term, "@container": "@language"}
    return {"@id": term, "@type": coercion}


def _coercion(ranges: set[str]) -> str:
    """Choose the coercion of a datatype property: only a single, unambiguous range gives one."""
    if len(ranges) != 1:
        return ""
    (found,) = ranges
    if found == _LANG_STRING:
        return "@language"
    return found if found.removeprefix(_XSD) in _COERCED else ""
