"""What a link found in free text is told with: name, status and successor, and our record of the same."""

from dataclasses import dataclass

from akkuri.link.registries.base import Entry
from akkuri.link.text.linker import TextLink
from akkuri.link.text.own_candidates import LinkCandidates

__all__ = ["Match", "told"]

BETWEEN_SUCCESSORS = " "


@dataclass(frozen=True, slots=True)
class Match:
    """A link with what is known of each of its identifiers, in their order; empty where nothing is."""

    ids: tuple[str, ...]
    confidence: float
    names: tuple[str, ...]
    statuses: tuple[str, ...]
    successors: tuple[str, ...]
    """The identifiers of what came after it."""
    records: tuple[str, ...]
    """The IRI of the graph's own record."""


def told(link: TextLink, entries: dict[str, Entry], candidates: LinkCandidates) -> Match:
    """Return a link with the name, status, successor and own record of every identifier."""
    found = [entries[ident] for ident in link.ids]
    return Match(
        link.ids,
        link.confidence,
        tuple(entry.label for entry in found),
        tuple(entry.status for entry in found),
        tuple(BETWEEN_SUCCESSORS.join(entry.successors) for entry in found),
        tuple(BETWEEN_SUCCESSORS.join(candidates.records.get(ident, ())) for ident in link.ids),
    )
