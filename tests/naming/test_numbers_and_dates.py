"""Numbers, units, sums and dates as people write them."""

import pytest

from akkuri.naming.dates import is_date, read_date, read_year
from akkuri.naming.numbers import number_and_unit, power_of_ten, read_euros, readings


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", "12"),
        ("4.0", "4.0"),
        ("-40.5", "-40.5"),
        ("\u221240,5", "-40.5"),
        ("\u2013 40", "-40"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1\u2009200,5", "1200.5"),
        ("1\u202f200", "1200"),
        ("1'200", "1200"),
        ("20 000 000", "20000000"),
        ("1.200,5", "1200.5"),
        ("1,200.5", "1200.5"),
        ("1,200,000", "1200000"),
        ("1.200.000", "1200000"),
        ("0,125", "0.125"),
        ("1.200", "1.200"),
        (".5", "0.5"),
        (",5", "0.5"),
    ],
)
def test_a_number_has_one_reading(written, number):
    assert readings(written) == [number]


def test_a_comma_before_three_digits_has_two():
    assert readings("1,200") == ["1.200", "1200"]


@pytest.mark.parametrize(
    "written", ["", "x", "1e5", "\u0664", "1 20", "1.2.3", "--1", "300 kW", "nan", "1-2"]
)
def test_what_is_no_number_has_none(written):
    assert readings(written) == []


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("1e5", ["100000"]),
        ("2,5E+3", ["2500"]),
        ("\u22121.25e1", ["-12.5"]),
        ("1,200e3", ["1200", "1200000"]),
        ("1e999999999", []),
        ("300", []),
        ("0.5e", []),
    ],
)
def test_a_power_of_ten_is_read_apart(written, numbers):
    assert power_of_ten(written) == numbers


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("300 kW", ("300", "kW")),
        ("300kW", ("300", "kW")),
        ("\u221240,5 °C", ("-40,5", "°C")),
        ("1 200 V", ("1200", "V")),
        ("1/min", ("1", "/min")),
        ("300", None),
        ("kW", None),
    ],
)
def test_a_unit_is_cut_off(written, parts):
    assert number_and_unit(written) == parts


@pytest.mark.parametrize(
    ("written", "euros"),
    [
        ("20000000", 20e6),
        ("20 000 000", 20e6),
        ("20\u00a0000\u00a0000 €", 20e6),
        ("20 M€", 20e6),
        ("20 MEUR", 20e6),
        ("1,5 milj. euroa", 1.5e6),
        ("3 miljoner euro", 3e6),
        ("2.5 million euros", 2.5e6),
        ("EUR 300", 300),
        ("€300", 300),
        ("-5", -5),
        ("1,200", None),
        ("20 kW", None),
        ("300 SEK", None),
        ("much", None),
    ],
)
def test_a_sum_in_euros(written, euros):
    assert read_euros(written) == euros


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026-11-24", "2026-11-24"),
        ("24.11.2026", "2026-11-24"),
        ("1.2.2026", "2026-02-01"),
        ("24. 11. 2026", "2026-11-24"),
        ("11/2026", "2026-11"),
        ("24/11/2026", "2026-11-24"),
        ("11/24/2026", "2026-11-24"),
        ("4/4/2026", "2026-04-04"),
        ("4/3/2026", None),
        ("13/13/2026", None),
        ("2026/11/24", "2026-11-24"),
        ("2026-11-24T12:30:00", "2026-11-24"),
        ("24 November 2026", "2026-11-24"),
        ("24. marraskuuta 2026", "2026-11-24"),
        ("marraskuu 2026", "2026-11"),
        ("den 24 november 2026", None),
        ("nov 2026", "2026-11"),
        ("24.13.2026", None),
        ("30.2.2026", None),
        ("2026-13", None),
        ("Brumaire 2026", None),
        ("soon", None),
    ],
)
def test_a_date(written, date):
    assert read_date(written) == date
    assert date is None or is_date(date)


@pytest.mark.parametrize(
    ("written", "year"), [("2026", 2026), (" 1995 ", 1995), ("26", None), ("9999", None), ("x", None)]
)
def test_a_year(written, year):
    assert read_year(written) == year
