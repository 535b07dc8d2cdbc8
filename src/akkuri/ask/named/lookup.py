"""What a release knows: its concepts and records, so that a parameter's value can be recognised."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from akkuri.graph.vocabularies import Concept
from akkuri.namespaces import Names
from akkuri.store import Term

__all__ = ["Known", "StoreLookup", "closest"]

Select = Callable[[str], list[dict[str, Term]]]

_CONCEPTS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?label ?notation WHERE {
  ?concept skos:inScheme %s .
  OPTIONAL { ?concept skos:prefLabel ?label }
  OPTIONAL { ?concept skos:notation ?notation }
} ORDER BY ?concept"""

_NAMES = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?record ?label ?other WHERE {
  ?document foaf:primaryTopic ?record FILTER(STRSTARTS(STR(?record), "%s"))
  OPTIONAL { { ?record skos:prefLabel ?label } UNION { ?record skos:altLabel ?other } }
} ORDER BY ?record ?label ?other"""


class Known(Protocol):
    """What checking a parameter asks of a release."""

    def concepts(self, scheme: str) -> Mapping[str, Concept]:
        """Return the concepts of a scheme by id."""
        ...

    def has_record(self, iri: str) -> bool:
        """Say whether there is a record with this IRI."""
        ...

    def named(self, kind: str) -> dict[str, str]:
        """Return what the records of a kind are called, in small letters, with the slug of each."""
        ...


class StoreLookup:
    """Asks a store, and remembers the concepts: a release does not change."""

    def __init__(self, select: Select, names: Names) -> None:
        """`select` runs a SELECT query and returns its rows, e.g. `Store.select`."""
        self._select = select
        self._names = names
        self._schemes: dict[str, dict[str, Concept]] = {}

    def concepts(self, scheme: str) -> Mapping[str, Concept]:
        """Return the concepts of a scheme by id; empty for an unknown scheme."""
        if scheme not in self._schemes:
            self._schemes[scheme] = self._read(scheme)
        return self._schemes[scheme]

    def _read(self, scheme: str) -> dict[str, Concept]:
        root = self._names.concept(scheme)
        found: dict[str, Concept] = {}
        for row in self._select(_CONCEPTS % NamedNode(root)):
            iri = row["concept"]
            if not isinstance(iri, NamedNode):
                continue
            name = iri.value.removeprefix(f"{root}/")
            concept = found.setdefault(name, Concept(scheme, name))
            label, notation = row.get("label"), row.get("notation")
            if isinstance(label, Literal) and label.language:
                concept.labels[label.language] = label.value
            if isinstance(notation, Literal):
                concept.notation = notation.value
        return found

    def has_record(self, iri: str) -> bool:
        """Say whether something is described by a document, as records are."""
        topic = "<http://xmlns.com/foaf/0.1/primaryTopic>"
        return bool(self._select(f"SELECT ?d WHERE {{ ?d {topic} {NamedNode(iri)} }} LIMIT 1"))

    def named(self, kind: str) -> dict[str, str]:
        """Return slugs, names and other names of the records of a kind, in small letters, with the slugs.

        A slug comes before a name, and a name before another name, where two records would share it.
        """
        root = self._names.id(kind, "")
        rows = self._select(_NAMES % root)
        found: list[dict[str, str]] = [{}, {}, {}]
        for row in rows:
            record = row["record"]
            if not isinstance(record, NamedNode):
                continue
            slug = record.value.removeprefix(root)
            found[0][slug.casefold()] = slug
            for rank, variable in enumerate(("label", "other"), start=1):
                name = row.get(variable)
                if isinstance(name, Literal):
                    found[rank].setdefault(name.value.casefold(), slug)
        return found[2] | found[1] | found[0]


def closest(value: str, known: list[str], count: int = 3) -> list[str]:
    """Return the known names most like a value, the likest first."""
    folded = {name.casefold(): name for name in reversed(known)}
    return [folded[name] for name in get_close_matches(value.casefold(), list(folded), count)]
