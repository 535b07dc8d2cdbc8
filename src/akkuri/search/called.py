"""What entries are called, as searches compare it: kept so by a release, else folded when it is asked for."""

from functools import lru_cache

from akkuri.search.entries import SearchEntry, Text
from akkuri.search.words import stem_words, words

__all__ = ["folded", "folded_names", "stemmed_names"]


def folded_names(entry: SearchEntry) -> frozenset[str]:
    """Return the names of an entry, folded."""
    return frozenset(folded(entry)[: len(entry.names)])


def folded(entry: SearchEntry) -> tuple[str, ...]:
    """Return the names of an entry, then its hidden ones, folded."""
    return entry.folded if entry.folded is not None else _folded((*entry.names, *entry.hidden))


def stemmed_names(entry: SearchEntry) -> tuple[str, ...]:
    """Return the stems of the names of an entry, then of its hidden ones."""
    return entry.stemmed if entry.stemmed is not None else _stemmed((*entry.names, *entry.hidden))


@lru_cache(maxsize=16384)
def _folded(texts: tuple[Text, ...]) -> tuple[str, ...]:
    return tuple(" ".join(words(text)) for _, text in texts)


@lru_cache(maxsize=4096)
def _stemmed(texts: tuple[Text, ...]) -> tuple[str, ...]:
    return tuple(" ".join(stem_words(text, lang)) for lang, text in texts)
