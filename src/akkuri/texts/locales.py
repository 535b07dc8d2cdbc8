"""How each language writes numbers, dates and the names of countries, out of Babel.

Babel takes longer to read than most pages to make, and holds megabytes: what is asked of it is kept beside
the texts, as the bytecode of modules is, where that may be written.
"""

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

__all__ = ["LOCALES", "WrittenLocale", "country_name", "locale_of", "written_date", "written_month"]

LOCALES: Final = {"en": "en_GB", "fi": "fi_FI", "sv": "sv_FI"}
"""The locale that a language is written by."""
_FOLDER: Final = Path(__file__).parent / "__pycache__"
_DAYS: Final = {"sv_FI": "d.M.y"}
"""Dates that CLDR writes in another way than the authorities of the country do (`28 nov. 2026`)."""
_FIELD: Final = re.compile(r"([a-zA-Z])\1*")
_MANY: Final = 200
"""Plural forms of our languages look no further."""
_FORM: Final = 3
"""Raised whenever other things are kept."""


@dataclass(frozen=True, slots=True)
class WrittenLocale:
    """What a language is written by, as CLDR has it but for dates of its own."""

    thousands: str
    """What stands between thousands."""
    point: str
    """What stands before decimals."""
    day: str
    """A date as a pattern of CLDR (`d MMM y`)."""
    month: str
    """A month of a year, likewise."""
    months: dict[str, list[str]]
    """Letters of a pattern → the twelve months."""
    ones: list[int]
    """The numbers that take the form for one."""
    currencies: dict[str, str]
    """Codes → signs."""
    countries: dict[str, str]
    """Codes → names."""
    languages: dict[str, str]
    """Codes → names."""
    sizes: dict[str, list[str]]
    """Thousand, million and so on, the smallest first → what stands behind one of them, and behind others."""


def country_name(lang: str, code: str) -> str | None:
    """Return what a country is called; None for an unknown code."""
    return locale_of(lang).countries.get(code)


def written_date(lang: str, day: date) -> str:
    """Write a date as it stands in a table: 26 Nov 2026."""
    return _filled(lang, locale_of(lang).day, day)


def written_month(lang: str, day: date) -> str:
    """Write the month of a date with its year: November 2026."""
    return _filled(lang, locale_of(lang).month, day)


@cache
def locale_of(lang: str) -> WrittenLocale:
    """Return what a language is written by."""
    stamp = _stamp(lang)
    file = _FOLDER / f"{lang}.locale.json"
    with suppress(OSError, ValueError, TypeError):
        kept = json.loads(file.read_bytes())
        if kept.pop("stamp", None) == stamp:
            return WrittenLocale(**kept)
    found = _read(LOCALES[lang])
    with suppress(OSError):
        _FOLDER.mkdir(exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        text = json.dumps({"stamp": stamp, **asdict(found)}, ensure_ascii=False)
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    return found


def _filled(lang: str, pattern: str, day: date) -> str:
    """Fill a pattern of CLDR in: a row of the same letter is a field."""

    def field(letters: str) -> str:
        names = locale_of(lang).months.get(letters)
        number = {"d": day.day, "M": day.month, "L": day.month, "y": day.year}[letters[0]]
        return names[day.month - 1] if names else str(number).zfill(len(letters))

    return _FIELD.sub(lambda met: field(met[0]), pattern)


def _stamp(lang: str) -> list[int]:
    """Return by what the data of a language are known again, without reading them."""
    spec = find_spec("babel")
    there = Path(str(spec.origin if spec else "")).with_name("locale-data").joinpath(f"{lang}.dat").stat()
    return [_FORM, there.st_mtime_ns, there.st_size]


def _read(locale: str) -> WrittenLocale:
    from babel import Locale  # slow to load

    found = Locale.parse(locale)
    symbols = found.number_symbols["latn"]
    months, long = found.months, found.compact_decimal_formats["long"]
    return WrittenLocale(
        symbols["group"],
        symbols["decimal"],
        _DAYS.get(locale) or found.date_formats["medium"].pattern,
        found.datetime_skeletons["yMMMM"].pattern,
        {
            letters: [months[context][width][number] for number in range(1, 13)]
            for letters, context, width in (
                ("MMM", "format", "abbreviated"),
                ("MMMM", "format", "wide"),
                ("LLLL", "stand-alone", "wide"),
            )
        },
        [number for number in range(_MANY) if found.plural_form(number) == "one"],
        dict(found.currency_symbols.items()),
        dict(found.territories.items()),
        dict(found.languages.items()),
        {
            size: [long[form][size].pattern.replace("0", "") for form in ("one", "other")]
            for size in ("1000", "1000000", "1000000000", "1000000000000")
        },
    )
