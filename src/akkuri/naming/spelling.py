"""When two spellings are the same: as written, in other letters, or in another case or number."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

__all__ = ["fold", "is_acronym", "same", "squeezed", "stems", "tidy"]

LONGEST: Final = 300
"""Characters of a name that are looked at; no name is longer."""
_LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4", "'"),
    }
)
_BETWEEN: Final = re.compile(r"[\s\-–_/.,;:()]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SUFFIX: Final = re.compile(r"(?<=\w)[:']\w{1,5}\b")
"""Finnish and Swedish endings of acronyms and the English genitive: VTT:n, EU:s, Metso's."""
_STEMMERS: Final = {"en": "english", "fi": "finnish", "sv": "swedish"}
_FINNISH: Final = (
    (re.compile("(uu|yy)d$"), r"\1s"),
    (re.compile("ks$"), "s"),
    (re.compile("(?<=[^aeiouyäö])e$"), ""),
)
"""Stems that Snowball keeps apart: turvallisuud(en), laitoks(et) and lait(teet)."""
_SHORTEST_STEM: Final = 3
_AT_ONCE: Final = 1024
"""Texts whose spelling is remembered: one is looked for in every group, one after the other."""
_LONGEST_ACRONYM: Final = 6


def tidy(text: str) -> str:
    """Return a text without invisible signs and needless spaces, composed (NFC), no longer than a name."""
    text = text[:LONGEST]
    if not text.isascii():  # of plain letters nothing changes, and most names are written in them
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def same(text: str) -> str:
    """Make names comparable that differ in capitals, kinds of dashes and apostrophes, or spaces only."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST and "  " not in text:
        return text.strip().lower()  # as most are, of thousands that one is looked for among
    return _same(text)


@lru_cache(maxsize=_AT_ONCE)
def _same(text: str) -> str:
    text = tidy(text)
    return text.lower() if text.isascii() else text.translate(_SIGNS).casefold()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Make a text comparable for search: lower case, no diacritics, single spaces."""
    if text.isascii():
        return _BETWEEN.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", kept).strip()


@lru_cache(maxsize=_AT_ONCE)
def squeezed(text: str) -> str:
    """Make names comparable that differ in diacritics, spaces, hyphens and punctuation too."""
    return "".join(letter for letter in fold(same(text)) if letter.isalnum() or letter in "+%°")


@lru_cache(maxsize=_AT_ONCE)
def stems(text: str, lang: str) -> str:
    """Return the stems of the words, so that cases and numbers of a language become one; empty for none."""
    text = same(text)
    words = _stemmer(lang)(_SUFFIX.sub("", text) if ":" in text or "'" in text else text)
    if lang == "fi":
        for pattern, stem in _FINNISH:
            words = [pattern.sub(stem, word) for word in words]
    return " ".join(words) if any(len(word) >= _SHORTEST_STEM for word in words) else ""


def is_acronym(text: str) -> bool:
    """Tell whether a text looks like the short form of a name: one short word in capitals."""
    return len(text) <= _LONGEST_ACRONYM and text.isupper() and " " not in text


@cache
def _stemmer(lang: str) -> Callable[[str], list[str]]:
    """Return the Snowball stemmer of a language; loaded when a name is not found as it is written."""
    import tantivy

    tokens = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    analyze: Callable[[str], list[str]] = (
        tokens.filter(tantivy.Filter.stemmer(_STEMMERS[lang])).build().analyze
    )
    return analyze
