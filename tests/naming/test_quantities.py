"""Values with units: SI prefixes, decimal commas, signs, and where they stand in a sentence."""

from decimal import Decimal

import pytest

from akkuri.naming.quantities import Quantities, digits
from akkuri.naming.things import Scale, Thing


def unit(name, code, canonical, factor, offset="0", *others, hidden=(), bounds=(None, None)):
    return Thing(
        "concept/unit",
        name,
        f"u:{name}",
        names=(("en", name),),
        others=tuple(("en", other) for other in others),
        hidden=tuple(("en", each) for each in hidden),
        codes=(code,),
        scale=Scale(f"u:{canonical}", Decimal(factor), Decimal(offset), *bounds),
    )


class Units:
    def things(self, group):
        return [
            unit("kilowatt", "kW", "kilowatt", "1"),
            unit("megawatt", "MW", "kilowatt", "1000"),
            unit("watt-hour", "W.h", "watt-hour", "1", "0", "Wh"),
            unit("degree-celsius", "Cel", "degree-celsius", "1", "0", "°C", "degrees", hidden=("D",)),
            unit("dose", "/d", "dose", "1", "0", "D", bounds=(Decimal("0.1"), Decimal(20))),
            unit("euro", "EUR", "euro", "1", "0", "€", "euroa", "euros", "euro"),
            unit("kelvin", "K", "degree-celsius", "1", "-273.15"),
            unit("tonne-per-year", "t/a", "tonne-per-year", "1", "0", "tonnes per year"),
            unit("square-metre", "m2", "square-metre", "1", "0", "m²"),
        ]

    def title(self, group, lang):
        return "Units"


@pytest.fixture
def known():
    from akkuri.namespaces import Names
    from akkuri.naming.resolver import Resolver

    return Quantities(Resolver(Units(), Names()))


@pytest.mark.parametrize(
    ("written", "amount", "canonical"),
    [
        ("300 kW", "300", "kilowatt"),
        ("300kw", "300", "kilowatt"),
        ("0,5 MW", "500", "kilowatt"),
        ("4 mW", "0.000004", "kilowatt"),
        ("2 GW", "2000000", "kilowatt"),
        ("55 kWh", "55000", "watt-hour"),
        ("\u221225 °C", "-25", "degree-celsius"),
        ("273.15 K", "0", "degree-celsius"),
        ("20 kt/a", "20000", "tonne-per-year"),
        ("2D", "2", "dose"),
        ("25 D", "25", "degree-celsius"),
        ("-2 D", "-2", "degree-celsius"),
        ("5 miljoonaa euroa", "5000000", "euro"),
        ("1,5 milj. €", "1500000", "euro"),
        ("300 tusen euro", "300000", "euro"),
    ],
)
def test_a_value_is_read_in_the_canonical_unit(known, written, amount, canonical):
    quantity = known.read(written)
    assert (digits(quantity.amount), quantity.canonical) == (amount, f"u:{canonical}")


@pytest.mark.parametrize("written", ["300", "kW", "12 foo", "1,200 kW", "5 km2", "", "kW 300"])
def test_what_is_no_value_is_none(known, written):
    assert known.read(written) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a charger of 300 kW or more", ["300 kW"]),
        ("test at -40 ... +80 °C, please", ["-40 ... +80 °C"]),
        ("20 000 tonnes per year", ["20 000 tonnes per year"]),
        ("goes to 80 degrees", ["80 degrees"]),
        ("UN 38.3 in 2027", []),
        ("300 kW and 55 kWh", ["300 kW", "55 kWh"]),
        ("a 300-kW charger", ["300-kW"]),
        ("D/3, then 1/2 D at 30 D", ["D/3", "1/2 D", "30 D"]),
        ("kW/3 or 24/7 service", []),
    ],
)
def test_values_are_found_in_a_sentence(known, text, found):
    assert [text[mention.start : mention.end] for mention in known.mentions(text)] == found


def test_a_range_has_both_ends(known):
    (mention,) = known.mentions("from -40 to 80 °C")
    assert [digits(each.amount) for each in mention.quantities] == ["-40", "80"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("miinus 30 degrees", "-30"),
        ("at minus 30 °C", "-30"),
        ("D/4", "0.25"),
        ("1/4 D", "0.25"),
        ("5 million euros", "5000000"),
    ],
)
def test_signs_shares_and_millions_are_written_in_words_too(known, text, amount):
    (mention,) = known.mentions(text)
    assert [digits(each.amount) for each in mention.quantities] == [amount]
