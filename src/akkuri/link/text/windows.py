"""The string's side of a comparison: its windows, the weight of its words, and where each meaning stands."""

from typing import Final

import numpy as np

from akkuri.link.text.candidates import Meaning
from akkuri.link.text.index import NameIndex
from akkuri.link.text.normalise import KINDS
from akkuri.link.text.places import Seen
from akkuri.link.text.segment import ParsedText

__all__ = ["FAR", "Reading"]

MAX_RUN: Final = 3
"""Neighbouring segments that are read together as one name."""
MAX_WINDOWS: Final = 40
FAR: Final = 999
"""A place after every word."""
_PLACE_SHARE: Final = 0.3
"""What an unmatched place name counts beside another unmatched word."""
_CODE_WEIGHT: Final = 1.0
_UNKNOWN_SHARE: Final = 0.8


class Reading:
    """A parsed string as arrays: `inside`, `first_at`, `last_at` window × meaning, `spots` word × meaning."""

    def __init__(self, index: NameIndex, parsed: ParsedText, seen: Seen, senses: list[Meaning]) -> None:
        self.parsed = parsed
        self.seen = seen
        self.length = len(parsed.words)
        self.weights = np.array(
            [_weight(index, word, sense) for word, sense in zip(parsed.words, senses, strict=True)],
            np.float32,
        )
        self.sums = np.concatenate([np.zeros(1, np.float32), np.cumsum(self.weights, dtype=np.float32)])
        self.is_place = np.array([word in seen.words for word in parsed.words], bool)
        self.is_kind = np.array([word in KINDS for word in parsed.words], bool)
        self.in_part = np.array([parsed.part[item] for item in parsed.segment], bool)
        self.segment = np.array(parsed.segment, np.int64)
        self.runs = np.array(_runs(parsed), np.int64)
        """Windows: first word, end, first segment, last segment."""
        self.keys = np.array(sorted({number for sense in senses for number, _ in sense}), np.int64)
        self._stand(senses)
        self.key_is_place = np.array(
            [index.words_by_number[key] in seen.words for key in self.keys.tolist()], bool
        )

    def _stand(self, senses: list[Meaning]) -> None:
        """Fill the tables of meanings."""
        place = {number: at for at, number in enumerate(self.keys.tolist())}
        shape = (len(self.runs), len(place))
        self.spots = np.zeros((self.length, len(place)), np.float32)
        for at, sense in enumerate(senses):
            for number, sure in sense:
                self.spots[at, place[number]] = sure
        lighter = np.where(self.is_place, self.weights * _PLACE_SHARE, self.weights)
        self.inside = np.zeros(shape, np.float32)
        self.first_at = np.full(shape, FAR, np.int64)
        self.last_at = np.full(shape, -1, np.int64)
        self.window_weight = np.zeros(len(self.runs), np.float32)
        for row, (start, end, _, _) in enumerate(self.runs.tolist()):
            part = self.spots[start:end]
            self.inside[row] = part.max(axis=0)
            hit = part > 0
            some = hit.any(axis=0)
            self.first_at[row] = np.where(some, hit.argmax(axis=0) + start, FAR)
            self.last_at[row] = np.where(some, end - 1 - hit[::-1].argmax(axis=0), -1)
            self.window_weight[row] = lighter[start:end].sum()


def _runs(parsed: ParsedText) -> list[tuple[int, int, int, int]]:
    """Return runs of one to three segments, the whole last."""
    bounds = parsed.bounds()
    count = len(bounds)
    runs = [
        (bounds[first][0], bounds[first + size][1], first, first + size)
        for size in range(min(MAX_RUN, count))
        for first in range(count - size)
    ][: MAX_WINDOWS - 1]
    if count > MAX_RUN:
        runs.append((0, bounds[-1][1], 0, count - 1))
    return runs


def _weight(index: NameIndex, word: str, sense: Meaning) -> float:
    """Weigh a word of the string by the rarity of what it stands for; numbers and codes hardly count."""
    if any(letter.isdigit() for letter in word):
        return _CODE_WEIGHT
    if not sense:
        return index.unknown_weight * _UNKNOWN_SHARE
    return float(index.word_weight[sense[0][0]])
