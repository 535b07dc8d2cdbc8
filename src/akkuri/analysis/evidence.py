"""From a record or a part of one to the sources behind it."""

from typing import Any, Final

from akkuri.analysis.model.values import Model

__all__ = ["proof"]

SOURCE: Final = "http://purl.org/dc/terms/source"
TITLE: Final = "http://purl.org/dc/terms/title"
URL: Final = "https://schema.org/url"


def proof(model: Model, iri: str, lang: str) -> dict[str, Any]:
    """Return what stands behind a statement: the record, its name, and its sources with their addresses."""
    origin = model.origin
    record = iri.partition("#")[0]
    found: dict[str, Any] = {"record": iri, "name": model.label(record, lang), "sources": []}
    sources = origin.objects(iri, SOURCE) or origin.objects(record.replace("/id/", "/doc/", 1), SOURCE)
    found["sources"] = [
        {
            "source": source,
            "title": next(iter(origin.objects(source, TITLE)), ""),
            "url": next(iter(origin.objects(source, URL)), ""),
        }
        for source in sources
    ]
    return found
