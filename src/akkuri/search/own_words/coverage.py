"""How much of a sentence is understood, and which of its words nothing has."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from akkuri.search.own_words.entities import Sentence

__all__ = ["WHERE", "alien_part", "covered_by", "lies_elsewhere", "strange_words"]

WHERE: Final = frozenset({"country", "region", "municipality"})
"""Sorts that say where, which is no word of any question."""

_SOFT: Final = 0.6
"""How far a word of one question alone counts as understood."""
_IN_RECORDS: Final = 0.35
"""How far a word counts that only texts of records have."""
_ODDS, _DECLARED, _UNKNOWN = 0.075, 1.6, 1.4
"""How far it speaks for another subject that the words stand more often in what is asked of such, that a
declared word of such is met, and that all words are strange."""
_FOREIGN, _NOWHERE = 1.0, 2.4
"""How far a compound of another trade does, and that all words are nowhere, where only places are named."""
_UNDERSTOOD, _WHOLLY = 1.5, 2.0
"""How far it speaks against another subject that a sentence is understood, and, besides, that each of its
words names a thing or is declared for a question and none for another subject: short ones say little else."""
_ALL: Final = 0.99
"""What counts as all of a sentence."""
_FITTING, _FITS = 11.0, 0.14
"""How far it speaks against another subject that a question fits: each point of its score above so many.

Of a compound of another trade it says nothing: without that the rest of the sentence may fit well."""
_VALUE_TAKEN: Final = 2.2
"""How far it does that the likeliest question is for values, and takes the one that is named."""
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


def lies_elsewhere(
    odds: float,
    asked: float,
    declared: bool,
    covered: float,
    strange: float,
    alien: float = 0.0,
    fits: float = 0.0,
    with_value: bool = False,
) -> bool:
    """Tell whether a sentence asks for what no question answers.

    `odds` says how much more often its words stand in sentences that ask such things than in others,
    `asked` how near it is to the sentences of the nearest question, `declared` whether it has a word that is
    declared for such things, `covered` which part of it is understood, `strange` which part of its words
    is strange, `alien` how far it is about what the graph has no word for, `fits` is the score of the
    likeliest question, and `with_value` tells whether that takes a value which is named. The weights were
    fitted on sentences of other writers than those that had taught.
    """
    elsewhere = _ODDS * odds + _DECLARED * declared + _UNKNOWN * strange + alien
    here = asked + _UNDERSTOOD * covered + _WHOLLY * (covered > _ALL and not declared)
    if not alien:
        here += _FITS * max(0.0, fits - _FITTING) + _VALUE_TAKEN * with_value
    return elsewhere - here > _LEAST


def alien_part(
    known: Sentence,
    strange: Collection[int],
    says: Collection[int],
    heads: Mapping[int, str],
    in_graph: Callable[[str], bool],
    begins: Callable[[str], bool],
) -> float:
    """Return how far a sentence is about what the graph has no word for.

    `heads` are what stands before the known part of each compound: of what no name begins so, another
    trade is asked for. Where nothing but places is named, a word that is nowhere at all is what is asked for.
    """
    foreign = any(head and not begins(head) for head in heads.values())
    where = frozenset(place for sort in WHERE for each in known.of(sort) for place in each.places)
    only = where and all(each.places <= where for each in known.entities if each.exact)
    nowhere = [place for place in strange if not in_graph(known.tokens[place])] if only else []
    return _FOREIGN * foreign + _NOWHERE * len(nowhere) / len(says)


def _named(known: Sentence) -> frozenset[int]:
    return frozenset(place for entity in known.entities for place in entity.places)
