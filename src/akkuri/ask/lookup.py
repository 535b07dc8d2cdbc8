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


class Known(Protocol):
    """What checking a parameter asks of a release."""

    def concepts(self, scheme: str) -> Mapping[str, Concept]:
        """Return the concepts of a scheme by id."""
        ...

    def has_record(self, iri: str) -> bool:
        """Say whether there is a record with this IRI."""
        ...

    def records(self, kind: str) -> list[str]:
        """Return the slugs of all records of a kind."""
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

    def records(self, kind: str) -> list[str]:
        """Return the slugs of all records of a kind, in order."""
        root = self._names.id(kind, "")
        topic = "<http://xmlns.com/foaf/0.1/primaryTopic>"
        rows = self._select(
            f'SELECT ?r WHERE {{ ?d {topic} ?r FILTER(STRSTARTS(STR(?r), "{root}")) }} ORDER BY ?r'
        )
        return [row["r"].value.removeprefix(root) for row in rows if isinstance(row["r"], NamedNode)]


def closest(value: str, known: list[str], count: int = 3) -> list[str]:
    """Return the known names most like a value, the likest first."""
    folded = {name.casefold(): name for name in reversed(known)}
    return [folded[name] for name in get_close_matches(value.casefold(), list(folded), count)]
