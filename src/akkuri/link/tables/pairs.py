"""Candidates for tables: which entries of a registry each record may be the same as."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from akkuri.link.registries.base import Entry
from akkuri.link.text.index import NameIndex
from akkuri.link.text.normalise import KINDS, content, fold

__all__ = ["PER_RECORD", "candidate_pairs", "hosts"]

PER_RECORD: Final = 12
"""Candidates kept for a record; beyond these the right one was never found."""
_PER_NAME: Final = 20
_SURE, _NAME, _HOST, _ACRONYM = 2000.0, 500.0, 300.0, 100.0
"""How much each way counts towards being kept; full text adds its BM25 score."""
_SAME_NAME: Final = 30
_SLIP: Final = 84
_RARE: Final = 3


def hosts(entry: Entry) -> set[str]:
    """Return the hosts of an entry's pages and their registrable parents, without `www.`."""
    found = {
        link.split("//")[-1].split("/")[0].split(":")[0].lower().removeprefix("www.") for link in entry.links
    }
    found |= {domain.lower().removeprefix("www.") for domain in entry.domains}
    return {host for host in found if "." in host}


def candidate_pairs(index: NameIndex, records: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return (record, entry) pairs: same identifier, name, acronym or host, or a near name by full text."""
    identifiers = _by_identifier(index.entries)
    found: list[tuple[int, int]] = []
    for row, record in enumerate(records):
        ranks: defaultdict[int, float] = defaultdict(float)
        for entry, rank in _ways(index, record, identifiers):
            ranks[entry] += rank
        best = sorted(ranks, key=lambda entry: (-ranks[entry], entry))[:PER_RECORD]
        found += [(row, entry) for entry in best]
    return found


def _ways(index: NameIndex, record: Entry, identifiers: dict[str, int]) -> Iterator[tuple[int, float]]:
    """Yield every entry that something leads to, and how telling that is."""
    for kind, value in record.identifiers.items():
        for entry in {identifiers.get(value, -1), identifiers.get(f"{kind}:{value}", -1)} - {-1}:
            yield entry, _SURE
    for entry in _same_host(index, record):
        yield entry, _HOST
    for name in record.names:
        parts = content(name.text)
        key = " ".join(parts)
        if not key:
            continue
        if name.kind == "acronym" or len(parts) == 1:
            for at in index.acronyms.get(fold(name.text).replace(" ", ""), [])[:_SAME_NAME]:
                yield int(index.name_entry[at]), _ACRONYM
        for at in index.exact.get(key, [])[:_SAME_NAME]:
            yield int(index.name_entry[at]), _NAME
        for score, at in index.search(" ".join(_repaired(index, part) for part in parts), _PER_NAME):
            yield int(index.name_entry[at]), score


def _by_identifier(entries: Sequence[Entry]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row, entry in enumerate(entries):
        found[entry.id] = row
        for kind, value in entry.identifiers.items():
            found.setdefault(f"{kind}:{value}", row)
    return found


def _same_host(index: NameIndex, record: Entry) -> set[int]:
    """Return the entries that share a host, or a parent of it, with the record."""
    found: set[int] = set()
    for host in hosts(record):
        while "." in host:
            found.update(index.domains.get(host, [])[:_SAME_NAME])
            host = host.partition(".")[2]
    return found


def _repaired(index: NameIndex, word: str) -> str:
    """Return a word the registry has, or up to three near ones for a word it has not."""
    if word in index.vocabulary or len(word) < _RARE + 2 or word in KINDS:
        return word
    near = process.extract(word, index.near(word), scorer=fuzz.ratio, score_cutoff=_SLIP, limit=3)
    return " ".join([word, *(other for other, _, _ in near)])
