"""From a record or a part of one to the sources behind it."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any, Final

from akkuri.analysis.model.stated import Sources, kept_sources
from akkuri.analysis.model.values import Model

__all__ = ["Cited", "all_sources", "cited", "proof"]

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
    if model.sources is None:
        model.sources = kept_sources(model.kept)
    if (kept := model.sources) is not None:
        behind = kept.behind.get(iri) or kept.behind.get(record.replace("/id/", "/doc/", 1), ())
        return [Cited(source, *kept.told[source]) for source in behind]
    sources = origin.objects(iri, SOURCE) or origin.objects(record.replace("/id/", "/doc/", 1), SOURCE)
    return [
        Cited(
            source,
            next(iter(origin.objects(source, TITLE)), ""),
            next(iter(origin.objects(source, URL)), ""),
        )
        for source in sources
    ]


def all_sources(model: Model) -> Sources:
    """Return the sources of all statements, read in three passes."""
    behind: defaultdict[str, set[str]] = defaultdict(set)
    for subject, source in model.origin.pairs(SOURCE):
        behind[subject].add(source)
    titles, urls = _least(model, TITLE), _least(model, URL)
    cited = sorted(set().union(*behind.values()))
    told = {source: (titles.get(source, ""), urls.get(source, "")) for source in cited}
    return Sources({subject: sorted(found) for subject, found in behind.items()}, told)


def _least(model: Model, predicate: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for subject, value in model.origin.pairs(predicate):
        found[subject] = min(value, found.get(subject, value))
    return found


def proof(model: Model, iri: str, lang: str) -> dict[str, Any]:
    """Return what stands behind a statement: the record, its name, and its sources with their addresses."""
    name = model.label(iri.partition("#")[0], lang)
    return {"record": iri, "name": name, "sources": [asdict(source) for source in cited(model, iri)]}
