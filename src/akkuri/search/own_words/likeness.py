"""How much a sentence is like what each question is asked by: word by word, where no phrase is met whole."""

from collections.abc import Mapping, Sequence
from math import log
from typing import Final

from akkuri.search.request import idle_words

__all__ = ["Likeness", "beginning"]

_BEGINNING: Final = 5
"""Letters by which inflected words are the same one."""
_INSIDE: Final = 0.7
"""What a word counts that is only a part of a compound."""
_IDLE: Final = 0.4
"""What a word counts that asks and does not name."""


def beginning(word: str) -> str:
    """Return by what an inflected word is known."""
    return word[:_BEGINNING]


class Likeness:
    """The words of all questions; a word that few questions have says more."""

    def __init__(self, having: Mapping[str, Sequence[int]], count: int) -> None:
        """Take beginnings of words of phrases and titles, with the places of the questions that have them."""
        self._having = having
        self._rare = {key: log(1 + max(1, count) / len(numbers)) for key, numbers in having.items()}
        self._most = log(1 + max(1, count))
        self._count = count

    def of(self, tokens: Sequence[str]) -> list[float]:
        """Return how like each question a sentence is: 0 for not at all, 1 for every word being its alone."""
        scores = [0.0] * self._count
        whole = 0.0
        for token in dict.fromkeys(tokens):
            weight = _IDLE if token in idle_words() else 1.0
            for number, value in self.met(token).items():
                scores[number] += weight * value
            whole += weight
        return [score / whole if whole else 0.0 for score in scores]

    def met(self, token: str) -> dict[int, float]:
        """Return the questions that have a word, and how much it says of each: 1 for its alone."""
        met: dict[int, float] = {}
        for key, share in self._keys(token).items():
            for number in self._having[key]:
                met[number] = max(met.get(number, 0.0), share * self._rare[key] / self._most)
        return met

    def head(self, token: str) -> str:
        """Return what stands before the first known part of a compound; nothing where it begins known."""
        if token[:_BEGINNING] in self._having:
            return ""
        return token[: min((token.index(key) for key in self._keys(token)), default=0)]

    def _keys(self, token: str) -> dict[str, float]:
        keys = {token[:_BEGINNING]: 1.0} if token[:_BEGINNING] in self._having else {}
        for start in range(3, len(token) - _BEGINNING + 1):
            if (part := token[start : start + _BEGINNING]) in self._having:
                keys.setdefault(part, _INSIDE)
        return keys
