"""Values that are codes without a vocabulary: closed lists, countries, languages and currencies, by name."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from akkuri.naming.fixed import countries_of_the_world
from akkuri.naming.spelling import same
from akkuri.tables.schema import Column
from akkuri.texts import LANGUAGES, Phrase, catalogue

__all__ = ["choices", "code_named", "codes_called"]

_ALTERNATIVES: Final = re.compile(r"[\w=<>-]+(\|[\w=<>-]+)+")
"""Patterns that list the values that fit."""
_COUNTRY: Final = "[A-Z]{2}"
_LANGUAGE: Final = "[a-z]{2}"
_CURRENCY: Final = "[A-Z]{3}"
_SIGNS: Final = {
    **{"≤": "<=", "=<": "<=", "max": "<=", "maks": "<=", "≥": ">=", "=>": ">=", "min": ">="},
    **{"–": "range", "…": "range", "~": "about", "≈": "about", "ca": "about"},
}
"""Signs of comparison as people write them."""


def choices(column: Column) -> dict[str, Phrase]:
    """Return the values of a closed list with what each is called; empty for a column that has none."""
    if not column.pattern or not _ALTERNATIVES.fullmatch(column.pattern):
        return {}
    texts = {lang: catalogue(lang) for lang in LANGUAGES}
    found = {}
    for value in column.pattern.split("|"):
        key = f"checks.choice-{column.name}-{value}"
        found[value] = Phrase({lang: entries.get(key, value) for lang, entries in texts.items()})
    return found


def codes_called(column: Column, lang: str) -> Mapping[str, str]:
    """Return the codes that a column can hold with what a language calls them; empty where any text fits.

    A name that two codes have leads to neither of them: there the code stands for itself.
    """
    if listed := choices(column):
        return {value: called.words(lang) for value, called in listed.items()}
    return _named_in(column.pattern, lang) if column.pattern in (_COUNTRY, _LANGUAGE) else {}


def code_named(column: Column, value: str) -> str | None:
    """Return the code that a name in any language or a sign means in a column; None where it means none."""
    name = same(value)
    if listed := choices(column):
        meant = {code for code, called in listed.items() if name in map(same, called.by_language.values())}
        sign = _SIGNS.get(value.strip().lower().rstrip("."))
        return meant.pop() if len(meant) == 1 else sign if sign in listed else None
    match column.pattern:
        case "[A-Z]{2}":
            return _countries().get(name)
        case "[a-z]{2}":
            return _languages().get(name)
        case "[A-Z]{3}":
            return _currencies().get(name)
    return None


@cache
def _named_in(pattern: str, lang: str) -> dict[str, str]:
    known = _countries() if pattern == _COUNTRY else _languages()
    if pattern == _COUNTRY:
        called = {thing.id: thing.label(lang) for thing in countries_of_the_world()}
    else:
        from babel import Locale

        called = {code: str(name) for code, name in Locale(lang).languages.items() if len(code) == len(lang)}
    return {code: name if known.get(same(name)) == code else code for code, name in called.items()}


@cache
def _countries() -> dict[str, str]:
    """Every name and other code of a country → its code."""
    return {
        same(name): thing.id
        for thing in countries_of_the_world()
        for name in (*(name for _, name in thing.names), *thing.codes)
    }


@cache
def _languages() -> dict[str, str]:
    """Names of languages that have a code of two letters → the code."""
    from babel import Locale

    return {
        same(name): code
        for lang in LANGUAGES
        for code, name in Locale(lang).languages.items()
        if len(code) == len(lang)
    }


@cache
def _currencies() -> dict[str, str]:
    """Names of currencies, one and several, and the signs that only one has → the code."""
    from babel.numbers import get_currency_name, list_currencies

    named = {
        same(get_currency_name(code, count, locale=lang)): code
        for lang in LANGUAGES
        for code in list_currencies(lang)
        for count in (None, 1, 2)
    }
    return named | {"€": "EUR", "e": "EUR", "£": "GBP"}
