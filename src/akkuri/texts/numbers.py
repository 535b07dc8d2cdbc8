"""Numbers as people of a language write them: decimal comma, spaces between thousands, "20 million"."""

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from akkuri.texts.locales import LOCALES, locale_of

__all__ = ["LONGEST", "decimal", "money", "rounded", "with_places"]

LONGEST: Final = 24
"""Numbers of more digits are shown as they are written: grouping them would round them."""
_PLACES: Final = 12
"""Decimals that are shown at most."""
_NEXT: Final = 1000
"""So many thousand are a million, also when they are so many only once they are rounded."""
_REMEMBERED: Final = 4096
"""Numbers remembered: few differ, and each stands in many cells and pages."""


def decimal(lang: str, value: str | int | float | Decimal) -> str:
    """Write a number with the decimals that it has; what is no number is returned as it stands."""
    return _decimal(lang, str(value))


def money(lang: str, value: str, currency: str) -> str:
    """Write a sum of money without cents; what is no sum is returned as it stands."""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return f"{value} {currency}"
    if not amount.is_finite() or amount.adjusted() > LONGEST:
        return f"{value} {currency}"
    return f"{with_places(lang, amount, 0)} {locale_of(_known(lang)).currencies.get(currency, currency)}"


def with_places(lang: str, number: Decimal, places: int) -> str:
    """Write a number with so many decimals."""
    written = locale_of(_known(lang))
    signs = {ord(","): written.thousands, ord("."): written.point}
    return f"{number:,.{places}f}".translate(signs)


@lru_cache(_REMEMBERED)
def _decimal(lang: str, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or number.adjusted() > LONGEST:
        return value
    places = min(max(0, -int(number.as_tuple().exponent)), _PLACES)
    written = with_places(lang, number, places)
    return written.rstrip("0").rstrip(locale_of(_known(lang)).point) if places else written


def _known(lang: str) -> str:
    return lang if lang in LOCALES else "en"


def rounded(lang: str, value: float) -> str:
    """Write a large number in words of its size and at most two decimals: `20 million`, `2,5 miljoonaa`."""
    written = locale_of(_known(lang))
    exact = Decimal(str(value))
    places = [place for place, size in enumerate(written.sizes) if abs(exact) >= int(size)]
    if not places:
        return decimal(lang, value)
    place, sizes = places[-1], list(written.sizes)
    if abs(round(exact / int(sizes[place]), 2)) >= _NEXT and place + 1 < len(sizes):
        place, exact = place + 1, round(exact / int(sizes[place + 1])) * Decimal(sizes[place + 1])
    number = round(exact / int(sizes[place]), 2).normalize()
    one, many = written.sizes[sizes[place]]
    return f"{number:f}".replace(".", written.point) + (one if abs(number) == 1 else many)
