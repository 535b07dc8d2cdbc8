"""Words of a search that say in which state things are, and what they are: closed plants."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from akkuri.search.asked_kinds import AskedKinds
from akkuri.search.called import stemmed_names
from akkuri.search.entries import CONCEPT, QUESTION, SearchEntry
from akkuri.search.general_words import WHAT_THINGS_ARE
from akkuri.search.kin import kin, uncased
from akkuri.search.overview import Overview
from akkuri.search.words import stem_words

__all__ = ["Said", "SaidFacets"]

_STATUS: Final = "status"
_Called = Mapping[tuple[str, ...], frozenset[str]]
"""The stems of a name → the concepts that are called so."""


@dataclass(frozen=True, slots=True)
class Said:
    """What words say that things are; each is empty where nothing is said."""

    kinds: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    """Concepts: what is in another state may have the word in a text."""
    sorts: frozenset[str] = frozenset()
    """Concepts: what is to be in that state."""

    def lacks(self, entry: SearchEntry) -> int:
        """Count how much of what is said an entry is not."""
        if entry.kind == QUESTION:
            return 0
        if entry.kind == CONCEPT:
            return int(bool(self.states) and entry.iri not in self.states)
        found = int(bool(self.kinds) and entry.kind not in self.kinds)
        if self.states:
            found += int(self.states.isdisjoint(entry.facets.get(_STATUS, ())))
            found += int(bool(self.sorts) and entry.sort not in self.sorts)
        return found


class SaidFacets:
    """Knows what the states of things are called, and their sorts."""

    def __init__(
        self, entries: Sequence[SearchEntry], overview: Overview, kinds: AskedKinds, concepts: str
    ) -> None:
        """`kinds` knows the words for kinds of record; `concepts` is how the IRIs of concepts begin."""
        self._entries = entries
        self._kinds = kinds
        self._overview = overview
        self._beginnings = tuple(f"{concepts}{scheme}/" for scheme in WHAT_THINGS_ARE)

    def said(self, asked: Sequence[str]) -> Said:
        """Return what folded words say."""
        stems = [{each for one in _forms(word) for each in (one, *stem_words(one))} for word in asked]
        kinds = frozenset(kind for word in asked if (kind := self._kinds.kind_ending(word)))
        states = _named(self._states, stems)
        return Said(kinds, states, _named(self._sorts, stems) if states else frozenset())

    @cached_property
    def _states(self) -> _Called:
        """The names of states that no value of another facet has too: what is open to all may be closed."""
        facets = self._overview.facets
        other = {iri for name, values in facets.items() if name != _STATUS for iri in values}
        taken = self._called(other.__contains__)
        found = self._called(facets.get(_STATUS, frozenset()).__contains__)
        return {name: iris for name, iris in found.items() if name not in taken}

    @cached_property
    def _sorts(self) -> _Called:
        return self._called(lambda iri: iri.startswith(self._beginnings))

    def _called(self, wanted: Callable[[str], bool]) -> _Called:
        found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for number, iri in enumerate(self._overview.iris):
            if wanted(iri):
                for name in stemmed_names(self._entries[number]):
                    found[tuple(name.split())].add(iri)
        return {stems: frozenset(iris) for stems, iris in found.items() if stems}


def _forms(word: str) -> tuple[str, ...]:
    return (word, *kin(word), *uncased(word))


def _named(called: _Called, stems: Sequence[set[str]]) -> frozenset[str]:
    """Return the concepts whose name stands whole among the words."""
    return frozenset(
        iri
        for name, iris in called.items()
        if any(
            all(stem in stems[first + place] for place, stem in enumerate(name))
            for first in range(len(stems) - len(name) + 1)
        )
        for iri in iris
    )
