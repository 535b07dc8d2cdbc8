"""The times that a sentence names: years, months, "the last two years"; and on which side of them it asks."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from akkuri.naming.dates import read_year

__all__ = ["BEFORE", "UNTIL", "YEAR", "just_before", "times_in"]

YEAR: Final = "year"
"""A time from which on, or in which, something is."""
BEFORE: Final = "before"
"""A time before which something is."""
UNTIL: Final = "until"
"""A time up to which something is."""
_PAST: Final = re.compile(r"(?i)([0-9]+|[^\W\d]+)\s+(month|kuukau|månad|year|vuo|år)\w*")
_LATELY: Final = frozenset(["one", "yksi", "yhden", "ett", "viime", "last", "past", "viimeisen", "senaste"])
"""Words before a month or a year for a single one."""
_SIDES: Final = {
    word: side
    for side, listed in (
        (BEFORE, "before older than earlier ennen vanhempi vanhempia vanhemmat aiemmin före innan äldre"),
        (UNTIL, "until by till latest mennessä asti saakka viimeistään senast tills"),
        (YEAR, "since from after jälkeen lähtien alkaen sitten sedan efter"),
    )
    for word in listed.split()
}
_AFTER: Final = frozenset({"after", "jälkeen", "efter"})
"""What asks for the time that comes after a month."""
_BETWEEN: Final = frozenset(
    [
        *("the", "of", "year", "end", "vuotta", "vuoden", "vuonna", "vuodesta", "loppuun"),
        *("än", "år", "året", "slutet", "av"),
    ]
)
"""Words that may stand between such a word and the time."""
_TO: Final = frozenset({"and", "to", "ja", "och", "till"})
"""Words between the two years of a time."""
_MONTHS: Final = tuple(
    tuple(listed.split())
    for listed in (
        *("january tammik januari", "february helmik februari", "march maalisk mars", "april huhtik april"),
        *("may toukok maj", "june kesäk juni", "july heinäk juli", "august elok augusti"),
        *("september syysk september", "october lokak oktober", "november marrask november"),
        "december jouluk december",
    )
)
_NAMED: Final = frozenset({"horizon", "horisontti", "horisont"})
"""Words whose year is a part of a name."""
_LEAP: Final = 2024
"""A year whose months have all the days that one may have."""
_FEASTS: Final = {"midsummer": 6, "juhannu": 6, "midsommar": 6, "christmas": 12, "joulu": 12}
"""Feasts by the month they are in."""


def times_in(
    text: str, said: Sequence[str], matches: Sequence[re.Match[str]], today: date
) -> Iterator[tuple[str, str, range]]:
    """Give which side of a time is asked for, the time as a parameter, and the places of its words.

    The text and what is said in it have figures for numbers.
    """
    for place, word in enumerate(said):
        if place and said[place - 1] in _NAMED:
            continue
        if read_year(word) is not None and 1950 <= int(word) <= 2100:
            side = _side(said, place) or (UNTIL if _closes(said, place) else None)
            month = _month(said[place - 1]) if place else None
            if month is not None:
                day = _day(said[place - 2], month) if place > 1 else ""
                first = place - (2 if day else 1)
                yield side or YEAR, f"{word}-{month:02}{day}", range(first, place + 1)
            else:
                yield side or YEAR, word, range(place, place + 1)
        elif (month := _month(word)) is not None and (side := _side(said, place)):
            if place + 1 < len(said) and read_year(said[place + 1]) is not None:
                continue
            near = {said[place - 1] if place else "", said[place + 1] if place + 1 < len(said) else ""}
            ahead = side != YEAR and (month - today.month) % 12 < 6  # "before December" in November
            yield side, _nearest(month, bool(near & _AFTER), ahead, today), range(place, place + 1)
    for match in _PAST.finditer(text):
        count = _count(match[1])
        if count is None:
            continue
        months = count if match[2].lower() in ("month", "kuukau", "månad") else 12 * count
        month = today.year * 12 + today.month - 1 - months
        if 0 < months <= 1200:
            over = [n for n, each in enumerate(matches) if _meet(each, match)]
            side = _side(said, over[0]) or YEAR
            yield side, f"{month // 12}-{month % 12 + 1:02}", range(over[0], over[-1] + 1)


def _day(word: str, month: int) -> str:
    """Return a day of a month before it, with the hyphen of a date; nothing where there is none."""
    days = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th|[.:]\w*)?", word)
    return f"-{int(days[1]):02}" if days and 1 <= int(days[1]) <= monthrange(_LEAP, month)[1] else ""


def just_before(time: str) -> str:
    """Return the year, the month or the day before one."""
    if time.count("-") > 1:
        return (date.fromisoformat(time) - timedelta(days=1)).isoformat()
    year, _, month = time.partition("-")
    if not month:
        return str(int(year) - 1)
    count = int(year) * 12 + int(month) - 2
    return f"{count // 12}-{count % 12 + 1:02}"


def _side(said: Sequence[str], place: int) -> str | None:
    """Return which side of the time at a place the words around it ask for; None where none does."""
    before = place - 1
    while before >= 0 and (said[before] in _BETWEEN or _month(said[before]) is not None):
        before -= 1
    if before >= 0 and said[before] in _SIDES:
        return _SIDES[said[before]]
    after = said[place + 1] if place + 1 < len(said) else ""
    return _SIDES[after] if after in ("mennessä", "asti", "saakka", "jälkeen", "lähtien", "alkaen") else None


def _closes(said: Sequence[str], place: int) -> bool:
    """Tell whether a year ends a time that an earlier year opens: 2020 to 2022, vuosina 2016–2019."""
    opening = place - 1 - (place > 1 and said[place - 1] in _TO)
    return opening >= 0 and read_year(said[opening]) is not None and said[opening] < said[place]


def _month(word: str) -> int | None:
    """Return the number of a month; Finnish ones are met in all cases."""
    for number, (english, finnish, swedish) in enumerate(_MONTHS, 1):
        if word in (english, swedish) or word.startswith(f"{finnish}uu"):
            return number
    return next((month for name, month in _FEASTS.items() if word.startswith(name)), None)


def _nearest(month: int, after: bool, ahead: bool, today: date) -> str:
    """Return the last such month that has begun, or the next one, or the one after it."""
    back = (today.month - month) % 12
    count = today.year * 12 + today.month - 1 - back + (12 if ahead and back else 0) + after
    return f"{count // 12}-{count % 12 + 1:02}"


def _count(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text)
    return 1 if text.lower() in _LATELY else None


def _meet(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and one.end() > other.start()
