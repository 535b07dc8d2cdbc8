"""The names' side of a comparison: how well every name of every candidate fits every window of a string."""

from typing import Final

import numpy as np
import numpy.typing as npt

from akkuri.link.text.candidates import FoundCandidates
from akkuri.link.text.index import KIND_ACRONYM, NameIndex
from akkuri.link.text.windows import FAR, Reading

__all__ = ["NameFit"]

KEPT: Final = 32
"""Candidates that are scored by the model: those whose best name fits best."""
_COVERAGE_SHARE: Final = 0.5
_TIGHT_SHARE: Final = 0.5
_ACRONYM_FINE: Final = 0.2
"""An acronym yields to a name in words that fits about as well."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class NameFit:
    """Arrays over names (`names`, `owner`, `got`, …) and over their words (`flat`, `hit`, …)."""

    def __init__(self, index: NameIndex, reading: Reading, found: FoundCandidates) -> None:
        self.entries = np.fromiter(found.entries, np.int64, len(found.entries))
        begin, stop = index.entry_name_start[self.entries], index.entry_name_start[self.entries + 1]
        self.names = _ranges(begin, stop)
        self.owner = np.repeat(np.arange(len(self.entries)), stop - begin)
        begin, stop = index.name_start[self.names], index.name_start[self.names + 1]
        self.sizes = stop - begin
        self.flat = index.name_words[_ranges(begin, stop)]
        self.starts = np.cumsum(self.sizes) - self.sizes
        column = np.searchsorted(reading.keys, self.flat)
        column[column == len(reading.keys)] = 0
        self.column = column
        self.present = reading.keys[column] == self.flat
        self.flat_weight = index.word_weight[self.flat]
        self.total = index.name_weight[self.names]
        self.is_acronym = index.name_kind[self.names] == KIND_ACRONYM
        self._fit(reading)
        self._span(reading, found)
        self._choose()

    def each(self, values: npt.NDArray[np.generic]) -> Floats:
        """Sum values over the words of every name."""
        return np.add.reduceat(values.astype(np.float32), self.starts)

    def most(self, values: npt.NDArray[np.generic]) -> Floats:
        """Return the greatest value among the words of every name."""
        return np.maximum.reduceat(values.astype(np.float32), self.starts)

    def _fit(self, reading: Reading) -> None:
        """Find the window that every name fits best."""
        matched = np.where(self.present, reading.inside[:, self.column], 0) * self.flat_weight
        score = np.add.reduceat(matched, self.starts, axis=1)
        heft = np.maximum(reading.window_weight[:, None], score)
        self.coverage = score / self.total
        fit = 2 * score / (self.total + heft)
        value = fit + _COVERAGE_SHARE * self.coverage
        every = np.arange(len(self.names))
        self.window = value.argmax(axis=0)
        self.value = value[self.window, every]
        self.fit = fit[self.window, every]
        self.precision = (score / np.maximum(heft, 1e-6))[self.window, every]
        self.own_coverage = self.coverage[self.window, every]
        self.got = score[self.window, every]

    def _span(self, reading: Reading, found: FoundCandidates) -> None:
        """Find the words from the first to the last that match, counted from the front or from the back."""
        starts = self.starts
        self.word_name = np.repeat(np.arange(len(self.names)), self.sizes)
        window = self.window[self.word_name]
        self.sure = np.where(self.present, reading.inside[window, self.column], 0)
        self.hit = self.sure > 0
        self.early = np.where(self.hit, reading.first_at[window, self.column], FAR)
        late = np.where(self.hit, reading.last_at[window, self.column], -1)
        low, high = np.minimum.reduceat(self.early, starts), self.most(np.where(self.hit, self.early, -1))
        other_low, other_high = np.minimum.reduceat(np.where(self.hit, late, FAR), starts), self.most(late)
        other = (other_high - other_low) < (high - low)
        self.low = np.where(other, other_low, low).astype(np.int64)
        self.high = np.where(other, other_high, high).astype(np.int64)
        for at, name in enumerate(self.names.tolist()):
            span = found.spans.get(name)
            if span is not None:
                self.low[at], self.high[at] = span
        gone = self.high < 0
        self.low[gone], self.high[gone] = 0, 0
        weight = reading.sums[self.high + 1] - reading.sums[self.low]
        self.tight = np.where(gone, 0, np.minimum(self.got / np.maximum(weight, 1e-6), 1)).astype(np.float32)
        self.value = self.value + _TIGHT_SHARE * self.tight

    def _choose(self) -> None:
        """Choose one name for every entry, and the entries worth scoring."""
        worth = self.value - _ACRONYM_FINE * self.is_acronym
        order = np.lexsort((-worth, self.owner))
        head = np.ones(len(order), bool)
        head[1:] = self.owner[order][1:] != self.owner[order][:-1]
        best = order[head]
        self.chosen = best[np.argsort(-worth[best], kind="stable")[:KEPT]]
        self.kept = self.entries[self.owner[self.chosen]]


def _ranges(begin: Ints, stop: Ints) -> Ints:
    """Return the numbers of several half-open ranges, one after the other."""
    sizes = stop - begin
    ends = np.cumsum(sizes)
    if not len(ends):
        return np.zeros(0, np.int64)
    steps: Ints = np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
    return np.repeat(begin, sizes) + steps
