"""Find the counterparts of records in a registry and say them as mappings with their evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import curies
from curies import NamableReference
from pydantic import AnyUrl
from sssom_pydantic import MappingSet, MappingTool, SemanticMapping
from sssom_pydantic.constants import DEFAULT_PREFIX_MAP

from akkuri import __version__
from akkuri.link.decisions.mapping_sets import LEXICAL, NONE_FOUND, Mappings
from akkuri.link.registries.base import Entry, follow_successors
from akkuri.link.registries.profile import Profile
from akkuri.link.tables.pairs import candidate_pairs
from akkuri.link.tables.scoring import ScoredCandidate, score
from akkuri.link.text.index import NameIndex
from akkuri.link.text.normalise import content

__all__ = ["DOUBT", "Snapshot", "empty_set", "find", "reference"]

DOUBT: Final = 0.05
"""A candidate less likely than this is not shown to a person."""
_SHOWN: Final = 3
_CERTAIN: Final = 0.99


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a registry that was searched: its entries and the name and date by which it is known."""

    profile: Profile
    entries: Sequence[Entry]
    version: str


def empty_set(profile: Profile, base: str) -> Mappings:
    """Return a mapping set for a registry without mappings; its id is the graph its links become."""
    own = {"akid": f"{base}id/", "akc": f"{base}concept/", "ak": f"{base}ontology#"}
    prefixes = own | {_prefix(profile): profile.namespace}
    used = {key: DEFAULT_PREFIX_MAP[key] for key in ("owl", "semapv", "skos", "sssom")}
    about = MappingSet(
        id=AnyUrl(f"{base}graph/links/{profile.key}"),
        title=f"Links to {profile.title}",
        license=AnyUrl("https://creativecommons.org/publicdomain/zero/1.0/"),
        source=[AnyUrl(profile.homepage)],
        creator_label=["The Akkuri team"],
    )
    return Mappings(about, curies.Converter.from_prefix_map(used | prefixes), ())


def reference(converter: curies.Converter, iri: str, name: str = "") -> NamableReference:
    """Return an IRI in its short form with a name; raises ValueError when no prefix fits."""
    found = converter.parse_uri(iri, strict=True)
    return NamableReference.from_curie(found.curie, name=name or None)


def find(
    records: Sequence[Entry], snapshot: Snapshot, sheet: Mappings, today: date, engine: str = "duckdb"
) -> list[SemanticMapping]:
    """Return a mapping for every likely counterpart, and one to "none found" for every record without."""
    entries = follow_successors(snapshot.entries)
    profile = snapshot.profile
    by_identifier = {
        key: entry
        for entry in entries
        for key in (entry.id, entry.identifiers.get(profile.identifier or "-", ""))
    }
    rest: list[Entry] = []
    found: list[SemanticMapping] = []
    say = _Sayer(sheet, snapshot, today)
    for record in records:
        stated = [
            value for value in record.identifiers.get(profile.identifier or "-", "").split("|") if value
        ]
        hits = {entry.id: entry for value in stated if (entry := by_identifier.get(value))}
        for entry in hits.values():
            found.append(say.link(record, entry, 1.0, f"same {profile.identifier}: {'|'.join(stated)}"))
        if not hits:
            rest.append(record)
    if profile.evidence == "identifier":
        return found + [say.none(record) for record in rest]
    if profile.evidence == "name":
        return found + list(_by_name(rest, entries, say))
    return found + list(_by_likeness(rest, entries, profile, engine, say))


def _by_name(records: Sequence[Entry], entries: Iterable[Entry], say: "_Sayer") -> Iterator[SemanticMapping]:
    """Link places by name and country; of several with one name none is certain."""
    names: defaultdict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        for name in entry.names:
            if name.kind == "label":
                names[entry.country, " ".join(content(name.text))][entry.id] = entry
    for record in records:
        hits = {
            key: entry
            for name in record.names
            for key, entry in names.get((record.country, " ".join(content(name.text))), {}).items()
        }
        for entry in hits.values():
            yield say.link(record, entry, _CERTAIN / len(hits), f"same name in {record.country}")
        if not hits:
            yield say.none(record)


def _by_likeness(
    records: Sequence[Entry], entries: Sequence[Entry], profile: Profile, engine: str, say: "_Sayer"
) -> Iterator[SemanticMapping]:
    index = NameIndex(entries)
    scored = score(records, index.entries, candidate_pairs(index, records), profile.key, engine)
    by_record: defaultdict[int, list[ScoredCandidate]] = defaultdict(list)
    for item in scored:
        by_record[item.record].append(item)
    for row, record in enumerate(records):
        likely = [item for item in by_record[row][:_SHOWN] if item.probability >= DOUBT]
        for item in likely:
            yield say.link(record, index.entries[item.entry], item.probability, _evidence(item))
        if not likely:
            yield say.none(record, 1 - sum(item.probability for item in by_record[row]))


def _evidence(item: ScoredCandidate) -> str:
    """Name the properties that are known on both sides, and whether they agree."""
    from akkuri.link.tables.comparisons import LEVELS

    said = []
    for name, levels in LEVELS.items():
        level = item.levels[name]
        if level >= 0:
            said.append(f"{name}: {levels[len(levels) - 1 - level]}")
    return "; ".join(said)


class _Sayer:
    """Words findings as mappings of one set."""

    def __init__(self, sheet: Mappings, snapshot: Snapshot, today: date) -> None:
        self._converter = sheet.converter
        self._predicate = NamableReference.from_curie(snapshot.profile.predicate)
        self._snapshot = snapshot
        self._today = today
        self._tool = MappingTool(name="akkuri link", version=__version__)

    def link(self, record: Entry, entry: Entry, chance: float, comment: str) -> SemanticMapping:
        """Say that a record and an entry are the same with some probability."""
        target = reference(self._converter, entry.id, entry.label)
        return self._mapping(record, target, round(min(chance, 1.0), 3), comment, None)

    def none(self, record: Entry, chance: float = 1.0) -> SemanticMapping:
        """Say that a record was looked for and is not in the snapshot."""
        return self._mapping(record, NONE_FOUND, round(max(0.0, chance), 3), None, "1:0")

    def _mapping(
        self,
        record: Entry,
        target: NamableReference,
        chance: float,
        comment: str | None,
        cardinality: Literal["1:0"] | None,
    ) -> SemanticMapping:
        return SemanticMapping(
            subject=reference(self._converter, record.id, record.label),
            predicate=self._predicate,
            object=target,
            justification=LEXICAL,
            confidence=chance,
            similarity_score=chance if cardinality is None else None,
            cardinality=cardinality,
            mapping_date=self._today,
            object_source_version=self._snapshot.version,
            mapping_tool=self._tool,
            comment=comment,
        )


def _prefix(profile: Profile) -> str:
    return "urnnbnfi" if profile.namespace.startswith("urn:") else profile.key
