"""Bring names and free text to comparable words: accents, languages, abbreviations and legal forms."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["FUNCTION", "KINDS", "LEGAL", "PARTS", "both_forms", "canonical", "content", "fold", "raw_words"]

_LETTERS: Final = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
        "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "ʹ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-",
    }
)  # fmt: skip
_ROMAN: Final = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
    "xiii": "13",
}  # fmt: skip
_WORD: Final = re.compile(r"\w+")
_POSSESSIVE: Final = re.compile(r"(?<=\w)'s\b")
_INITIALS: Final = re.compile(r"\b(?:\w\.){2,}\w?(?!\w)")
_PLURAL_FREE: Final = 4
_SHORT_APPLIED: Final = "uas"
_APPLIED: Final = "university of applied sciences"
"""What the abbreviation stands for after a name (Turku UAS); alone or before one it has other meanings."""


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words" / name).read_text(encoding="utf-8"))


_STOP: Final = _table("stop.toml")
FUNCTION: Final = frozenset(_STOP["function"])
PARTS: Final = frozenset(_STOP["parts"])
KINDS: Final = frozenset(_STOP["kinds"])
LEGAL: Final = frozenset(_STOP["legal"])
_CANONICAL: Final = {
    spelling: word for word, spellings in _table("abbreviations.toml").items() for spelling in spellings
}


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    joined = {
        phrase: word
        for word, phrases in _table("phrases.toml").items()
        for phrase in phrases
        if phrase != word
    }
    ordered = sorted(joined, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b"), joined


def fold(text: str) -> str:
    """Lower the case and take accents off; letters of other scripts stay."""
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def raw_words(text: str) -> list[str]:
    """Return the folded words of a text, phrases of several words brought to one form."""
    folded = fold(text)
    if "'" in folded:
        folded = _POSSESSIVE.sub("s", folded)
    if "." in folded:
        folded = _INITIALS.sub(lambda found: found[0].replace(".", ""), folded)
    words = _WORD.findall(folded)
    if any(len(word) == 1 for word in words):
        words = _joined_initials(words)
    if len(words) > 1 and words[-1] == _SHORT_APPLIED:
        words[-1] = _APPLIED
    pattern, joined = _phrases()
    line = " ".join(words)
    replaced = pattern.sub(lambda found: joined[found[0]], line)
    return replaced.split(" ") if replaced != line else words


def _joined_initials(words: list[str]) -> list[str]:
    """Write `m d` as `md`: single letters in a row are the initials of one name."""
    joined: list[str] = []
    before = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and before:
            joined[-1] += word
        else:
            joined.append(word)
        before = single
    return joined


@lru_cache(maxsize=500_000)
def canonical(word: str) -> str:
    """Bring one folded word to the form used for comparing: `Univ` and `yliopisto` are `university`."""
    known = _CANONICAL.get(word)
    if known is not None:
        return known
    if word in _ROMAN:
        return _ROMAN[word]
    if len(word) > _PLURAL_FREE and word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "os")):
        stem = word[:-3] + "y" if word.endswith("ies") else word[:-1]
        return _CANONICAL.get(stem, stem)
    return word


def content(text: str) -> list[str]:
    """Return the comparable words of a name: no function words, no legal form at the end.

    A name made of nothing else keeps its words.
    """
    return both_forms(text)[0]


def both_forms(text: str) -> tuple[list[str], str]:
    """Return the comparable words of a name, and its folded spelling without its legal form."""
    words = raw_words(text)
    while len(words) > 1 and canonical(words[-1]) in LEGAL:
        words.pop()
    kept = [canonical(word) for word in words if word not in FUNCTION]
    return kept or [canonical(word) for word in words], " ".join(words)
