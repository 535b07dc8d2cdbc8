"""Texts that records state and sentences name in part: a programme, the origin of a need, a publisher."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from math import log
from typing import Final

from akkuri.naming.dates import read_year
from akkuri.search.own_words.entities import Sentence
from akkuri.search.request import idle_words
from akkuri.search.words import words

__all__ = ["StatedTexts"]

_ALIKE: Final = 6
"""A word that shares so many letters with one of a text may be it, in whatever case or compound."""
_ENDING: Final = 3
"""Letters at most that another case may change."""
_MOSTLY: Final = 0.5
"""How much of what its words tell must be said of a text."""
_ALSO: Final = {"horison": "horizon", "euroop": "europe", "europa": "europe", "europei": "european"}
"""How words begin in other languages that texts have in English."""
_NEAR: Final = 0.03
"""Texts whose scores differ by less are met alike."""
_PLACES: Final = ("country", "region", "municipality")


class StatedTexts:
    """Finds the text that a sentence names."""

    def __init__(self, stated: Mapping[str, frozenset[str]], whose: Collection[str]) -> None:
        """Take the texts by what states them; a text may name records of the kinds `whose`."""
        self._stated = stated
        self._whose = whose

    @cached_property
    def _words(self) -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
        """What states them → the texts, each with its words that say something."""
        return {
            name: [(each, tuple(w for w in words(each) if w not in idle_words())) for each in sorted(texts)]
            for name, texts in self._stated.items()
        }

    def best(self, name: str, known: Sentence) -> str | None:
        """Return the text of which most is said; where several are met alike, the words they share."""
        texts = self._words.get(name, ())
        having = Counter(word for _, told in texts for word in set(told))
        said, called = self._said(known), self._called(known)
        scored: list[tuple[float, str, tuple[str, ...]]] = []
        for value, told in texts:
            tells = {word: log(1 + len(texts) / having[word]) for word in told if read_year(word) is None}
            met = tuple(word for word in told if any(_alike(word, token) for token in said))
            score = sum(tells.get(word, 0.0) for word in set(met))
            named = any(having[word] == 1 and word in called for word in met)
            if score and (named or score >= _MOSTLY * sum(tells.values())):
                years = 0.1 * sum(read_year(word) is not None for word in met)
                scored.append((score + years - 0.01 * (len(told) - len(met)), value, met))
        if not scored:
            return None
        most = max(score for score, _, _ in scored)
        near = [(value, met) for score, value, met in scored if score > most - _NEAR]
        value, met = near[0]
        if len(near) == 1:
            return value
        shared = " ".join(word for word in value.split() if set(words(word)) & set(met))
        return shared if all(shared in other for other, _ in near) else value

    @staticmethod
    def _called(known: Sentence) -> set[str]:
        """Return the words that are written as names."""
        capital = {token for n, token in enumerate(known.tokens) if known.written[n][:1].isupper()}
        return {_told(token) for token in capital}

    def _said(self, known: Sentence) -> set[str]:
        """Return the words of a sentence, and those of the records it names."""
        places = {place for e in known.entities if e.sort in _PLACES for place in e.places}
        tokens = (token for n, token in enumerate(known.tokens) if n not in places)
        said = {_told(token) for token in tokens if token and token not in idle_words()}
        for entity in known.entities:
            if entity.sort in self._whose and entity.exact:
                said.update(word for word in words(entity.label) if word not in idle_words())
        return said


def _told(token: str) -> str:
    """Return a word as texts in English have it: Horisontti, Eurooppa."""
    return next((name for begun, name in _ALSO.items() if token.startswith(begun)), token)


def _alike(one: str, other: str) -> bool:
    shared = min(len(one), max(_ALIKE, len(one) - _ENDING))
    return one == other or (len(one) >= _ALIKE and len(other) >= shared and other[:shared] == one[:shared])
