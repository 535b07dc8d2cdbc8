"""Writing computed results as triples of one derived graph, with the method that made them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from akkuri.namespaces import Names

__all__ = ["DerivedGraph", "derived_iri"]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
INTEGER: Final = NamedNode(f"{XSD}integer")
DECIMAL: Final = NamedNode(f"{XSD}decimal")
DESCRIPTION: Final = NamedNode("http://purl.org/dc/terms/description")
SETTING: Final = "methodSetting"
DIGITS: Final = 6
"""Digits after the point: what differs below comes from the order of additions, not from the data."""
BATCH: Final = 50_000


def derived_iri(names: Names, *parts: str) -> str:
    """Return the IRI of a derived thing: `{base}derived/{part}/{part}…`."""
    return f"{names.base}derived/{'/'.join(parts)}"


class DerivedGraph:
    """Collects the triples of one rule and writes them to the store in batches."""

    def __init__(self, store: Store, names: Names, rule: str) -> None:
        self.names = names
        self.count = 0
        self._store = store
        self._graph = NamedNode(names.graph(f"derived/{rule}"))
        self._step = NamedNode(f"{names.base}catalog#rule-{rule}")
        self._quads: list[Quad] = []
        self._terms: dict[str, NamedNode] = {}

    def node(self, iri: str) -> NamedNode:
        """Return the node of an IRI; terms without a scheme are Akkuri's own."""
        found = self._terms.get(iri)
        if found is None:
            found = self._terms[iri] = NamedNode(iri if "://" in iri else self.names.ak + iri)
        return found

    def add(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        """State one triple."""
        self._quads.append(Quad(self.node(subject), self.node(predicate), value, self._graph))
        if len(self._quads) >= BATCH:
            self._flush()

    def link(self, subject: str, predicate: str, target: str) -> None:
        """State a triple whose object is an IRI."""
        self.add(subject, predicate, self.node(target))

    def number(self, subject: str, predicate: str, value: float) -> None:
        """State an integer, or a decimal of at most six digits after the point."""
        self.add(subject, predicate, number(value))

    def concept(self, subject: str, predicate: str, scheme: str, concept: str) -> None:
        """State a triple whose object is a concept."""
        self.link(subject, predicate, self.names.concept(scheme, concept))

    def method(self, description: str, settings: Mapping[str, object]) -> None:
        """State how the graph was made: the step itself is described with the release."""
        self.add(self._step.value, DESCRIPTION.value, Literal(description, language="en"))
        for name, value in sorted(settings.items()):
            self.add(self._step.value, SETTING, Literal(f"{name} = {value}"))

    def finish(self) -> int:
        """Write what is left and return the number of triples."""
        self._flush()
        return self.count

    def _flush(self) -> None:
        self.count += len(self._quads)
        self._store.bulk_extend(self._quads)
        self._quads.clear()


def number(value: float) -> Literal:
    """Return the literal of a number, the same on every machine."""
    if isinstance(value, int):
        return Literal(str(value), datatype=INTEGER)
    text = f"{Decimal(repr(round(value, DIGITS))):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal("0" if text in ("-0", "") else text, datatype=DECIMAL)


def slug(iri: str) -> str:
    """Return the last part of a record's IRI, marked when the record is a network."""
    kind, _, name = iri.rpartition("/id/")[2].partition("/")
    return name if kind == "organisation" else f"{kind}-{name}"


def joined(values: Iterable[str]) -> str:
    """Return values for a setting."""
    return " ".join(sorted(values))
