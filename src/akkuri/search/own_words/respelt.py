"""A sentence with its slips mended: words that nothing has, as the words that they are most like."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final

from akkuri.naming.did_you_mean import Spellings
from akkuri.search.finder import Finder
from akkuri.search.request import idle_words
from akkuri.search.words import words

__all__ = ["Respelling"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 4
"""Letters of the shortest word that may be misspelt."""
_LONG: Final = 8
"""A word of so many letters may have two slips."""


class Respelling:
    """Mends what is misspelt, where a sentence was not understood as it was written."""

    def __init__(self, finder: Finder, cues: Callable[[], Iterable[str]]) -> None:
        """`cues` gives the words by which people ask, which the names of a graph need not have."""
        self._finder = finder
        self._cues = cues

    def respelt(self, sentence: str) -> str:
        """Return a sentence with the words that nothing has as those nearest to them; names stay."""
        return _WORD.sub(lambda match: self._word(match[0], first=match.start() == 0), sentence)

    def _word(self, written: str, *, first: bool) -> str:
        name = written[:1].isupper() and not first
        folded = "".join(words(written))
        if len(folded) < _SHORTEST or name or folded in self._known or self._finder.knows(folded):
            return written
        near = self._nearest(folded)
        return near or written

    def _nearest(self, folded: str) -> str | None:
        from rapidfuzz.distance import OSA

        found = (*self._spellings.nearest(folded, 3), *self._finder.spelt_like(folded))
        slips = {each: OSA.distance(folded, each) for each in found if each[0] == folded[0]}
        best = min(slips, key=lambda each: (slips[each], each), default=None)
        return best if best is not None and slips[best] <= (1 if len(folded) < _LONG else 2) else None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word for word in (*idle_words(), *self._cues()) if len(word) >= _SHORTEST)

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(sorted(self._known))
