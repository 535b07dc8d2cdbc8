"""Which of several texts a reader gets: the own language first, then English, Finnish, Swedish, any."""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal

__all__ = ["FALLBACK", "best", "pick"]

FALLBACK: Final = ("en", "fi", "sv")
"""The order in which a text is looked for when the reader's language lacks it."""


def best(texts: Mapping[str, str], lang: str) -> str | None:
    """Return the text for the readers of a language, from texts by language (empty for none)."""
    for wanted in (lang, *FALLBACK, ""):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), None)


def pick(terms: Iterable[Literal], lang: str) -> Literal | None:
    """Return the literal for the readers of a language; of two in one language the first."""
    by_language: dict[str, Literal] = {}
    for term in terms:
        by_language.setdefault(term.language or "", term)
    found = best({code: code for code in by_language}, lang)
    return None if found is None else by_language[found]
