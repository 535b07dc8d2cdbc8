"""How much of a sentence is understood, and which of its words nothing has."""

from collections.abc import Callable, Mapping
from typing import Final

from akkuri.search.own_words.entities import Sentence

__all__ = ["covered_by", "lies_elsewhere", "strange_words"]

_SOFT: Final = 0.6
"""How far a word of one question alone counts as understood."""
_IN_RECORDS: Final = 0.35
"""How far a word counts that only texts of records have."""
_ODDS, _DECLARED, _UNKNOWN = 0.075, 1.6, 1.4
"""How far it speaks for another subject that the words stand more often in what is asked of such, that a
declared word of such is met, and that all words are strange."""
_UNDERSTOOD, _WHOLLY = 1.5, 2.0
"""How far it speaks against another subject that a sentence is understood, and, besides, that each of its
words names a thing or is declared for a question and none for another subject: short ones say little else."""
_ALL: Final = 0.99
"""What counts as all of a sentence."""
_LEAST: Final = -4.55
"""What speaks for another subject must be more than this, less what speaks against it."""


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


def lies_elsewhere(odds: float, asked: float, declared: bool, covered: float, strange: float) -> bool:
    """Tell whether a sentence asks for what no question answers.

    `odds` says how much more often its words stand in sentences that ask such things than in others,
    `asked` how near it is to the sentences of the nearest question, `declared` whether it has a word that is
    declared for such things, `covered` which part of it is understood, and `strange` which part of its words
    is strange. The weights were fitted on sentences of other writers than those that had taught.
    """
    elsewhere = _ODDS * odds + _DECLARED * declared + _UNKNOWN * strange
    here = asked + _UNDERSTOOD * covered + _WHOLLY * (covered > _ALL and not declared)
    return elsewhere - here > _LEAST


def _named(known: Sentence) -> frozenset[int]:
    return frozenset(place for entity in known.entities for place in entity.places)
