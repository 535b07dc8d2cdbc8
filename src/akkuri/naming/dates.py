"""Dates as people write them: days first, months in words, a year alone."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Final

from akkuri.texts import LANGUAGES

__all__ = [
    "FORMS",
    "as_stated",
    "day_and_month",
    "day_of",
    "form_of",
    "is_date",
    "months_after",
    "read_date",
    "read_serial",
    "read_year",
]

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_DAY_FIRST: Final = re.compile(r"(?:(?P<d>[0-9]{1,2})[./] ?)?(?P<m>[0-9]{1,2})[./] ?(?P<y>[0-9]{4})")
_YEAR_FIRST: Final = re.compile(
    r"(?P<y>[0-9]{4})[-./](?P<m>[0-9]{1,2})(?:[-./](?P<d>[0-9]{1,2}))?(?:[T ][0-9:.]+Z?)?"
)
_IN_WORDS: Final = re.compile(r"(?:(?P<d>[0-9]{1,2})\.? )?(?P<m>[^\W\d]{3,})\.? (?P<y>[0-9]{4})")
FORMS: Final = ("YYYY", "YYYY-MM", "YYYY-MM-DD")
"""How precise a date can be: each form is as long as what it is the form of."""
_FIRST_SERIAL: Final = date(1899, 12, 30)
"""The day that Excel and LibreOffice number 0."""
_MONTHS: Final = 12
_YEARS: Final = range(1500, 2200)
"""The years that anything here is about."""


def is_date(value: str) -> bool:
    """Tell whether YYYY, YYYY-MM or YYYY-MM-DD names a time that exists."""
    if not _DATE.fullmatch(value):
        return False
    parts = [int(part) for part in value.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def form_of(stated: str) -> str:
    """Return the form of a date (see `is_date`), which tells how precise it is."""
    return next(form for form in FORMS if len(form) == len(stated))


def day_of(stated: str, last: bool = False) -> str:
    """Return the first or the last day of a year or a month (see `is_date`); a day stays."""
    year, month, day = (*stated.split("-"), "", "")[:3]
    month = month or ("12" if last else "01")
    return "-".join([year, month, day or (str(monthrange(int(year), int(month))[1]) if last else "01")])


def as_stated(day: str, form: str | None) -> str:
    """Return a day as precisely as its source states it; the whole day where no form is known."""
    return day[: len(form)] if form in FORMS else day


def months_after(day: date, months: int) -> date:
    """Return the day so many months later (earlier when negative), in a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year not in range(date.min.year, date.max.year + 1):
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_date(value: str) -> str | None:
    """Read 24.11.2026, 11/2026, marraskuu 2026, 24 November 2026 or 2026-11-24 12:30 (day before month).

    Returns YYYY, YYYY-MM or YYYY-MM-DD; None for what is no time, or may be two: 4/3/2026 is one day to
    Americans and another to Finns.
    """
    value = " ".join(value.replace("\u2013", "-").split())
    if is_date(value):
        return value
    if (match := _DAY_FIRST.fullmatch(value)) and match["d"] and "/" in value:
        first, second = int(match["d"]), int(match["m"])
        if first != second and max(first, second) <= _MONTHS:
            return None
        return _iso(match["y"], str(min(first, second)), str(max(first, second)))
    match = match or _YEAR_FIRST.fullmatch(value)
    if match is None and (match := _IN_WORDS.fullmatch(value)):
        month = _months().get(match["m"].casefold())
        return _iso(match["y"], str(month), match["d"]) if month else None
    return _iso(match["y"], match["m"], match["d"]) if match else None


def day_and_month(value: str) -> list[date]:
    """Return both days that 4/3/2026 may be, the day before the month first; none where there is no doubt."""
    match = _DAY_FIRST.fullmatch(" ".join(value.split()))
    if not (match and match["d"] and "/" in value and read_date(value) is None):
        return []
    one, other, year = int(match["d"]), int(match["m"]), int(match["y"])
    return (
        [date(year, other, one), date(year, one, other)]
        if year and max(one, other) <= _MONTHS and min(one, other)
        else []
    )


def read_serial(value: str) -> str | None:
    """Read the number by which a spreadsheet counts a day between 1982 and 2064 (44562 is 2022-01-01)."""
    if re.fullmatch("[3-5][0-9]{4}", value.strip()):
        return (_FIRST_SERIAL + timedelta(days=int(value))).isoformat()
    return None


def read_year(value: str) -> int | None:
    """Read a year of four digits; None for anything else."""
    value = value.strip()
    return int(value) if re.fullmatch("[0-9]{4}", value) and int(value) in _YEARS else None


def _iso(year: str, month: str, day: str | None) -> str | None:
    found = "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])
    return found if is_date(found) else None


@cache
def _months() -> dict[str, int]:
    """The months in all languages, in full and short, as they stand alone and in a date."""
    from babel.dates import get_month_names

    return {
        str(name).casefold().removesuffix("."): int(number)
        for lang in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, lang).items()
    }
