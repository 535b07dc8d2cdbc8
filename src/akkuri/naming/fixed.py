"""What has names without any data: the countries of the world and the kinds of record."""

from functools import cache
from importlib.resources import files
from typing import Final

from akkuri.kinds import Kinds
from akkuri.naming.things import COUNTRIES, KIND, Thing
from akkuri.texts import LANGUAGES

__all__ = ["countries_of_the_world", "kinds_of_record", "of_country"]

_CODE_LENGTH: Final = 2
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"})
"""Codes of two letters that CLDR gives to unions, unknown places and tests."""
_FINNISH_ADJECTIVE: Final = "nen"
_FINNISH_CASES: Final = (_FINNISH_ADJECTIVE, "set", "sten")
"""What stems do not bring together: ruotsalainen, ruotsalaiset, ruotsalaisten."""


@cache
def countries_of_the_world() -> tuple[Thing, ...]:
    """Return the countries by ISO 3166-1 code of two letters, with their names and other codes."""
    from babel import Locale
    from babel.core import get_global

    territories = {
        lang: {str(code): str(name) for code, name in Locale.parse(lang).territories.items()}
        for lang in LANGUAGES
    }
    also: dict[str, list[str]] = {}
    for alias, meant in get_global("territory_aliases").items():
        if len(meant) == 1 and str(alias).isalpha():
            also.setdefault(str(meant[0]), []).append(str(alias))
    return tuple(
        Thing(
            COUNTRIES,
            code,
            names=tuple((lang, named[code]) for lang, named in territories.items() if code in named),
            codes=tuple(also.get(code, ())),
            hidden=of_country(code),
        )
        for code in territories["en"]
        if len(code) == _CODE_LENGTH and code.isalpha() and code not in _NO_COUNTRIES
    )


def of_country(code: str) -> tuple[tuple[str, str], ...]:
    """Return what is said of things of a country, by language: Swedish, ruotsalainen, svensk."""
    return _adjectives().get(code, ())


@cache
def _adjectives() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what is said of things of each country, by its code."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    first, *lines = (files(__package__) / "nationalities.tsv").read_text(encoding="utf-8").splitlines()
    languages = first.split("\t")[1:]
    for code, *columns in (line.split("\t") for line in lines):
        said = [
            (lang, word) for lang, each in zip(languages, columns, strict=True) for word in each.split("|")
        ]
        found[code] = tuple((lang, form) for lang, word in said for form in _forms(word))
    return found


def _forms(word: str) -> tuple[str, ...]:
    base = word.removesuffix(_FINNISH_ADJECTIVE)
    return (word,) if base == word else tuple(base + ending for ending in _FINNISH_CASES)


def kinds_of_record(kinds: Kinds) -> tuple[Thing, ...]:
    """Return the kinds of record with what they are called, one and many."""
    return tuple(
        Thing(
            KIND,
            kind.name,
            names=tuple((lang, kind.one(lang)) for lang in LANGUAGES),
            others=tuple((lang, kind.many(lang)) for lang in LANGUAGES),
        )
        for kind in kinds
    )
