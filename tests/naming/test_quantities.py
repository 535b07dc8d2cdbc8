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
        ("40 t per annum", "40", "tonne-per-year"),
        ("40 t om året", "40", "tonne-per-year"),
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


@pytest.mark.parametrize(
    ("text", "amounts", "bound"),
    [
        ("over 300 kW", ["300"], "least"),
        ("vähintään 300 kW", ["300"], "least"),
        ("minst 300 kW", ["300"], "least"),
        (">300kW", ["300"], "least"),
        ("300 kW or more", ["300"], "least"),
        ("300 kW+", ["300"], "least"),
        ("max. 60 °C", ["60"], "most"),
        ("korkeintaan 60 °C", ["60"], "most"),
        ("under -20 °C", ["-20"], "most"),
        ("60 °C eller lägre", ["60"], "most"),
        ("up to 300 kW", ["300"], ""),
        ("noin 300 kW", ["300"], ""),
        ("25 °C ± 2 °C", ["25"], ""),
        ("between 200 and 400 kW", ["200", "400"], ""),
        ("200 ja 400 kW välillä", ["200", "400"], ""),
        ("mellan 200 kW och 400 kW", ["200", "400"], ""),
        ("200 kW \u2013 400 kW", ["200", "400"], ""),
        ("-40...+85 °C", ["-40", "85"], ""),
        ("-40 °C/+85 °C", ["-40", "85"], ""),
        ("300 kW:n", ["300"], ""),
        ("2½ MW", ["2500"], ""),
        ("½ MW", ["500"], ""),
        ("half a megawatt", ["500"], ""),
        ("€300m", ["300000000"], ""),
        ("EUR 1,5 bn", ["1500000000"], ""),
        ("pakkasta 30 degrees", ["-30"], ""),
        ("30 degrees below zero", ["-30"], ""),
        ("30 minusdegrees", ["-30"], ""),
    ],
)
def test_the_words_around_a_value_belong_to_it(known, text, amounts, bound):
    (mention,) = known.mentions(text)
    assert [digits(each.amount) for each in mention.quantities] == amounts
    assert (mention.bound, text[slice(*mention.span)].strip()) == (bound, text)


@pytest.mark.parametrize(
    "text", ["300 kW and 400 kW", "300 kW, 60 °C", "a half-day of 300 kW with 20 °C", "300 kW tai 400 kW"]
)
def test_values_that_make_no_range_are_two(known, text):
    assert len([mention for mention in known.mentions(text) if len(mention.quantities) == 1]) == 2


def test_what_hangs_on_a_unit_is_no_part_of_it(known):
    (mention,) = known.mentions("en 300 kW-laddare")
    assert "en 300 kW-laddare"[slice(*mention.span)] == "300 kW"
