"""What leads on, and where it stands: questions, concepts that a part of what is asked names, owners."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain, takewhile
from typing import Final

from akkuri.kinds import Kind, Kinds
from akkuri.naming.things import UNITS
from akkuri.search.called import folded_names
from akkuri.search.counting import tail
from akkuri.search.entries import CONCEPT, QUESTION, SearchEntry
from akkuri.search.found import Hit
from akkuri.search.index import Nearness, WordIndex
from akkuri.search.order import Order
from akkuri.search.overview import Overview
from akkuri.search.request import MOST, SearchRequest, Understood
from akkuri.search.wholly_named import wholly_named
from akkuri.search.words import words

__all__ = ["Leading"]

_BEFORE: Final = 3
"""Hits that stand before concepts that are named by a part of what is asked."""
_BESIDES: Final = 2
"""Concepts that stand behind them where a value is asked for."""
_TWO: Final = 2
"""With so many words, each of them is among the first hits."""
_CONCEPTS: Final = 2
"""So many concepts come before what has one of them: who looks for a test looks for a place."""
_HAVING: Final = 3
"""So much of what has one of them stands behind them."""
_PLACES: Final = 2
"""So many places are among that, before what comes nearest of all."""
_PLACE: Final = "place"
"""What hits say that are a place, or stand in one."""
_OVER: Final = frozenset({"closed", "cancelled"})


class Leading:
    """Knows what leads on from a search."""

    def __init__(
        self,
        entries: Sequence[SearchEntry],
        overview: Overview,
        index: WordIndex,
        order: Order,
        kinds: Kinds,
        places: Set[str],
    ) -> None:
        """`places` are the schemes of places."""
        self._entries = entries
        self._overview = overview
        self._index = index
        self._order = order
        self._records = frozenset(kinds.names)
        self._last = frozenset(kind.name for kind in kinds if kind.found_last)
        self._placed = frozenset(kind.name for kind in kinds for each in kind.hit if each.heading == _PLACE)
        self._sites = frozenset(kind.name for kind in kinds if _is_site(kind))
        self._places = places
        self._numbers = {iri: number for number, iri in enumerate(overview.iris)}

    def concepts(
        self, near: Mapping[int, Nearness], understood: Understood, request: SearchRequest
    ) -> list[int]:
        """Return the concepts that a part of what is asked names."""
        if not near:
            return []
        parts = self._index.taken_apart(understood.words, request.lang)[:MOST]
        if parts != list(understood.words):
            near = self._index.find(parts, request.lang)
        # With a hyphen it is one thing: Pohjois-Suomessa.
        count = sum(not set(understood.words).isdisjoint(words(each)) for each in request.text.split())
        return wholly_named(self._entries, self._overview.kinds, near, parts, self._places, count)

    def of_each(self, understood: Understood, lang: str) -> Iterator[int]:
        """Give what comes nearest to each of two words where nothing has both: none is left out."""
        for word in understood.words if len(understood.words) == _TWO else ():
            scores = self._order.scores(self._index.find((word,), lang), understood, None)
            each = ((-score, iri) for iri, (_, score) in scores.items() if not self._is_last(iri))
            if best := min(each, default=None):
                yield self._numbers[best[1]]

    def beside_value(self, near: Mapping[int, Nearness], understood: Understood) -> list[int]:
        """Return concepts that have all words beside a value, the nearest first: often nothing has both."""
        met = [
            (-each.score, number)
            for number, each in near.items()
            if each.met == len(understood.words)
            and self._overview.kinds[number] == CONCEPT
            and not (self._entries[number].sort or "").endswith(UNITS)
        ]
        return [number for _, number in sorted(met)[:_BESIDES]]

    def with_owner(self, hits: list[Hit], near: Mapping[int, Nearness], understood: Understood) -> list[Hit]:
        """Let the record that a word names stand behind ties that are called after it: whose they are."""
        first = hits[:_BEFORE]
        if not first or any(hit.entry.kind not in self._order.nameless for hit in first):
            return hits
        named = (
            (-each.score, number)
            for number, each in near.items()
            if self._overview.kinds[number] in self._records
            and self._overview.kinds[number] not in self._order.nameless
            and folded_names(self._entries[number]) & set(understood.words)
        )
        owner = min(named, default=None)
        if owner is None or any(hit.entry is self._entries[owner[1]] for hit in first):
            return hits
        own = Hit(self._entries[owner[1]])
        return [*first, own, *(hit for hit in hits[_BEFORE:] if hit.entry is not own.entry)]

    def led(self, hits: list[Hit], leading: Sequence[int]) -> list[Hit]:
        """Let questions, and concepts that a part of what is asked names, stand after the first few hits."""
        entries = [self._entries[number] for number in leading]
        behind = [hit for hit in hits[_BEFORE:] if hit.entry in entries]
        behind.sort(key=lambda hit: hit.entry.kind != QUESTION)
        return [*hits[:_BEFORE], *behind, *(hit for hit in hits[_BEFORE:] if hit.entry not in entries)]

    def with_having(self, hits: list[Hit]) -> list[Hit]:
        """Let what has most of the first concepts stand behind two of them, and before further ones.

        Two places come first, those in use before others, then what comes nearest, be it in a place.
        """
        first = {hit.entry.iri for hit in takewhile(_is_concept, hits[: _CONCEPTS + _HAVING])}
        if len(first) < _CONCEPTS:
            return hits
        having = [hit for hit in hits if hit.entry.kind in self._placed and _of(hit.entry, first)]
        places = [hit for hit in having if hit.entry.kind in self._sites]
        places.sort(key=lambda hit: (_is_over(hit.entry), -_of(hit.entry, first)))
        chosen = [*places[:_PLACES], *(hit for hit in having if hit not in places[:_PLACES])]
        found = [*hits[:_CONCEPTS], *chosen[:_HAVING]]
        told = {hit.entry.iri for hit in found}
        return [*found, *(hit for hit in hits[_CONCEPTS:] if hit.entry.iri not in told)]

    def _is_last(self, iri: str) -> bool:
        return self._overview.kinds[self._numbers[iri]] in self._last


def _is_site(kind: Kind) -> bool:
    """Tell whether records of a kind say themselves where they are, and not what they stand in."""
    paths = (path for column in kind.hit if column.heading == _PLACE for path in column.shown.paths)
    return any(len(path.properties) == 1 for path in paths)


def _is_concept(hit: Hit) -> bool:
    return hit.entry.kind == CONCEPT


def _of(entry: SearchEntry, concepts: Set[str]) -> int:
    """Count the concepts that a thing has."""
    return len(concepts & set(chain.from_iterable(entry.facets.values())))


def _is_over(entry: SearchEntry) -> bool:
    return any(tail(status) in _OVER for status in entry.facets.get("status", ()))
