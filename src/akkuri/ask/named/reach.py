"""Which statements of a graph a question can read: those with a property that its text names."""

import re
from collections.abc import Iterable
from typing import Final

from akkuri.ask.named.template import Template
from akkuri.texts import LANGUAGES

__all__ = ["properties_read"]

_UNSPELLED: Final = {"a": ("type",)}
"""Words of a text → the local names of properties that they stand for."""
_LISTS: Final = re.compile(r"(?is)\bSELECT\b.*?(?=\bWHERE\b|\{)|\b(?:GROUP|ORDER)\s+BY\b[^{}]*")
"""Where variables stand beside each other without being a statement."""
_TERM: Final = r"(?:[?$]\w+|<[^<>\s]*>|[\w-]*:[\w.-]*|\"[^\"]*\"\S*|-?\d\S*)"
_ANY_PROPERTY: Final = re.compile(rf"(?:{_TERM}|;)\s+[?$](?!lang\b)\w+\s+{_TERM}")
"""A statement whose property is a variable; the one called lang is bound as the label of a language."""
_WORD: Final = re.compile(r"\w+")


def properties_read(template: Template, languages: Iterable[str] = LANGUAGES) -> frozenset[str] | None:
    """Return the local names of all properties whose statements a question may read; None for any.

    Too many rather than too few: every word of the text counts as one, and one called lang as the labels of
    the `languages`.
    """
    text = template.words
    if _ANY_PROPERTY.search(_LISTS.sub(" ", text)):
        return None
    words = set(_WORD.findall(text))
    unspelled = {**_UNSPELLED, "lang": [f"label{lang.capitalize()}" for lang in languages]}
    return frozenset(words.union(*(names for word, names in unspelled.items() if word in words)))
