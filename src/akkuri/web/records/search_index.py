"""Search over the names of all records and concepts: any part of a word, in any language, å like a."""

from collections import Counter
from dataclasses import dataclass
from threading import Lock

from pyoxigraph import Literal

from akkuri.namespaces import Names
from akkuri.naming.spelling import fold
from akkuri.web.page.addresses import split_record
from akkuri.web.page.queries import names_header
from akkuri.web.page.reader import Reader

__all__ = ["Hits", "SearchIndex"]


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing that can be found."""

    iri: str
    kind: str
    names: tuple[str, ...]
    haystack: str
    last: bool = False
    """Its kind comes after all others."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one page, how many there are in all, and how many of each kind."""

    iris: list[str]
    total: int
    kinds: dict[str, int]


class SearchIndex:
    """Every name in memory, read again when the release changes."""

    def __init__(self, reader: Reader, names: Names) -> None:
        self._reader = reader
        self._names = names
        self._version: str | None = None
        self._entries: list[SearchEntry] = []
        self._lock = Lock()

    def entries(self) -> list[SearchEntry]:
        """Return all entries, read from the store at first use."""
        with self._lock:
            if self._version != self._reader.version:
                self._entries = self._read()
                self._version = self._reader.version
            return self._entries

    def find(self, text: str, kind: str | None = None, start: int = 0, count: int = 50) -> Hits:
        """Return what has every word of `text` somewhere in its names, the closest first."""
        wanted = fold(text)
        words = wanted.split()
        if not words:
            return Hits([], 0, {})
        scored = [
            (_score(entry, wanted, words), entry.names[0] if entry.names else "", entry)
            for entry in self.entries()
            if all(word in entry.haystack for word in words)
        ]
        kinds = Counter(entry.kind for _, _, entry in scored)
        chosen = [item for item in scored if kind in (None, item[2].kind)]
        chosen.sort(key=lambda item: (item[0], item[1], item[2].iri))
        page = chosen[start : start + count]
        return Hits([entry.iri for _, _, entry in page], len(chosen), dict(kinds))

    def _read(self) -> list[SearchEntry]:
        """Read names and places of every record and concept in one query."""
        query = _query(self._names)
        last = {kind.name for kind in self._names.kinds if kind.found_last}
        names: dict[str, list[str]] = {}
        more: dict[str, list[str]] = {}
        for row in self._reader.select(query):
            for key, store in (("name", names), ("more", more)):
                term = row.get(key)
                if isinstance(term, Literal):
                    store.setdefault(getattr(row["iri"], "value", ""), []).append(fold(term.value))
        return [
            SearchEntry(
                iri,
                self._kind(iri),
                tuple(sorted(set(found), key=len)),
                "\n".join({*found, *more.get(iri, [])}),
                self._kind(iri) in last,
            )
            for iri, found in sorted(names.items())
        ]

    def _kind(self, iri: str) -> str:
        record = split_record(iri, self._names)
        return record[0] if record else "concept"


def _query(names: Names) -> str:
    """Ask for the names of every record and concept, and for what else records are found by."""
    parts = ["{ ?iri skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel ?name }"]
    for kind in names.kinds:
        record = f"?document foaf:primaryTopic ?iri . ?iri a <{names.expand(kind.cls)}> ;"
        for variable, found in (("name", (*kind.names, *kind.other_names)), ("more", kind.found_by)):
            if found:
                path = "|".join(f"<{names.expand(name)}>" for name in found)
                parts.append(f"{{ {record} {path} ?{variable} }}")
    return f"{names_header(names)}\nSELECT ?iri ?name ?more WHERE {{ {' UNION '.join(parts)} }}"


def _score(entry: SearchEntry, wanted: str, words: list[str]) -> int:
    """Rank a hit: the whole name, its beginning, beginnings of words, parts of words; the smaller the closer.

    Kinds that are found last come after everything else: their names repeat those of what they are about.
    """
    later = 5 if entry.last else 0
    if wanted in entry.names:
        return later
    if any(name.startswith(wanted) for name in entry.names):
        return later + 1
    if any(f" {wanted}" in name for name in entry.names):
        return later + 2
    if all(any(part.startswith(word) for part in entry.haystack.split()) for word in words):
        return later + 3
    return later + 4
