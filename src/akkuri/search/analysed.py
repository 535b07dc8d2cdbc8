"""The words of an entry as the index takes them: folded, stemmed, cut into the parts of compounds."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from akkuri.search.entries import SearchEntry, Text
from akkuri.search.words import Lexicon, stem_words, words

__all__ = ["FIELDS", "AnalysedWords", "analysed"]

FIELDS: Final = ("name", "stem", "hidden", "near", "said")
AnalysedWords = tuple[str, ...]
"""The words of an entry, parted by spaces: one text for each of FIELDS."""


def analysed(entry: SearchEntry, lexicon: Lexicon) -> AnalysedWords:
    """Return the words of an entry."""
    return (
        _joined(words(text) for _, text in entry.names),
        _joined(_stemmed(entry.names, lexicon)),
        _joined((*words(text), *stem_words(text, lang)) for lang, text in entry.hidden),
        " ".join(filter(None, (_once(text, lang) for lang, text in entry.near))),
        " ".join(filter(None, (_once(text, lang) for lang, text in entry.said))),
    )


@lru_cache(maxsize=16384)
def _once(text: str, lang: str) -> str:
    """Return the words of a text and their stems, each once: the same names belong to many things."""
    return " ".join(dict.fromkeys((*words(text), *stem_words(text, lang))))


def _stemmed(names: Iterable[Text], lexicon: Lexicon) -> Iterator[Iterable[str]]:
    """Give the stems of names and of the parts of their compounds."""
    for lang, text in names:
        yield stem_words(text, lang)
        for word in words(text):
            for part in lexicon.parts(word):
                yield stem_words(part, lang)


def _joined(found: Iterable[Iterable[str]]) -> str:
    return " ".join(word for each in found for word in each)
