"""A facility that a sentence names by its owner, its town and a word of its name, but not by its name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import log
from typing import Final

from akkuri.search.called import folded
from akkuri.search.entries import SearchEntry
from akkuri.search.own_words.entities import Entity, Sentence
from akkuri.search.request import LONGEST, idle_words
from akkuri.search.words import words

__all__ = ["FACILITY", "OWNER", "WHAT", "PartlyNamed", "begins_alike"]

FACILITY: Final = "facility"
OWNER, WHAT = "organisation", "facility-kind"
"""Sorts that say whose a facility is and what it is."""
_BEGINNING: Final = 3
"""So many letters of a word are looked up by."""
_ALIKE: Final = 6
"""Words that share so many letters at their beginning are one, in whatever case or compound."""
_END: Final = 5
"""Letters of the shortest end of a compound."""
_TELLING, _FEW = 9, 3
"""Letters of a word, and how many facilities may have it, that tells that one of them is meant."""
_MORE: Final = 0.02
"""What each word of a name costs: of facilities met alike, the one with the shortest name is meant."""
_UNSAID: Final = 0.25
"""What each word of an identifier costs that is not said."""
_WHOSE: Final = frozenset({OWNER, "municipality"})


class PartlyNamed:
    """Finds facilities by words of their names."""

    def __init__(self, facilities: Iterable[SearchEntry]) -> None:
        """Take the facilities; they are looked at when the first one is asked for."""
        self._facilities = facilities

    @cached_property
    def _called(self) -> Sequence[tuple[str, frozenset[str]]]:
        """The facilities and the words of their names, once for all languages."""
        return [
            (each.iri, frozenset(word for name in folded(each) for word in name.split()))
            for each in self._facilities
        ]

    @cached_property
    def _ends(self) -> Mapping[str, set[str]]:
        """The words of names that end as another word of them: öljynjalostamo is a jalostamo."""
        every = {word for _, called in self._called for word in called}
        begun = {word[:_ALIKE] for word in every if len(word) >= _ALIKE}
        return {
            word: {word[cut:] for cut in range(_END, len(word) - _END) if word[cut : cut + _ALIKE] in begun}
            for word in every
            if len(word) > 2 * _END
        }

    @cached_property
    def _having(self) -> dict[str, dict[str, list[int]]]:
        """Beginnings of words → words → the places of the facilities whose names have them."""
        having: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, called) in enumerate(self._called):
            for word in called.union(*(self._ends.get(each, ()) for each in called)):
                having[word].append(number)
        begun: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
        for word, numbers in having.items():
            begun[word[:_BEGINNING]][word] = numbers
        return dict(begun)

    def called(self, iri: str) -> frozenset[str]:
        """Return the words of the names of a facility."""
        return dict(self._called).get(iri, frozenset())

    def tells(self, known: Sentence, owner: Entity, near: int = LONGEST) -> bool:
        """Tell whether a word beside that of an owner is one that few facilities have in their names.

        It stands so `near` behind it, or anywhere.
        """
        places = range(max(owner.places) + 1, max(owner.places) + near) if near < LONGEST else None
        others = [
            token
            for n, token in enumerate(known.tokens)
            if n not in owner.places and len(token) >= _TELLING and (places is None or n in places)
        ]
        rare = log(1 + len(self._called) / _FEW)
        return any(max(self._met({token}).values(), default=0.0) >= rare for token in others)

    def best(self, known: Sentence) -> str | None:
        """Return the IRI of the facility that a sentence names in part, by its owner or town and more."""
        whose = [entity for entity in known.entities if entity.sort in _WHOSE]
        if not whose and not known.of(FACILITY):
            return None
        written = zip(known.tokens, known.written, strict=True)
        told = [token for token, word in written if len(token) > _BEGINNING or word[:2].isupper()]
        said = {known.tokens.index(token): {token} for token in told}
        for entity in whose:
            said.setdefault(min(entity.places), set()).update(
                word for word in words(entity.label) if len(word) > _BEGINNING
            )
        scores: defaultdict[int, float] = defaultdict(float)
        met: Counter[int] = Counter()
        for tokens in said.values():
            for number, weight in self._met(tokens).items():
                scores[number] += weight
                met[number] += 1
        every = {token for tokens in said.values() for token in tokens} | set(known.tokens)
        for number in scores:
            iri, called = self._called[number]
            short = [word for word in iri.rpartition("/")[2].split("-") if len(word) >= _BEGINNING]
            unsaid = sum(not any(begins_alike(token, word) for token in every if token) for word in short)
            scores[number] -= _MORE * len(called) + _UNSAID * unsaid
        best = max(
            (number for number in scores if met[number] > 1), key=lambda n: (scores[n], -n), default=None
        )
        return None if best is None else self._called[best][0]

    def _met(self, tokens: Iterable[str]) -> dict[int, float]:
        """Return the facilities whose names have one of some words, with how much that says: few have it."""
        best: dict[int, float] = {}
        for token in tokens:
            if len(token) < _BEGINNING or token in idle_words():
                continue
            for word, having in self._having.get(token[:_BEGINNING], {}).items():
                if begins_alike(token, word):
                    weight = log(1 + len(self._called) / len(having))
                    best |= {number: max(best.get(number, 0.0), weight) for number in having}
        return best


def begins_alike(one: str, other: str) -> bool:
    """Tell whether two words begin alike, as cases, compounds and short forms of one do."""
    shared = min(len(one), len(other), _ALIKE)
    return one[:shared] == other[:shared]
