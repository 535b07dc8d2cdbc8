"""Entries that a name is like by its words: all of it are words, no value and no kind is read out of it."""

from collections.abc import Callable, Iterator, Sequence

from akkuri.search.entries import SearchEntry
from akkuri.search.index import WordIndex
from akkuri.search.request import MOST, idle_words
from akkuri.search.words import words

__all__ = ["alike"]


def alike(
    index: WordIndex, entries: Sequence[SearchEntry], written: str, wanted: Callable[[SearchEntry], bool]
) -> Iterator[SearchEntry]:
    """Give the wanted entries that have the most of the words of a name, or one less, the nearest first."""
    all_words = list(dict.fromkeys(words(written)))
    telling = [word for word in all_words if word not in idle_words()] or all_words
    fewest = 1
    for number, each in index.find(telling[:MOST]).items():  # those with more of the words stand first
        if each.met < fewest:
            return
        if wanted(entries[number]):
            fewest = max(fewest, each.met - 1)
            yield entries[number]
