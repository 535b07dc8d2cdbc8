"""What pages say: in three languages, with the same blanks; numbers, dates and units as people write them."""

import re
import string
from pathlib import Path

import pytest

import akkuri.web
from akkuri.kinds import shared_kinds
from akkuri.texts import LANGUAGES, catalogue
from akkuri.texts.units import symbol
from akkuri.web.page.i18n import Language

WEB = {
    lang: {key: value for key, value in catalogue(lang).items() if key.startswith("web.")}
    for lang in LANGUAGES
}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_exists_in_every_language_with_the_same_blanks() -> None:
    assert set(WEB["en"]) == set(WEB["fi"]) == set(WEB["sv"])
    for key, text in WEB["en"].items():
        assert blanks(text) == blanks(WEB["fi"][key]) == blanks(WEB["sv"][key]), key


def test_every_text_that_templates_and_code_name_exists() -> None:
    folder = Path(akkuri.web.__file__).parent
    named: set[str] = set()
    for file in [*folder.glob("templates/*.html"), *folder.glob("*.py")]:
        named |= set(re.findall(r"""\bt\(["']([a-z0-9_]+)["'][,)]""", file.read_text(encoding="utf-8")))
    assert len(named) > 60
    tables = [*shared_kinds().sections.values(), *shared_kinds()]
    named |= {f"column_{each.heading}" for table in tables for each in table.columns if each.heading}
    named |= {f"fact_{each.heading}" for kind in shared_kinds() for each in kind.facts if each.heading}
    assert {f"web.{name}" for name in named} <= set(WEB["en"])


@pytest.mark.parametrize(
    ("lang", "number", "money", "month"),
    [
        ("en", "1,234.5", "15,000,000 €", "November 2022"),
        ("fi", "1\u00a0234,5", "15\u00a0000\u00a0000\u00a0€", "marraskuu 2022"),
        ("sv", "1\u00a0234,5", "15\u00a0000\u00a0000\u00a0€", "november 2022"),
    ],
)
def test_numbers_money_and_months(lang: str, number: str, money: str, month: str) -> None:
    words = Language(lang)
    assert words.number("1234.50") == number
    assert words.money("15000000", "EUR").replace(" ", " ") in (money, money.replace("\u00a0€", " €"))
    assert words.date("2022-11") == month
    assert words.date("2022") == "2022"


@pytest.mark.parametrize("text", ["2022-13-44", "2022-00", "yesterday", "", "2022-11-09T10:00"])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    assert Language("fi").date(text) == text


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("Cel", "°C"),
        ("kW.h", "kWh"),
        ("kW.h/kg", "kWh/kg"),
        ("A.h", "Ah"),
        ("m3", "m³"),
        ("N.m", "N·m"),
        ("GiBy", "GiB"),
        ("10*15{flop}/s", "10¹⁵ flop/s"),
        ("1", ""),
        ("%", "%"),
        ("t/a", "t/a"),
    ],
)
def test_units_are_written_as_people_write_them(code: str, shown: str) -> None:
    assert symbol(code) == shown


@pytest.mark.lacks_texts
def test_a_text_that_is_lacking_falls_back_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert Language("fi").t("kind_star-ship") == "star ship"
    assert [record.getMessage() for record in caplog.records] == ["No text for web.kind_star-ship in fi"]
    caplog.clear()
