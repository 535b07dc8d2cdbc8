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
        language = term.language or ""
        if language == lang:
            return term
        by_language.setdefault(language, term)
    for wanted in (*FALLBACK, ""):
        if wanted in by_language:
            return by_language[wanted]
    return next(iter(by_language.values()), None)
