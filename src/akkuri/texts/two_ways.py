"""What can be read in two ways, written so that it can only be read in one: 1,5 or 1 500."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from akkuri.texts.locales import locale_of, written_date

__all__ = ["two_dates", "two_numbers"]

_GROUP: Final = 3
"""Digits between the signs that part thousands."""


def two_numbers(readings: Sequence[str], lang: str) -> dict[str, str]:
    """Return two numbers that a text may be, each so that it can only be read as that."""
    one, other = (_plainly(Decimal(each), lang) for each in readings)
    return {"one": one, "other": other}


def two_dates(days: Sequence[date], lang: str) -> dict[str, str]:
    """Return two days that a text may be, in words or as they are only written for that day."""
    one, other = (written_date(lang, day) for day in days)
    return {"one": one, "other": other}


def _plainly(number: Decimal, lang: str) -> str:
    """Write a number with spaces alone between thousands, and never with three decimals."""
    whole, _, decimals = f"{number.normalize():,f}".replace(",", "\u00a0").partition(".")
    point = locale_of(lang).point if decimals else ""
    return f"{whole}{point}{decimals}{'0' if len(decimals) == _GROUP else ''}"
