"""Search over records and concepts: names, hidden names, places and descriptions, in any language."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final

from akkuri.namespaces import Names
from akkuri.naming.did_you_mean import Spellings
from akkuri.naming.spelling import fold
from akkuri.web.page.reader import Reader
from akkuri.web.records.search_entries import (
    BEGINNING,
    OTHER,
    SAID,
    WHOLE,
    SearchEntry,
    belonging,
    read_entries,
)

__all__ = ["Hits", "SearchIndex"]

_LAST: Final = 20
"""What a kind that is found last has more than others: its names repeat those of what it is about."""
_OF_CONCEPT: Final = 5
"""What the facilities of a concept have more than it: they come behind what bears the words itself."""
_TOLERANT: Final = 5
"""Words of at least so many letters may be misspelt."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one page, how many there are in all, and how many of each kind."""

    iris: list[str]
    total: int
    kinds: dict[str, int]


class _Content:
    """All that is known of one version of the content."""

    def __init__(self, reader: Reader, names: Names) -> None:
        self.version = reader.version
        self.entries = read_entries(reader, names)
        self.by_iri = {entry.iri: entry for entry in self.entries}
        self.of_concept = belonging(reader, names)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of a name."""
        return frozenset(word for entry in self.entries for word in entry.words)

    @cached_property
    def spellings(self) -> Spellings:
        """The words of names, to understand misspelt ones."""
        return Spellings(sorted(word for word in self.vocabulary if len(word) >= _TOLERANT))

    def known(self, word: str) -> bool:
        """Tell whether a word is met anywhere."""
        return any(entry.meets(word) is not None for entry in self.entries)

    def understood(self, word: str) -> list[list[str]]:
        """Return the readings of a word, the nearest first: itself, its parts, or a word like it."""
        if self.known(word):
            return [[word]]
        for cut in range(3, len(word) - 2):
            parts = [word[:cut], word[cut:]]
            if all(part in self.vocabulary for part in parts):
                return [parts]
        return [[near] for near in self.spellings.nearest(word, 2)] if len(word) >= _TOLERANT else []


class SearchIndex:
    """Every name in memory, read again when the release changes."""

    def __init__(self, reader: Reader, names: Names) -> None:
        self._reader = reader
        self._names = names
        self._content: _Content | None = None
        self._lock = Lock()

    def content(self) -> _Content:
        """Return what is known, read from the store at first use."""
        with self._lock:
            if self._content is None or self._content.version != self._reader.version:
                self._content = _Content(self._reader, self._names)
            return self._content

    def find(self, text: str, kind: str | None = None, start: int = 0, count: int = 50) -> Hits:
        """Return what has every word of `text`, the closest first, of equally close the cluster's own.

        Behind a capability or a type of equipment that is found stand the facilities that have it. A word
        that is nowhere is read as the two words it is made of, or as the word most like it.
        """
        wanted = fold(text)
        if not wanted:
            return Hits([], 0, {})
        content = self.content()
        ranks = _ranks(content, wanted, _words(content, wanted.split()))
        kinds = Counter(content.by_iri[iri].kind for iri in ranks)
        chosen = [iri for iri in ranks if kind in (None, content.by_iri[iri].kind)]
        order = {name: place for place, name in enumerate(self._names.kinds.names)}
        length = len(wanted.split())

        def key(iri: str) -> tuple[int, bool, int, int, tuple[str, ...], str]:
            entry = content.by_iri[iri]
            more = min((abs(len(name.split()) - length) for name in entry.names), default=0)
            return ranks[iri], entry.elsewhere, more, order.get(entry.kind, len(order)), entry.names[:1], iri

        chosen.sort(key=key)
        return Hits(chosen[start : start + count], len(chosen), dict(kinds))


def _words(content: _Content, words: Iterable[str]) -> list[list[str]]:
    """Return the readings of each word as alternatives: several words of one reading must all be met."""
    found: list[list[str]] = []
    for word in words:
        readings = content.understood(word) or [[word]]
        if len(readings) == 1:
            found += [[part] for part in readings[0]]
        else:
            found.append([part for reading in readings for part in reading])
    return found


def _ranks(content: _Content, wanted: str, words: list[list[str]]) -> dict[str, int]:
    """Return the rank of every hit, the smaller the closer."""
    ranks: dict[str, int] = {}
    for entry in content.entries:
        rank = _rank(entry, wanted, words)
        if rank is not None:
            ranks[entry.iri] = rank
    for concept, facilities in content.of_concept.items():
        rank = ranks.get(concept)
        if rank is not None and rank <= 2 + OTHER:
            for iri in facilities:
                ranks[iri] = min(ranks.get(iri, _LAST), rank + _OF_CONCEPT)
    return {iri: rank for iri, rank in ranks.items() if iri in content.by_iri}


def _rank(entry: SearchEntry, wanted: str, words: list[list[str]]) -> int | None:
    """Rank one entry: the whole name, its beginning, whole words, beginnings, parts, hidden names, texts."""
    met = [
        min((how for word in each if (how := entry.meets(word)) is not None), default=None) for each in words
    ]
    if None in met:
        return None
    worst = max((how for how in met if how is not None), default=WHOLE)
    later = _LAST if entry.last else 0
    if wanted in entry.names:
        return later
    if worst <= BEGINNING and any(name.startswith(wanted) for name in entry.names):
        return later + 1
    return later + 2 + worst + (_OF_CONCEPT if worst == SAID else 0)
