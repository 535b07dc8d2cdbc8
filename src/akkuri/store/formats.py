"""The serialisations Akkuri answers in: names, media types and the engine's own objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat

__all__ = ["GRAPHS", "PREFIXED", "SOLUTIONS", "Format", "by_name", "possible"]


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation; `media_type` is what is sent, `aliases` are accepted as well."""

    name: str
    media_type: str
    extension: str
    engine: QueryResultsFormat | RdfFormat
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header, with the character set where one is usual."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


SOLUTIONS: Final[tuple[Format, ...]] = (
    Format("json", "application/sparql-results+json", "srj", QueryResultsFormat.JSON, ("application/json",)),
    Format(
        "xml",
        "application/sparql-results+xml",
        "srx",
        QueryResultsFormat.XML,
        ("application/xml", "text/xml"),
    ),
    Format("csv", "text/csv", "csv", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", "tsv", QueryResultsFormat.TSV),
)
"""Formats of SELECT and ASK answers, the default first."""

_TURTLES: Final = ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3")
"""What clients call Turtle; N3 holds it, and those who ask for N3 read it."""
GRAPHS: Final[tuple[Format, ...]] = (
    Format("turtle", "text/turtle", "ttl", RdfFormat.TURTLE, _TURTLES),
    Format("ntriples", "application/n-triples", "nt", RdfFormat.N_TRIPLES, ("text/plain",)),
    Format("nquads", "application/n-quads", "nq", RdfFormat.N_QUADS, ("text/x-nquads",)),
    Format("trig", "application/trig", "trig", RdfFormat.TRIG, ("application/x-trig",)),
    Format("rdfxml", "application/rdf+xml", "rdf", RdfFormat.RDF_XML, ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", "jsonld", RdfFormat.JSON_LD, ("application/json",)),
)
"""Formats of CONSTRUCT and DESCRIBE answers, the default first."""

_BY_NAME: Final = {
    key: form for form in (*GRAPHS, *SOLUTIONS) for key in (form.name, form.extension, form.media_type)
}


def by_name(name: str) -> Format:
    """Find a format by its name, file extension or media type; KeyError when there is none."""
    return _BY_NAME[name]


PREFIXED: Final = (RdfFormat.TURTLE, RdfFormat.TRIG)
"""Formats that are written with prefixes."""


def possible(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that stand for an IRI."""
    found = {}
    for prefix, space in prefixes.items():
        try:
            found[prefix] = NamedNode(space).value
        except ValueError:
            continue
    return found
