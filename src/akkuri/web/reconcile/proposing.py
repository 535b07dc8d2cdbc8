"""Which properties of a type a table can be extended with: those that something of the type has."""

from typing import Final

from pyoxigraph import NamedNode

from akkuri.web.page.site import site
from akkuri.web.reconcile.entities import known_types
from akkuri.web.reconcile.properties import OF_DOCUMENT, properties_of, property_iri

__all__ = ["proposed"]

_POINT: Final = ("wgs84:lat", "wgs84:long")
_UNTOLD: Final = frozenset(
    {"rdf:type", "skos:inScheme", "skos:topConceptOf", "skos:hiddenLabel"}
    | {f"ak:label{lang}" for lang in ("En", "Fi", "Sv")}
)
"""What serves the program and tells nothing about a concept."""
_OF_CLASS: Final = "SELECT DISTINCT ?property WHERE { ?thing a <%s> ; ?property ?value }"
_OF_DOCUMENTS: Final = (
    "SELECT DISTINCT ?property WHERE { "
    "?thing a <%s> . ?document <http://xmlns.com/foaf/0.1/primaryTopic> ?thing ; ?property ?value }"
)
_OF_SCHEME: Final = (
    "SELECT DISTINCT ?property WHERE { "
    "?thing <http://www.w3.org/2004/02/skos/core#inScheme> <%s> ; ?property ?value }"
)


def proposed(kind_name: str) -> list[str]:
    """Return what anything of a type states, what tells most first; for an unknown type what concepts may."""
    kind, names = site().kinds.get(kind_name), site().names
    known = properties_of(kind_name)
    if kind is not None:
        cls = property_iri(kind.cls)
        has = _stated(_OF_CLASS % cls) | (_stated(_OF_DOCUMENTS % cls) & set(map(property_iri, OF_DOCUMENT)))
        return [name for name in (*known, *_POINT, *OF_DOCUMENT) if property_iri(name) in has]
    if kind_name not in known_types():
        return known
    has = _stated(_OF_SCHEME % names.concept(kind_name.partition("/")[2]))
    told = [name for name in known if property_iri(name) in has]
    others = sorted(
        f"{prefix}:{iri.removeprefix(start)}"
        for iri in has
        for prefix, start in names.prefixes.items()
        if iri.startswith(start) and iri.removeprefix(start).isalnum()
    )
    return [*told, *(name for name in others if name not in told and name not in _UNTOLD)]


def _stated(query: str) -> set[str]:
    found = (row.get("property") for row in site().reader.select(query))
    return {term.value for term in found if isinstance(term, NamedNode)}
