"""What every registry looks like to the linker: entries with names, place, kind, relations and a status."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, Protocol

__all__ = ["Entry", "Name", "NameKind", "Registry", "Status", "follow_successors"]

NameKind = Literal["label", "alias", "acronym"]
Status = Literal["active", "inactive", "withdrawn"]

MAX_HOPS: Final = 8
"""A chain of successors longer than this is a circle."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entry, with its language (empty when the registry gives none)."""

    text: str
    kind: NameKind = "label"
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a registry; `id` is the full identifier that a link points to."""

    id: str
    names: tuple[Name, ...]
    country: str = ""
    subdivision: str = ""
    city: str = ""
    types: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    identifiers: dict[str, str] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    status: Status = "active"
    successors: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The first name that is not an acronym, or the identifier."""
        return next((name.text for name in self.names if name.kind != "acronym"), self.id)


class Registry(Protocol):
    """An adapter: knows one registry's file formats and the form of its identifiers."""

    key: str
    """The word on the command line, such as `ror`."""
    notes: list[str]
    """What the last reading left out, one sentence each."""

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield the entries of a snapshot, withdrawn ones included.

        Raises UsageError naming the file, what was found and what was expected.
        """
        ...

    def check_identifier(self, text: str) -> str:
        """Return the identifier in its full form; raises UsageError when it cannot be one."""
        ...


def follow_successors(entries: Iterable[Entry]) -> list[Entry]:
    """Drop withdrawn entries and repeats, giving their names and children to the one successor.

    A withdrawn entry without exactly one successor that is still there is only dropped; an inactive one (an
    organisation that ended) stays, because old texts name it rightly.
    """
    by_id: dict[str, Entry] = {}
    for entry in entries:
        known = by_id.get(entry.id)
        by_id[entry.id] = _merged(known, entry.names, entry.children) if known else entry
    kept = {key: entry for key, entry in by_id.items() if entry.status != "withdrawn"}
    for entry in by_id.values():
        if entry.status == "withdrawn":
            heir = _heir(entry, by_id)
            if heir in kept:
                kept[heir] = _merged(kept[heir], entry.names, entry.children)
    return list(kept.values())


def _heir(entry: Entry, by_id: dict[str, Entry]) -> str:
    """Return the id at the end of a chain of single successors, or an empty text."""
    for _ in range(MAX_HOPS):
        if len(entry.successors) != 1 or entry.successors[0] not in by_id:
            return ""
        entry = by_id[entry.successors[0]]
        if entry.status != "withdrawn":
            return entry.id
    return ""


def _merged(entry: Entry, names: tuple[Name, ...], children: tuple[str, ...]) -> Entry:
    """Add names (as aliases) and children that the entry does not have."""
    known = {name.text for name in entry.names}
    extra = tuple(
        replace(name, kind="alias" if name.kind == "label" else name.kind)
        for name in names
        if name.text not in known
    )
    more = tuple(child for child in children if child not in entry.children and child != entry.id)
    return replace(entry, names=entry.names + extra, children=entry.children + more)
