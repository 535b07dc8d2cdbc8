"""What a statement of a value says: one number or both ends of a range, how exact it is, and its unit."""

import re
from dataclasses import dataclass
from typing import Final

from akkuri.naming.numbers import about_number, number_and_unit, plain, readings

__all__ = ["ABOUT", "EXACT", "LEAST", "MOST", "RANGE", "WrittenNumber", "read_stated"]

EXACT: Final = "="
LEAST: Final = ">="
MOST: Final = "<="
RANGE: Final = "range"
ABOUT: Final = "about"
_AT_LEAST: Final = (
    r"≥|>=|=>|>|min\.?|minimum|vähintään|yli|ainakin|at least|over|above|more than|from"
    r"|minst|över|mer än|från"
)
_AT_MOST: Final = (
    r"≤|<=|=<|<|max\.?|maximum|enintään|korkeintaan|enimmillään|alle|up to|at most|under|below|less than"
    r"|högst|upp till|mindre än"
)
_BOUND: Final = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST}))(?:(?<=\w)\s|\s*)\s*(?=[-+\u2212\u2013]?[0-9.,])",
    re.IGNORECASE,
)
_NUMBER: Final = "[-+\u2212]?[0-9][0-9.,]*"
_RANGE: Final = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<once>[^0-9.,\s\u2026\u2013\u2014-][^0-9\s\u2026\u2013\u2014-]*)?\s*"
    rf"(?:[-\u2013\u2014\u2026]|\.{{2,3}})\s*(?P<high>{_NUMBER})\s*(?P<unit>[^0-9.,\s\u2013\u2014-].*)?"
)


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """What was read: digits with a point, the lower end first."""

    numbers: tuple[str, ...]
    sign: str
    unit: str


def read_stated(text: str) -> WrittenNumber | None:
    """Read "≥ 300 kW", "yli 300", "200–300 kW", "-40 °C … 70 °C", "n. 5 h"; None for anything else.

    A number that can be read in two ways (1,200) is none.
    """
    text, sign = text.strip(), EXACT
    if bound := _BOUND.match(text):
        text, sign = text[bound.end() :], LEAST if bound["least"] else MOST
    elif about := about_number(text):
        text, sign = about, ABOUT
    elif re.search(r"[0-9]\s?\+", text) and text.count("+") == 1:
        text, sign = text.replace("+", " "), LEAST
    if match := _RANGE.fullmatch(plain(text)):
        return _range(match) if sign in (EXACT, ABOUT) else None
    number, unit = number_and_unit(text) or (text, "")
    found = readings(number)
    return WrittenNumber((found[0],), sign, unit.strip()) if len(found) == 1 else None


def _range(match: re.Match[str]) -> WrittenNumber | None:
    ends = [readings(match[name]) for name in ("low", "high")]
    once, unit = (match["once"] or "").strip(), (match["unit"] or "").strip()
    if any(len(end) != 1 for end in ends) or (once and once != unit):
        return None
    low, high = ends[0][0], ends[1][0]
    return WrittenNumber((low, high), RANGE, unit) if float(low) < float(high) else None
