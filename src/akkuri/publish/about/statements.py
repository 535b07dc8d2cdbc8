"""Making statements about the release itself with prefixed names."""

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.namespaces import Names

__all__ = ["EXTRA_PREFIXES", "XSD", "Statements", "Values"]

XSD = "http://www.w3.org/2001/XMLSchema#"

EXTRA_PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void-ext": "http://ldf.fi/void-ext#",
}
"""Prefixes that only the description needs."""

Value = str | int | NamedNode | Literal
Values = Value | list[Value] | None


@dataclass(slots=True)
class Statements:
    """Collects statements of one graph; a text value is a plain string, an IRI must be a NamedNode."""

    names: Names
    graph: str
    quads: list[Quad] = field(default_factory=list)

    def iri(self, name: str) -> NamedNode:
        """Expand a prefixed name; a full IRI stays."""
        prefix, colon, local = name.partition(":")
        space = self.names.prefixes.get(prefix) or EXTRA_PREFIXES.get(prefix)
        return NamedNode(space + local if colon and space else name)

    def add(self, subject: str, **values: Values) -> None:
        """Add statements; `dct_title` stands for `dct:title`, `a` for rdf:type; None adds nothing."""
        node = NamedNode(subject)
        for key, given in values.items():
            name = key if "://" in key else key.replace("_", ":", 1)
            predicate = self.iri("rdf:type" if key == "a" else name)
            for value in given if isinstance(given, list) else [given]:
                if value is not None:
                    self.quads.append(Quad(node, predicate, _term(value), NamedNode(self.graph)))

    def texts(self, values: dict[str, str]) -> list[Value]:
        """Return texts by language as literals."""
        return [Literal(value, language=lang) for lang, value in values.items()]

    def date(self, value: str) -> Literal | None:
        """Return a date literal; None for an empty text."""
        return Literal(value, datatype=NamedNode(f"{XSD}date")) if value else None


def _term(value: Value) -> NamedNode | Literal:
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(f"{XSD}nonNegativeInteger"))
    return Literal(value) if isinstance(value, str) else value
