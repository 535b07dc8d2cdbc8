"""Counting the graph in one pass: classes, properties, links, vocabularies."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Quad

from akkuri.namespaces import Names

__all__ = ["Statistics", "count"]

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LINKING: Final = frozenset(
    {
        *(
            f"http://www.w3.org/2004/02/skos/core#{kind}Match"
            for kind in ("exact", "close", "broad", "narrow", "related")
        ),
        "http://www.w3.org/2002/07/owl#sameAs",
    }
)


@dataclass(slots=True)
class Statistics:
    """What one pass over the graph counts."""

    triples: int = 0
    entities: int = 0
    """Distinct subjects."""
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    graphs: Counter[str] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(start of the other dataset's IRIs, linking property) → links."""
    vocabularies: set[str] = field(default_factory=set)


def count(quads: Iterable[Quad], names: Names) -> Statistics:
    """Count statements; links are the matches, and the model's own properties that point outside."""
    found, subjects = Statistics(), set[str]()
    for quad in quads:
        predicate, value = quad.predicate.value, quad.object
        found.triples += 1
        found.properties[predicate] += 1
        subjects.add(str(quad.subject))
        found.graphs[str(quad.graph_name)[1:-1]] += 1
        if not isinstance(value, NamedNode):
            continue
        if predicate == _TYPE:
            found.classes[value.value] += 1
        elif not value.value.startswith(names.base) and (
            predicate in _LINKING or predicate.startswith(names.ak)
        ):
            found.links[_space(value.value), predicate] += 1
    found.entities = len(subjects)
    found.vocabularies = {_namespace(iri) for iri in (*found.properties, *found.classes)}
    return found


def _space(iri: str) -> str:
    """Return the part of an IRI that names its dataset: the host, or the start of a URN."""
    parts = urlsplit(iri)
    if parts.netloc:
        return f"{parts.scheme}://{parts.netloc}/"
    return ":".join(iri.split(":")[:3]) + ":"


def _namespace(iri: str) -> str:
    head, mark, _ = iri.rpartition("#")
    return head + mark if mark else iri.rpartition("/")[0] + "/"
