"""Every IRI Akkuri mints or reuses, made from one base setting."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from akkuri.kinds import Kinds

__all__ = ["DEFAULT_BASE", "PREFIXES", "Names", "rebase"]

DEFAULT_BASE: Final = "https://w3id.org/akkuri/"

_FOREIGN: Final[dict[str, str]] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "void": "http://rdfs.org/ns/void#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs under one base (`AKKURI_BASE`), which ends with a slash, and the kinds of record they name."""

    base: str = DEFAULT_BASE
    declared: "Kinds | None" = None
    """The kinds of the graph at hand; the shared ones when None."""

    @property
    def kinds(self) -> "Kinds":
        """The kinds of record."""
        if self.declared is not None:
            return self.declared
        from akkuri.kinds import (
            shared_kinds,  # only where a kind is asked for: it takes longer than all else here
        )

        return shared_kinds()

    @property
    def ak(self) -> str:
        """The namespace of Akkuri's own terms."""
        return f"{self.base}ontology#"

    def id(self, kind: str, slug: str) -> str:
        """Return the IRI of a record."""
        return f"{self.base}id/{kind}/{slug}"

    def doc(self, kind: str, slug: str) -> str:
        """Return the IRI of the document about a record, which is also its named graph."""
        return f"{self.base}doc/{kind}/{slug}"

    def concept(self, scheme: str, concept: str | None = None) -> str:
        """Return the IRI of a concept, or of its scheme when no concept is given."""
        return f"{self.base}concept/{scheme}" + (f"/{concept}" if concept else "")

    def graph(self, path: str) -> str:
        """Return the IRI of a named graph that holds no record (ontology, derived, links)."""
        return f"{self.base}graph/{path}"

    def record(self, table_id: str) -> str:
        """Return the IRI of the record that a table calls `fac-x`, `org-y` and so on.

        Raises KeyError when no kind has the prefix.
        """
        prefix, _, slug = table_id.partition("-")
        return self.id(self.kinds.by_prefix[prefix].name, slug)

    def record_doc(self, table_id: str) -> str:
        """Return the document of the record that a table calls `fac-x` (see `record`)."""
        prefix, _, slug = table_id.partition("-")
        return self.doc(self.kinds.by_prefix[prefix].name, slug)

    def table_id(self, record: str) -> str | None:
        """Return what tables call a record or one of its dependants (`fac-x`, `fac-x#offering-y`).

        None when the IRI is none of a declared kind.
        """
        root = f"{self.base}id/"
        name, slash, slug = record.removeprefix(root).partition("/")
        kind = self.kinds.get(name)
        return f"{kind.prefix}-{slug}" if kind and slash and record.startswith(root) else None

    def precision_of(self, date: str) -> str:
        """Return the property that says how precise the value of a date property (an IRI) is."""
        return f"{self.ak}{date[max(date.rfind('#'), date.rfind('/')) + 1 :]}Precision"

    def expand(self, name: str) -> str:
        """Expand a prefixed name; what has no known prefix, such as an IRI, stays."""
        prefix, colon, local = name.partition(":")
        if not colon:
            return name
        if prefix == "ak":
            return self.ak + local
        return _FOREIGN[prefix] + local if prefix in _FOREIGN else name

    @property
    def prefixes(self) -> dict[str, str]:
        """All prefixes, Akkuri's own first: `ak`, and `akc` for concepts, `akid` for records."""
        own = {"ak": self.ak, "akc": f"{self.base}concept/", "akid": f"{self.base}id/"}
        return own | _FOREIGN


PREFIXES: Final[dict[str, str]] = Names().prefixes


def rebase(text: str, base: str) -> str:
    """Return RDF or SPARQL text written for the default base, moved to another base."""
    return text if base == DEFAULT_BASE else text.replace(DEFAULT_BASE, base)
