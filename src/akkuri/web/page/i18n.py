"""The language of a page: chosen by the address or the browser, with its dates and numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import Literal
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from akkuri.texts import LANGUAGES, catalogue, text
from akkuri.texts.locales import country_name, locale_of, written_date, written_month
from akkuri.texts.numbers import decimal, money

__all__ = ["NAMES", "Language", "accepted_language", "choose"]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
NAMES: Final = {"en": "English", "fi": "Suomi", "sv": "Svenska"}
"""What each language is called in itself."""
_NUMBERS: Final = frozenset(XSD + name for name in ("decimal", "integer", "double", "float", "int", "long"))


def choose(asked: str | None, accept: LanguageAccept) -> str:
    """Return `?lang=` when it is one of ours, else the best of Accept-Language, else English."""
    if asked in LANGUAGES:
        return str(asked)
    return accept.best_match(LANGUAGES) or "en"


def accepted_language(header: str | None) -> str:
    """Return the best of an Accept-Language header, else English."""
    return choose(None, parse_accept_header(header, LanguageAccept))


@dataclass(frozen=True)
class Language:
    """One of the three languages and what a page needs of it."""

    code: str

    def t(self, key: str, /, **params: Any) -> str:
        """Return a text of the pages."""
        if not params and (found := catalogue(self.code).get(f"web.{key}")):
            return found
        return text(self.code, f"web.{key}", **params)

    def has(self, key: str) -> bool:
        """Say whether the pages have a text of this key."""
        return f"web.{key}" in catalogue("en")

    def number(self, value: str | int | float | Decimal) -> str:
        """Write a number; what is none is returned as it stands."""
        return decimal(self.code, value)

    def money(self, value: str, currency: str) -> str:
        """Write a sum of money without cents."""
        return money(self.code, value, currency)

    def date(self, value: str) -> str:
        """Write a date, a month or a year; what is none is returned as it stands."""
        return _date(self.code, value)

    def country(self, code: str) -> str:
        """Return the name of a country; the code when it is unknown."""
        return country_name(self.code, code.upper()) or code

    def language_name(self, code: str) -> str:
        """Return the name of a language; the code when it is unknown."""
        return locale_of(self.code).languages.get(code.lower(), code)

    def literal(self, term: Literal) -> str:
        """Write a literal as its datatype asks."""
        datatype = term.datatype.value
        if datatype in _NUMBERS:
            return self.number(term.value)
        if datatype in (f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear"):
            return self.date(term.value)
        if datatype == f"{XSD}boolean":
            return self.t("yes" if term.value in ("true", "1") else "no")
        return term.value


@lru_cache(maxsize=1 << 12)
def _date(code: str, value: str) -> str:
    """Write a date; the same few stand on many pages."""
    try:
        numbers = [int(part) for part in value.split("-")]
        if len(numbers) == 3:
            return written_date(code, date(*numbers))
        if len(numbers) == 2:
            return written_month(code, date(numbers[0], numbers[1], 1))
    except (ValueError, TypeError):
        return value
    return value
