"""Counting the graph: classes, properties, what each class states with which values, links, vocabularies."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.namespaces import PREFIXES, Names

__all__ = ["Statistics"]

_TYPE: Final = NamedNode(f"{PREFIXES['rdf']}type")
_LINKING: Final = frozenset(
    {
        *(f"{PREFIXES['skos']}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
        f"{PREFIXES['owl']}sameAs",
    }
)
_Terms = defaultdict[str, set[object]]
_Use = tuple[tuple[str, ...], str, tuple[str, ...] | str]


@dataclass
class Statistics:
    """What a graph's statements come to; a description of the graph that stands in it is added last.

    The classes of everything have to be known (`learn`) before statements are counted (`add`).
    """

    names: Names
    triples: int = 0
    graphs: Counter[str] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(start of the other dataset's IRIs, linking property) → links."""
    subjects: _Terms = field(default_factory=lambda: defaultdict(set))
    """Property → what it is stated of."""
    objects: _Terms = field(default_factory=lambda: defaultdict(set))
    """Property → its values."""
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    _types: dict[object, tuple[str, ...]] = field(default_factory=dict)
    _uses: Counter[_Use] = field(default_factory=Counter)
    """(classes of the subject, property, classes of the object or its datatype) → statements."""

    def learn(self, quads: Iterable[Quad]) -> None:
        """Note the classes of what the statements are about."""
        for quad in quads:
            if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
                known = self._types.get(quad.subject, ())
                if quad.object.value not in known:
                    self._types[quad.subject] = (*known, quad.object.value)

    def add(self, quads: Iterable[Quad]) -> None:
        """Count statements; links are the matches, and the model's own properties that point outside."""
        types = self._types
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            self.triples += 1
            self.properties[predicate] += 1
            self.subjects[predicate].add(subject)
            self.objects[predicate].add(value)
            self.graphs[str(quad.graph_name)[1:-1]] += 1
            if isinstance(value, Literal):
                self._uses[types.get(subject, ()), predicate, value.datatype.value] += 1
                continue
            self._uses[types.get(subject, ()), predicate, types.get(value, ())] += 1
            if not isinstance(value, NamedNode):
                continue
            if quad.predicate == _TYPE:
                self.classes[value.value] += 1
            elif not value.value.startswith(self.names.base) and (
                predicate in _LINKING or predicate.startswith(self.names.ak)
            ):
                self.links[_space(value.value), predicate] += 1

    def with_more(self, quads: Iterable[Quad]) -> "Statistics":
        """Return the statistics of these and further statements; these stay as they are."""
        found = Statistics(
            self.names,
            self.triples,
            self.graphs.copy(),
            self.links.copy(),
            defaultdict(set, {key: set(terms) for key, terms in self.subjects.items()}),
            defaultdict(set, {key: set(terms) for key, terms in self.objects.items()}),
            self.properties.copy(),
            self.classes.copy(),
            self._types.copy(),
            self._uses.copy(),
        )
        more = list(quads)
        found.learn(more)
        found.add(more)
        return found

    @cached_property
    def entities(self) -> int:
        """Distinct subjects."""
        return len(set().union(*self.subjects.values()))

    @property
    def vocabularies(self) -> set[str]:
        """The namespaces of the properties and classes."""
        return {_namespace(iri) for iri in (*self.properties, *self.classes)}

    @cached_property
    def by_class(self) -> dict[str, dict[str, "PropertyUse"]]:
        """Class → property → how often its members state it, with values of which classes and datatypes."""
        found: dict[str, dict[str, PropertyUse]] = defaultdict(lambda: defaultdict(PropertyUse))
        for (owners, predicate, values), number in self._uses.items():
            for owner in owners:
                found[owner][predicate].triples += number
            if isinstance(values, str):
                for owner in owners:
                    found[owner][predicate].datatypes[values] += number
            else:
                for owner, cls in product(owners, values):
                    found[owner][predicate].classes[cls] += number
        return found


@dataclass(slots=True)
class PropertyUse:
    """What the members of a class state with one property."""

    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    datatypes: Counter[str] = field(default_factory=Counter)


def _space(iri: str) -> str:
    """Return the part of an IRI that names its dataset: the host, or the start of a URN."""
    parts = urlsplit(iri)
    if parts.netloc:
        return f"{parts.scheme}://{parts.netloc}/"
    return ":".join(iri.split(":")[:3]) + ":"


def _namespace(iri: str) -> str:
    head, mark, _ = iri.rpartition("#")
    return head + mark if mark else iri.rpartition("/")[0] + "/"
