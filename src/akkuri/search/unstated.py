"""Values of a quantity that nothing states: what texts have of them, and what has to do with their unit."""

from dataclasses import replace

from akkuri.naming.quantities import Mention
from akkuri.search.index import WordIndex
from akkuri.search.request import MOST, Understood
from akkuri.search.values import Values
from akkuri.search.words import words

__all__ = ["first_unstated", "with_unit", "without_values"]


def first_unstated(understood: Understood, values: Values) -> Mention | None:
    """Return the first value where none of them is of a quantity that anything states."""
    if any(values.states(each) for each in understood.values):
        return None
    return next(iter(understood.values), None)


def without_values(understood: Understood, index: WordIndex, lang: str) -> Understood:
    """Take the values as one word where texts have it (5C), else as the name of their unit."""
    written = len(understood.besides) == 1 and index.has(understood.besides[0])
    named = understood.besides if written else _unit_words(understood.values[0], lang)
    asked = tuple(dict.fromkeys([*understood.words, *named]))[:MOST]
    return replace(understood, words=asked, values=(), besides=())


def with_unit(unstated: Mention | None, index: WordIndex, lang: str) -> list[int]:
    """Return the entries that have all words of the unit of a value, the nearest first."""
    named = _unit_words(unstated, lang) if unstated is not None else ()
    near = index.find(named, lang) if named else {}
    return sorted((n for n in near if near[n].met == len(named)), key=lambda n: -near[n].score)


def _unit_words(mention: Mention, lang: str) -> tuple[str, ...]:
    unit = mention.quantities[0].unit
    return words(unit.label(lang)) if unit is not None else ()
