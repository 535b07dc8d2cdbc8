"""Words as the search compares them: folded, as stems of their language, compounds by the graph's words."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import Final

from akkuri.naming.did_you_mean import Spellings
from akkuri.naming.spelling import fold, same, stems
from akkuri.search.entries import Text
from akkuri.texts import LANGUAGES

__all__ = ["SHORT", "Lexicon", "stem_words", "words"]

SHORT: Final = 3
"""Words up to so many letters are met whole only: "ARC" is not in "research"."""
_TOLERANT: Final = 5
"""Words of at least so many letters may be misspelt."""
_LONG: Final = 8
"""Words of at least so many letters may have two slips: neutron is not euron."""
_HEAD: Final = 4
"""Letters of the shortest parts of a compound with a shortened head."""
_BEGUN: Final = 7
"""Letters of the shortest head that stands for a compound whose end is nowhere."""
_END: Final = 6
"""Letters of the shortest end that only a stem tells: "nics" is no form of an acronym."""
_PART: Final = 3
"""Letters of the shortest part of a compound."""
_WORD: Final = re.compile(r"[^\W_]+(?:[+'][^\W_]*)*")
_LINKS: Final = ("", "s", "n", "en", "o")
"""Letters that may stand between the parts of a compound."""
_ENDINGS: Final = frozenset({"er", "ar", "or", "en", "et", "na", "ta"})
"""Endings that texts have as words of their own behind a colon ("GPU:er"): no part of two words."""


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=65536)
def stem_words(text: str, lang: str = "") -> tuple[str, ...]:
    """Return the folded stems of the words of a text in its language; in every language for none."""
    text = same(text).replace("-", " ").replace("/", " ")
    found: dict[str, None] = {}
    for each in (lang,) if lang in LANGUAGES else LANGUAGES:
        for stem in stems(text, each).split():
            found |= dict.fromkeys(words(stem))
    return tuple(found)


class Lexicon:
    """All words of names: they cut compounds, and say what a word that is nowhere probably is."""

    def __init__(self, words: Iterable[str], stems: Iterable[str]) -> None:
        self.words = frozenset(words)
        self.stems = frozenset(stems)

    @classmethod
    def of(cls, texts: Iterable[Text]) -> "Lexicon":
        """Return the lexicon of some names."""
        texts = list(texts)
        return cls(
            (word for _, text in texts for word in words(text)),
            (stem for lang, text in texts for stem in stem_words(text, lang)),
        )

    @classmethod
    def of_sorted(cls, words: Sequence[str], stems: Iterable[str]) -> "Lexicon":
        """Return the lexicon of words in their order, as a release keeps them."""
        found = cls(words, stems)
        found._sorted = words
        return found

    def __or__(self, other: "Lexicon") -> "Lexicon":
        return Lexicon(self.words | other.words, self.stems | other.stems)

    def __contains__(self, word: object) -> bool:
        return word in self.words

    def beginning(self, word: str, count: int | None = 40) -> list[str]:
        """Return words that begin so: some, or all of them for None."""
        start = bisect_left(self._sorted, word)
        end = None if count is None else start + count
        return list(takewhile(lambda each: each.startswith(word), islice(self._sorted, start, end)))

    def containing(self, part: str, count: int = 40) -> list[str]:
        """Return words that have a part inside: the first ones in their order."""
        found: list[str] = []
        place = self._lines.find(part) if part else -1
        while place >= 0 and len(found) < count:
            end = self._lines.index("\n", place)
            found.append(self._lines[self._lines.rindex("\n", 0, place) + 1 : end])
            place = self._lines.find(part, end)
        return found

    @lru_cache(maxsize=4096)  # noqa: B019  (a lexicon lives as long as the release it is of)
    def parts(self, word: str) -> tuple[str, ...]:
        """Cut a compound into words that the graph knows: vetytestaus as vety and testaus; empty for none."""
        best: tuple[str, ...] = ()
        for cut in range(_PART, len(word) - _PART + 1):
            head, rest = word[:cut], word[cut:]
            if self._known(head) and self._is_end(rest):
                found = (head, rest)
                if not best or min(map(len, found)) > min(map(len, best)):
                    best = found
        return best

    @lru_cache(maxsize=4096)  # noqa: B019  (a lexicon lives as long as the release it is of)
    def pieces(self, word: str) -> tuple[str, ...]:
        """Cut what is written into three parts or more where two do not suffice; empty for none."""
        if parts := self.parts(word):
            return parts
        for cut in range(len(word) - 2 * _PART, _PART - 1, -1):
            if self._known(word[:cut]) and (rest := self.pieces(word[cut:])):
                return (word[:cut], *rest)
        return ()

    @lru_cache(maxsize=4096)  # noqa: B019  (a lexicon lives as long as the release it is of)
    def shortened(self, word: str) -> tuple[str, str] | None:
        """Cut a compound whose head only begins a known word: turvatesti as turva(llisuus) and testi."""
        for cut in range(len(word) - _HEAD, _HEAD - 1, -1):
            if self._is_end(word[cut:]) and self.beginning(word[:cut], 1):
                return word[:cut], word[cut:]
        return None

    @lru_cache(maxsize=4096)  # noqa: B019  (a lexicon lives as long as the release it is of)
    def misspelt_parts(self, word: str) -> tuple[str, str] | None:
        """Cut a compound of which one part is misspelt: sähkö and mikroskooppi for sähkömiskroskooppi."""
        for cut in range(_PART, len(word) - _HEAD + 1):
            head, end = word[:cut], word[cut:]
            if self._known(head) and (near := [each for each in self.nearest(end) if each[0] == end[0]]):
                return head, near[0]
            if self._is_end(end) and len(end) >= _HEAD and (near := self.nearest(head)):
                return near[0], end
        return None

    def joined(self, word: str) -> tuple[str, ...]:
        """Return two words that are written as one, of which one may be short: MAXIV."""
        cuts = ((word[:cut], word[cut:]) for cut in range(2, len(word) - 1) if word[cut:] not in _ENDINGS)
        return next((both for both in cuts if all(each in self.words for each in both)), ())

    def begun_parts(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound that one begins with whose end is nowhere: testaus(paikka)."""
        cuts = range(len(word) - _PART, 2 * _PART - 1, -1)
        return next((parts for cut in cuts if (parts := self.parts(word[:cut]))), ())

    def known_end(self, word: str) -> tuple[str, ...]:
        """Return the end of a compound whose beginning is nowhere: (törmäys)testi."""
        ends = (word[cut:] for cut in range(_PART, len(word) - _HEAD + 1))
        return next(((e,) for e in ends if e in self.words or (len(e) >= _END and self._is_end(e))), ())

    def begun(self, word: str) -> list[str]:
        """Return words that begin as a compound whose end is nowhere: röntgen(kuvaus); empty for none."""
        for cut in range(len(word) - _PART, _BEGUN - 1, -1):
            if found := self.beginning(word[:cut]):
                return found
        return []

    def nearest(self, word: str, count: int = 3) -> list[str]:
        """Return the words most like a misspelt one; none where the likest is rather another word."""
        if len(word) < _TOLERANT:
            return []
        from rapidfuzz.distance import OSA

        near = {each: OSA.distance(word, each) for each in self._spellings.nearest(word, count)}
        fewest = min(near.values(), default=0)
        return [each for each, slips in near.items() if slips == fewest <= (1 if len(word) < _LONG else 2)]

    def _known(self, head: str) -> bool:
        """Tell whether a word may begin a compound: itself, or with the letters that link."""
        return len(head) > SHORT - 1 and any(
            head.removesuffix(link) in self.words
            for link in _LINKS
            if head.endswith(link) and len(head) - len(link) >= _PART
        )

    def _is_end(self, rest: str) -> bool:
        return rest in self.words or any(stem in self.stems for stem in stem_words(rest))

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(word for word in self._sorted if len(word) >= _TOLERANT)

    @cached_property
    def _lines(self) -> str:
        """All words in one text, which is searched many times faster than word by word."""
        return "\n" + "".join(f"{word}\n" for word in self._sorted)

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self.words)
