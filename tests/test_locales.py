"""Numbers, dates and countries are written as Babel writes them, without reading Babel for each page."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_currency, format_decimal

from akkuri.texts import LANGUAGES, locales
from akkuri.texts.locales import LOCALES, country_name, locale_of, written_date, written_month
from akkuri.texts.numbers import decimal, money, rounded

NUMBERS = (
    "0",
    "7",
    "-7",
    "999",
    "1000",
    "-1234.50",
    "12345678.9",
    "0.000001",
    "2.675",
    "1e3",
    "-0.4",
    "1.10",
)
SUMS = (
    0.0,
    12.5,
    999.0,
    1000.0,
    1e6,
    -1e6,
    1.5e6,
    1.004e6,
    1.015e6,
    2e7,
    995_000.0,
    999_999.0,
    -999_999.0,
    1e9,
    2.5e10,
    1e12,
    3e15,
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_sums_and_dates_are_those_of_babel(lang: str) -> None:
    locale = Locale.parse(LOCALES[lang])
    for number in NUMBERS:
        places = max(0, -int(Decimal(number).as_tuple().exponent))
        pattern = "#,##0" + ("." + "#" * places if places else "")
        assert decimal(lang, number) == format_decimal(Decimal(number), pattern, locale)
    for number, currency in product(NUMBERS, ("EUR", "SEK", "USD", "JPY", "ABC")):
        own = format_currency(Decimal(number), currency, "#,##0 ¤", locale, currency_digits=False)
        assert money(lang, number, currency) == own
    for value in SUMS:
        told = format_compact_decimal(value, format_type="long", locale=locale, fraction_digits=2)
        assert rounded(lang, value) == told
    for month in range(1, 13):
        day = date(2026, month, 3)
        assert written_date(lang, day) == format_date(day, "d.M.y" if lang == "sv" else "medium", locale)
        assert written_month(lang, day) == format_skeleton("yMMMM", day, locale=locale)
    assert {code: country_name(lang, code) for code in locale.territories} == dict(locale.territories)
    assert country_name(lang, "QQQ") is None
    assert locale_of(lang).ones == [n for n in range(200) if locale.plural_form(n) == "one"]


def test_what_babel_says_is_read_once_for_an_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locales, "_FOLDER", tmp_path / "kept")
    locales.locale_of.cache_clear()
    read = locale_of("fi")
    monkeypatch.setattr(locales, "_read", lambda _: pytest.fail("is read again"))
    locales.locale_of.cache_clear()
    assert locale_of("fi") == read
    monkeypatch.undo()
    for spoilt in ("{", "[]", '{"source": [1]}', ""):
        monkeypatch.setattr(locales, "_FOLDER", tmp_path / "kept")
        tmp_path.joinpath("kept", "fi.locale.json").write_text(spoilt, encoding="utf-8")
        locales.locale_of.cache_clear()
        assert locale_of("fi") == read, spoilt
    monkeypatch.setattr(locales, "_FOLDER", tmp_path / "kept" / "fi.locale.json")
    locales.locale_of.cache_clear()
    assert locale_of("fi") == read, "where nothing can be kept"


def test_texts_with_numbers_and_dates_do_without_babel() -> None:
    locale_of("sv")  # kept now, where it was not
    code = (
        "import sys; from akkuri.web.page.i18n import Language; sv = Language('sv')\n"
        "from akkuri.texts.numbers import rounded\n"
        "print(sv.number(12345.5), sv.money('1200', 'EUR'), rounded('sv', 2e6), "
        "sv.date('2026-11-03'), sv.country('FI'), 'babel' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.replace("\u00a0", " ") == "12 345,5 1 200 € 2 miljoner 3.11.2026 Finland False\n"
