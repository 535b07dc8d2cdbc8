"""Identifiers and codes as people copy them, and as their columns have them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from akkuri.naming.fixed import countries_of_the_world
from akkuri.naming.spelling import same
from akkuri.tables.schema import Column
from akkuri.texts import LANGUAGES

__all__ = ["meant_form"]

_SIGNS: Final = {"≤": "<=", "=<": "<=", "max": "<=", "≥": ">=", "=>": ">=", "min": ">=", "–": "range"}
"""Signs of comparison as people write them."""
_EDGES: Final = re.compile(r"[\s\u00a0-]+")


def meant_form(column: Column, value: str) -> str | None:
    """Return the one form of a value that fits the pattern of its column; None where none or several do.

    An address loses what stands before the identifier or gets it, digits lose their spaces and hyphens or get
    the hyphen of a business id, a country or a language becomes its code.
    """
    pattern = re.compile(column.pattern or "")
    fitting = {form for form in _forms(value.strip()) if pattern.fullmatch(form)}
    return fitting.pop() if len(fitting) == 1 else None


def _forms(value: str) -> Iterator[str]:
    bare = value.partition("?")[0].rstrip("/").rpartition("/")[2]
    yield from (bare, f"https://ror.org/{bare.lower()}", value.upper(), value.lower())
    yield re.sub(r"(?i)^[a-z]+[:\s]\s*", "", bare)  # ISNI 0000…, wikidata:Q1
    yield re.sub(r"(?i)^https?://[^/?#]+", lambda start: start[0].lower(), value)
    joined = _EDGES.sub("", bare).upper()
    yield joined
    yield joined.removeprefix("ISNI").lstrip(":")
    digits = joined.removeprefix("FI")
    if digits.isdigit():
        yield f"{digits[:-1]}-{digits[-1:]}"
    if sign := _SIGNS.get(value.lower()):
        yield sign
    if code := _countries().get(same(value)):
        yield code
    if code := _languages().get(same(value)):
        yield code
    if code := _currencies().get(same(value)):
        yield code


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
