"""Numbers as people write them: spaces between thousands, decimal commas, a minus sign, euros, a unit."""

import math
import re
from decimal import Decimal
from typing import Final

__all__ = [
    "NUMBER",
    "about_number",
    "euro_readings",
    "finite",
    "number_and_unit",
    "plain",
    "power_of_ten",
    "range_of",
    "read_euros",
    "readings",
    "states_euros",
]

NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
"""The one form that tables and queries take."""
_SPACES: Final = "[ '\u00a0\u2009\u202f\u2019]"
_MINUS: Final = re.compile("^[\u2212\u2010-\u2013]\\s*(?=[0-9.,])")
_THOUSANDS: Final = re.compile(rf"(?<=[0-9]){_SPACES}(?=[0-9]{{3}}(?![0-9]))")
_POWER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]{1,9}")
_TIMES_TEN: Final = re.compile(r"([+-]?[0-9][0-9.,]*)([eE]\+?[0-9]{1,9})")
_LONGEST: Final = 20
"""Characters of a number that is written with a power of ten."""
_DIGITS: Final = r"[+-]?(?:[0-9]+|[0-9]*[.,][0-9]+|[0-9]+[.,])"
_QUANTITY: Final = re.compile(r"([+-]?[0-9][0-9.,]*)\s*([^0-9.,\s].*)")
_RANGE: Final = re.compile(
    "([+\u2212-]?[0-9][0-9.,]*)\\s*(?:[-\u2013\u2014\u2026]|\\.{2,3})\\s*([+\u2212-]?[0-9][0-9.,]*)"
)
_ABOUT: Final = re.compile(
    r"(?i)(?:n\.|noin|ca\.?|c\.|circa|cirka|about|approx\.?|around|ungefär|~|≈)\s*(?=[-+0-9])"
)
_MILLIONS: Final = re.compile(r"(?i)(m|mn|milj|mio|miljoonaa?|millions?|miljon(er)?)\.?")
_EUROS: Final = re.compile(r"(?i)\s*(?:€|eur|euroa|euros?|(?<=m)e|(?<=milj\. )e)$")
_EURO_FIRST: Final = re.compile(r"(?i)^(?:€|eur)\s*")


def finite(text: str) -> float | None:
    """Return the number that a literal stands for; None for what is none, too large or no number."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def readings(text: str, by_hand: bool = False) -> list[str]:
    """Return the numbers that a text can be read as: none, one, or two (1,200).

    Each comes as digits with a point: −40,5 as -40.5, 20 000 as 20000, 1.200,5 as 1200.5. With `by_hand`
    somebody wrote it who may part thousands by a point: then 1.200 is two as well.
    """
    digits = plain(text)
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3}){2,}(\.[0-9]+)?|[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", digits):
        return [digits.replace(",", "")]
    if re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{3}){2,}(,[0-9]+)?|[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", digits):
        return [digits.replace(".", "").replace(",", ".")]
    if not re.fullmatch(_DIGITS, digits):
        return []
    if re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}[{',.' if by_hand else ','}][0-9]{{3}}", digits):
        return [digits.replace(",", "."), digits.replace(",", "").replace(".", "")]
    whole, _, part = digits.replace(",", ".").partition(".")
    sign = whole[:1] if whole[:1] in ("+", "-") else ""
    return [f"{sign}{whole.removeprefix(sign) or '0'}" + (f".{part}" if part else "")]


def power_of_ten(text: str) -> list[str]:
    """Return the numbers that a power of ten can be read as, as spreadsheets show it: 2,5E+3 as 2500.

    None for what is none or longer than twenty characters; two where the part before the power has two.
    """
    match = _TIMES_TEN.fullmatch(plain(text))
    numbers = [Decimal(number + match[2]) for number in readings(match[1])] if match else []
    short = [f"{number:f}" for number in numbers if number.adjusted() < _LONGEST]
    return [number for number in short if len(number) <= _LONGEST]


def about_number(text: str) -> str | None:
    """Return what follows "n.", "noin", "ca", "about" or "~"; None for a text that begins otherwise."""
    match = _ABOUT.match(text.strip())
    return text.strip()[match.end() :] if match else None


def number_and_unit(text: str) -> tuple[str, str] | None:
    """Cut "300 kW" or "−40,5 °C" into the number as written and the unit; None where there is no unit."""
    match = _QUANTITY.fullmatch(plain(text))
    return (match[1], match[2]) if match else None


def range_of(text: str) -> tuple[str, str] | None:
    """Cut "4-6" or "−40…70" into the two numbers, the lower first; None for what is no range."""
    match = _RANGE.fullmatch(_THOUSANDS.sub("", text.strip()))
    ends = [readings(part) for part in match.groups()] if match else []
    if len(ends) != 2 or any(len(end) != 1 for end in ends) or not float(ends[0][0]) < float(ends[1][0]):
        return None
    return ends[0][0], ends[1][0]


def read_euros(text: str) -> float | None:
    """Read a sum: 20 000 000, 20 M€, 1,5 milj. euroa, EUR 300, 2e7; None for none, or one of two (1,200).

    A power of ten beyond what a computer counts in (1e999) comes as infinity, so that the asker can say so.
    """
    found = euro_readings(text)
    return found[0] if len(found) == 1 else None


def euro_readings(text: str, by_hand: bool = False) -> list[float]:
    """Return the sums that a text can be read as, as `read_euros` reads one, `by_hand` as in `readings`."""
    amount = _EUROS.sub("", _EURO_FIRST.sub("", plain(text)))
    if _POWER.fullmatch(amount):
        return [float(amount)]
    parts = number_and_unit(amount)
    factor = 1.0
    if parts is not None:
        if not _MILLIONS.fullmatch(parts[1].strip()):
            return []
        amount, factor = parts[0], 1e6
    return [float(each) * factor for each in readings(amount, by_hand)]


def states_euros(text: str) -> bool:
    """Tell whether a sum names euros before or after it."""
    amount = plain(text)
    return bool(_EURO_FIRST.search(amount) or _EUROS.search(amount))


def plain(text: str) -> str:
    """Return a text with a plain minus and without the spaces that part thousands."""
    return _THOUSANDS.sub("", _MINUS.sub("-", text.strip()))
