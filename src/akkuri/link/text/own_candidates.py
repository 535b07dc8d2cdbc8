"""The graph's own records as candidates beside the entries of a snapshot, each thing once."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.link.decisions.link_graphs import SUFFIX
from akkuri.link.decisions.mapping_sets import NONE_FOUND, accepted, read
from akkuri.link.registries.base import Entry, Name, Registry
from akkuri.link.registries.profile import Profile
from akkuri.link.tables.own_records import subjects
from akkuri.link.text.normalise import LEGAL, fold, raw_words
from akkuri.namespaces import Names, rebase

__all__ = ["Decisions", "LinkCandidates", "beside", "decisions"]

_SAME: Final = ("skos:exactMatch", "owl:sameAs")
_APPLIED: Final = " University of Applied Sciences"
_LONGEST_ABBREVIATION: Final = 3
"""Letters of a name that may stand for other things (LAB)."""


@dataclass(frozen=True, slots=True)
class LinkCandidates:
    """What a text may mean: entries, and for the identifiers of some the IRIs of our records of the same."""

    entries: list[Entry]
    records: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Of the mapping set of a registry: record → its identifier there, and what it is not."""

    linked: Mapping[str, str]
    refused: frozenset[tuple[str, str]]


def decisions(key: str, data: Path | None, names: Names) -> Decisions:
    """Read the decisions about a registry; none where the folder of tables has no mapping set of it."""
    path = (data or resources.data()) / "links" / f"{key}{SUFFIX}"
    linked: dict[str, str] = {}
    refused: set[tuple[str, str]] = set()
    if path.exists():
        sheet = read(path)
        for mapping in sheet.mappings:
            if mapping.object == NONE_FOUND:
                continue
            subject = rebase(sheet.converter.expand(mapping.subject.curie, strict=True), names.base)
            target = sheet.converter.expand(mapping.object.curie, strict=True)
            if accepted(mapping) and mapping.predicate.curie in _SAME:
                linked[subject] = target
            elif mapping.negated or accepted(mapping):
                refused.add((subject, target))
    return Decisions(linked, frozenset(refused))


def beside(
    snapshot: Iterable[Entry], profile: Profile, adapter: Registry, data: Path | None, names: Names
) -> LinkCandidates:
    """Return the entries of a snapshot with what the tables know, and the records that are not in it.

    A record is the entry whose identifier its table or a decision states, or else the only one of its country
    with one of its names, unless that pair was refused. Its names are added to those of the entry. A record
    without an entry has the stated identifier, or its own IRI. A former name that the snapshot has as an
    organisation which ended stays with that one alone. Raises UsageError as the readers of tables do.
    """
    entries = {entry.id: entry for entry in snapshot}
    made = decisions(profile.key, data, names)
    places = _places(entries.values())
    own = [_with_short_name(record, places) for record in subjects(profile.subjects, data, names)]
    alike = _alike((entry for entry in entries.values() if entry.status != "withdrawn"), own)
    identifiers = {
        record.id: _stated(record, adapter, made) or _same(record, alike, made) or record.id for record in own
    }
    former = _former(entries.values())
    records: defaultdict[str, list[str]] = defaultdict(list)
    for own_record in own:
        ident = identifiers[own_record.id]
        record = _without(own_record, former.get(ident, set()))
        records[ident].append(record.id)
        known = entries.get(ident)
        entries[ident] = _joined(known, record) if known else _renamed(record, ident, identifiers)
    return LinkCandidates(list(entries.values()), {ident: tuple(iris) for ident, iris in records.items()})


def _stated(record: Entry, adapter: Registry, made: Decisions) -> str:
    """Return the full identifier that the table or a decision gives a record, or an empty text."""
    for value in record.identifiers.get(adapter.key, "").split("|"):
        try:
            if value:
                return adapter.check_identifier(value)
        except UsageError:  # told at its cell by the checks of the tables
            continue
    return made.linked.get(record.id, "")


def _key(text: str, country: str) -> tuple[str, str]:
    """Return what makes a name comparable: its letters without case, and not what stands in brackets."""
    return country, text.partition(" (")[0].casefold()


def _keys(record: Entry) -> set[tuple[str, str]]:
    """Return the names of a record, with their legal forms and without."""
    if not record.country:
        return set()
    texts = {name.text for name in record.names if name.kind != "acronym"}
    texts |= {text.rpartition(" ")[0] for text in texts if fold(text.rpartition(" ")[2]) in LEGAL}
    return {_key(text, record.country) for text in texts if text}


def _alike(entries: Iterable[Entry], own: Iterable[Entry]) -> dict[tuple[str, str], set[str]]:
    """Return the names of our records → the entries of the snapshot that have them in the same country."""
    found: dict[tuple[str, str], set[str]] = {key: set() for record in own for key in _keys(record)}
    for entry in entries:
        for name in entry.names:
            if name.kind != "acronym" and (key := _key(name.text, entry.country)) in found:
                found[key].add(entry.id)
    return found


def _same(record: Entry, alike: Mapping[tuple[str, str], set[str]], made: Decisions) -> str:
    """Return the only entry that has a name of a record in its country, or an empty text."""
    found = {ident for key in _keys(record) for ident in alike[key]}
    ident = found.pop() if len(found) == 1 else ""
    return "" if (record.id, ident) in made.refused else ident


def _former(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return successor → the names, without case, of the organisations that ended and that it came after."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.status == "inactive":
            for heir in entry.successors:
                found[heir].update(name.text.casefold() for name in entry.names if name.kind != "acronym")
    return found


def _without(record: Entry, former: Container[str]) -> Entry:
    """Return a record without other names that its predecessors have: old texts mean those."""
    names = [name for name in record.names if name.kind != "alias" or name.text.casefold() not in former]
    return replace(record, names=tuple(names))


def _places(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the folded words of all cities and subdivisions."""
    texts = {text for entry in entries for text in (entry.city, entry.subdivision)}
    return frozenset(word for text in texts for word in raw_words(text))


def _with_short_name(record: Entry, places: frozenset[str]) -> Entry:
    """Add the one word that is the name of a university of applied sciences, if no place: Metropolia."""
    for name in record.names:
        head, kind, rest = name.text.partition(_APPLIED)
        single = kind and not rest and raw_words(head)
        if single and len(single) == 1 and len(head) > _LONGEST_ABBREVIATION and single[0] not in places:
            return replace(record, names=(*record.names, Name(head, "alias", name.lang)))
    return record


def _joined(entry: Entry, record: Entry) -> Entry:
    """Add the names and pages of a record to those of the entry that is the same."""
    known = {name.text for name in entry.names}
    names = tuple(replace(name, kind="alias") if name.kind == "label" else name for name in record.names)
    more = tuple(name for name in dict.fromkeys(names) if name.text not in known)
    return replace(entry, names=entry.names + more, links=tuple(dict.fromkeys(entry.links + record.links)))


def _renamed(record: Entry, ident: str, identifiers: Mapping[str, str]) -> Entry:
    """Return a record under its identifier, with those of its relatives."""
    others = [
        tuple(identifiers.get(iri, iri) for iri in iris) for iris in (record.parents, record.successors)
    ]
    return replace(record, id=ident, parents=others[0], successors=others[1])
