"""How much of a sentence is understood, and which of its words nothing has."""

from collections.abc import Callable, Mapping
from typing import Final

from akkuri.search.own_words.entities import Sentence

__all__ = ["covered_by", "strange_words"]

_SOFT: Final = 0.6
"""How far a word of one question alone counts as understood."""
_IN_RECORDS: Final = 0.35
"""How far a word counts that only texts of records have."""


def covered_by(
    known: Sentence,
    cued: frozenset[int],
    says: Mapping[int, Mapping[int, float]],
    in_records: Callable[[str], bool],
) -> float:
    """Return the understood part of a sentence, from 0 to 1.

    `cued` are the places of declared words; `says` has each place whose word says something, with how
    much that word is one of each question (Likeness); `in_records` tells whether a record has a word.
    """
    named = _named(known) | cued
    score = 0.0
    for place, met in says.items():
        if place in named:
            score += 1.0
        elif met:
            score += _SOFT * max(met.values())
        elif in_records(known.tokens[place]):
            score += _IN_RECORDS
    return score / len(says)


def strange_words(
    known: Sentence, cued: frozenset[int], says: Mapping[int, Mapping[int, float]]
) -> list[int]:
    """Return the places of words that no question has and that name nothing; numbers are not strange."""
    named = _named(known) | cued
    left = [place for place in says if place not in named and not known.tokens[place].isdigit()]
    return [place for place in left if not says[place]]


def _named(known: Sentence) -> frozenset[int]:
    return frozenset(place for entity in known.entities for place in entity.places)
