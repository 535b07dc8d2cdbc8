"""Numbers as people of a language write them: decimal comma, spaces between thousands, "20 million"."""

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

__all__ = ["LOCALES", "LONGEST", "decimal", "rounded"]

LOCALES: Final = {"en": "en_GB", "fi": "fi_FI", "sv": "sv_FI"}
"""The locale that numbers and dates of a language are written by."""

LONGEST: Final = 24
"""Numbers of more digits are shown as they are written: grouping them would round them."""
_REMEMBERED: Final = 4096
"""Numbers remembered: few differ, and each stands in many cells and pages."""


def decimal(lang: str, value: str | int | float | Decimal) -> str:
    """Write a number with the decimals that it has; what is no number is returned as it stands."""
    return _decimal(lang, str(value))


@lru_cache(_REMEMBERED)
def _decimal(lang: str, value: str) -> str:
    from babel.numbers import format_decimal  # slow to load

    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or number.adjusted() > LONGEST:
        return value
    places = max(0, -int(number.as_tuple().exponent))
    pattern = "#,##0" + ("." + "#" * min(places, 12) if places else "")
    return format_decimal(number, format=pattern, locale=LOCALES.get(lang, LOCALES["en"]))


def rounded(lang: str, value: float) -> str:
    """Write a large number in words of its size and at most two decimals: `20 million`, `2,5 miljoonaa`."""
    from babel.numbers import format_compact_decimal  # slow to load

    locale = LOCALES.get(lang, LOCALES["en"])
    return format_compact_decimal(value, format_type="long", locale=locale, fraction_digits=2)
