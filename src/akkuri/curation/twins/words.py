"""Words that few names have: with the same place or operator they tell that two records may be one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from akkuri.curation.twins.traits import Traits
from akkuri.link.text.normalise import content

__all__ = ["as_written", "rare_words"]

RARE: Final = 3
"""Records of a table in whose names a word may stand and still be rare."""
LETTERS: Final = 6
"""Letters that such a word has at least."""
_ENDING: Final = 2
"""Letters at the end of a name that its inflected forms may change: Helsinki, Helsingin."""
_STEM: Final = 4
_WORD: Final = re.compile(r"\w+")


def rare_words(records: Sequence[Traits], called: Mapping[str, Iterable[str]]) -> dict[tuple[int, int], str]:
    """Return the pairs that share a rare word, and a place or whom they name, with the longest such word.

    `called` are the comparable names of records by id. A word that only says whose or where both are is none.
    """
    places: defaultdict[str, set[int]] = defaultdict(set)
    for at, record in enumerate(records):
        for word in {word for name in record.names for word in name.split()}:
            if len(word) >= LETTERS and word.isalpha():
                places[word].add(at)
    found: dict[tuple[int, int], str] = {}
    for word in sorted(places, key=lambda each: (-len(each), each)):
        for one, other in combinations(sorted(places[word]), 2) if len(places[word]) <= RARE else ():
            sides = records[one], records[other]
            if _near(*sides) and not any(_tells_whose(word, each, called) for each in sides):
                found.setdefault((one, other), word)
    return found


def as_written(word: str, record: Traits) -> str:
    """Return a comparable word as the names of a record write it."""
    words = (word for name in record.names.values() for word in _WORD.findall(name))
    return next((each for each in words if content(each) == [word]), word)


def _near(one: Traits, other: Traits) -> bool:
    same_place = one.place and one.place.casefold() == other.place.casefold() and one.country == other.country
    return bool(same_place or one.named & other.named)


def _tells_whose(word: str, record: Traits, called: Mapping[str, Iterable[str]]) -> bool:
    names = [record.place.casefold(), *content(record.place)]
    names += [part for each in record.named for name in called.get(each, ()) for part in name.split()]
    stems = {name[: max(_STEM, len(name) - _ENDING)] for name in names if len(name) >= _STEM}
    return word.startswith(tuple(stems))
