"""What an ontology says about itself: who made it, when, how to cite it, what changed."""

import re
from dataclasses import dataclass

from pyoxigraph import Literal

from akkuri.naming.languages import FALLBACK
from akkuri.web.page.values import PageView, Value

__all__ = ["Header", "read_header"]


@dataclass(frozen=True, slots=True)
class Header:
    """The statements about an ontology as its page shows them; what is not stated is empty."""

    title: Value | None
    description: Value | None
    version: str | None
    status: str | None
    authors: list[str]
    publishers: list[str]
    dates: list[tuple[str, str]]
    """Key of a text (`created`, `issued`, `modified`) and date as people write it."""
    licence: list[Value]
    prior: str | None
    citation: str | None
    history: list[Value]
    """One note a version, the newest first."""


def read_header(shown: PageView, iri: str) -> Header:
    """Return what the ontology `iri` says about itself, in the language of the page."""
    prior = shown.first(iri, "owl:priorVersion")
    status = shown.first(iri, _BIBO_STATUS)
    dates = [(key, shown.first(iri, f"dct:{key}")) for key in ("created", "issued", "modified")]
    return Header(
        title=shown.text(iri, "dct:title"),
        description=shown.text(iri, "dct:description"),
        version=shown.first(iri, "owl:versionInfo"),
        status=status.rpartition("/")[2] if status else None,
        authors=_names(shown, iri, "dct:creator"),
        publishers=_names(shown, iri, "dct:publisher"),
        dates=[(key, shown.language.date(day)) for key, day in dates if day],
        licence=shown.values(iri, "dct:license"),
        prior=prior.rpartition("/")[2] if prior else None,
        citation=shown.first(iri, "dct:bibliographicCitation"),
        history=_history(shown, iri),
    )


_BIBO_STATUS = "http://purl.org/ontology/bibo/status"


def _names(shown: PageView, iri: str, predicate: str) -> list[str]:
    """Return the names of agents; the IRI of one that is not named."""
    agents = sorted(shown.bundle.iris(iri, shown.iri(predicate)))
    return [shown.first(agent, "foaf:name") or agent for agent in agents]


def _history(shown: PageView, iri: str) -> list[Value]:
    """Return the notes in the page's language, or in the first of ours that has any."""
    notes: dict[str, list[str]] = {}
    for term in shown.bundle.values(iri, shown.iri("skos:historyNote")):
        if isinstance(term, Literal):
            notes.setdefault(term.language or "", []).append(term.value)
    lang = next((code for code in (shown.lang, *FALLBACK) if code in notes), "")
    found = sorted(notes.get(lang, []), key=_version, reverse=True)
    return [Value(note, lang=shown.other(lang)) for note in found]


def _version(note: str) -> list[int]:
    """Return the numbers that a note begins with, so that 0.10.0 comes after 0.9.0."""
    begun = re.match(r"[0-9.]+", note)
    return [int(part) for part in begun[0].split(".") if part] if begun else []
