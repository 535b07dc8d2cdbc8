"""From a record or a part of one to the sources behind it."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from akkuri.analysis.model.values import Model

__all__ = ["Cited", "cited", "proof"]

SOURCE: Final = "http://purl.org/dc/terms/source"
TITLE: Final = "http://purl.org/dc/terms/title"
URL: Final = "https://schema.org/url"


@dataclass(frozen=True, slots=True)
class Cited:
    """A source: its IRI, its title and its address, empty where there is none."""

    source: str
    title: str
    url: str


def cited(model: Model, iri: str) -> list[Cited]:
    """Return the sources of a statement, else those of the record that it is part of."""
    origin = model.origin
    record = iri.partition("#")[0]
    sources = origin.objects(iri, SOURCE) or origin.objects(record.replace("/id/", "/doc/", 1), SOURCE)
    return [
        Cited(
            source,
            next(iter(origin.objects(source, TITLE)), ""),
            next(iter(origin.objects(source, URL)), ""),
        )
        for source in sources
    ]


def proof(model: Model, iri: str, lang: str) -> dict[str, Any]:
    """Return what stands behind a statement: the record, its name, and its sources with their addresses."""
    name = model.label(iri.partition("#")[0], lang)
    return {"record": iri, "name": name, "sources": [asdict(source) for source in cited(model, iri)]}
