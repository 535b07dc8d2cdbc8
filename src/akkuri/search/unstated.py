"""Values of a quantity that nothing states: what texts have of them, and what has to do with their unit."""

from dataclasses import replace

from akkuri.naming.quantities import Mention
from akkuri.naming.things import Thing
from akkuri.search.index import WordIndex
from akkuri.search.request import MOST, Understood
from akkuri.search.values import Values
from akkuri.search.words import words

__all__ = ["first_unstated", "with_unit", "without_unstated"]


def first_unstated(understood: Understood, values: Values) -> Mention | None:
    """Return the first value of a quantity that nothing states."""
    return next((each for each in understood.values if not values.states(each)), None)


def without_unstated(
    understood: Understood, values: Values, index: WordIndex, unit: Thing | None, lang: str
) -> Understood:
    """Leave out the values that nothing states.

    Where there are no others, take them as one word where texts have it (5C), else as the name of the unit.
    """
    if stated := tuple(each for each in understood.values if values.states(each)):
        return replace(understood, values=stated)
    written = len(understood.besides) == 1 and index.has(understood.besides[0])
    named = understood.besides if written else _unit_words(unit, lang)
    asked = tuple(dict.fromkeys([*understood.words, *named]))[:MOST]
    return replace(understood, words=asked, values=(), besides=())


def with_unit(unit: Thing | None, index: WordIndex, lang: str) -> list[int]:
    """Return the entries that have all words of a unit, the nearest first."""
    named = _unit_words(unit, lang)
    near = index.find(named, lang) if named else {}
    return sorted((n for n in near if near[n].met == len(named)), key=lambda n: -near[n].score)


def _unit_words(unit: Thing | None, lang: str) -> tuple[str, ...]:
    return words(unit.label(lang)) if unit is not None else ()
