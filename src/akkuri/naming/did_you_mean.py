"""What somebody probably meant: the known spellings most like a wrong one, by one measure and one cutoff."""

import re
from collections.abc import Iterable
from typing import Final

from akkuri.naming.spelling import fold
from akkuri.texts import text

__all__ = ["COUNT", "Spellings", "did_you_mean", "nearest"]

ENOUGH: Final = 70.0
"""Below this likeness (of 100) a suggestion would rather mislead."""
COUNT: Final = 5
"""So many suggestions help; more are a list."""
_SURE: Final = 90.0
"""With a spelling as like as this, those that only contain the wrong one are not meant."""
_SPREAD: Final = 15.0
"""What is so much less like than the likest is not meant."""
_SHORTEST_PART: Final = 3
_LOW: Final = re.compile(
    r"\b(?:min|alin|least|lowest|smallest|minimum|minimi|pienin|vahin|vahimmais|matalin|lagsta|minsta)"
)
_HIGH: Final = re.compile(
    r"\b(?:max|ylin|highest|largest|greatest|maximum|maksimi|suurin|enimmais|korkein|hogsta|storsta)"
)
"""How folded words begin that say which end of a range is meant."""


class Spellings:
    """Known spellings, prepared once for any number of wrong ones."""

    def __init__(self, known: Iterable[str]) -> None:
        self._spelt: dict[str, list[str]] = {}
        for name in known:
            self._spelt.setdefault(fold(name), []).append(name)
        self._folded = list(self._spelt)
        self._of_words = any(" " in name for name in self._folded)

    def nearest(self, wrong: str, count: int = COUNT) -> list[str]:
        """Return the known spellings most like a wrong one, the likest first; empty when nothing is like it.

        Likeness is that of the letters, with the words in any order, and of the last word, which says what
        is meant: “highest power” is no “highest voltage”, nor “lowest power”. After those come the spellings
        that have every word of the wrong one at the beginning of a word, the shortest first.
        """
        from rapidfuzz import fuzz, process

        sought = fold(wrong)
        words = sought.split() or [sought]
        scores: dict[str, float] = {}
        # In another order of its words, one word is the same.
        scorers = (fuzz.ratio, fuzz.token_sort_ratio) if self._of_words or len(words) > 1 else (fuzz.ratio,)
        for scorer in scorers:
            hits = process.extract(sought, self._folded, scorer=scorer, score_cutoff=ENOUGH, limit=count)
            for name, score, _ in hits:
                if len(words) == 1 or fuzz.partial_ratio(words[-1], name) >= ENOUGH:
                    scores[name] = max(score, scores.get(name, 0.0))
        best = max(scores.values(), default=0.0)
        near = [name for name in scores if scores[name] >= best - _SPREAD and not _opposite(sought, name)]
        near.sort(key=lambda name: (-scores[name], name))
        if best < _SURE and len(sought) >= _SHORTEST_PART:
            parts = self._folded
            for word in words:
                parts = [name for name in parts if name.startswith(word) or f" {word}" in name]
            parts = [name for name in parts if not _opposite(sought, name)]
            near += sorted(parts, key=lambda name: (len(name), name))
        return [name for found in dict.fromkeys(near) for name in self._spelt[found]][:count]


def _opposite(one: str, other: str) -> bool:
    """Tell whether of two folded spellings one says the lowest of something and the other the highest."""
    ends = [(bool(_LOW.search(each)), bool(_HIGH.search(each))) for each in (one, other)]
    return ends in ([(True, False), (False, True)], [(False, True), (True, False)])


def nearest(wrong: str, known: Iterable[str], count: int = COUNT) -> list[str]:
    """Return the known spellings most like a wrong one (see `Spellings`)."""
    return Spellings(known).nearest(wrong, count)


def did_you_mean(lang: str, names: Iterable[str]) -> str:
    """Return the sentence that offers names, after a space; empty when there are none."""
    listed = ", ".join(names)
    return f" {text(lang, 'naming.did_you_mean', names=listed)}" if listed else ""
