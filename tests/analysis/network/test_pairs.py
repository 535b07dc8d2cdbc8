"""Pairs that fit: scores by hand, reasons in three languages, and the back-test against counting."""

import pytest

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.backtest import backtest
from akkuri.analysis.network.pairs import complementary, neighbours, portfolios, scored, strangers
from akkuri.analysis.network.ties import Tie, ties
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.weights import Parameters

from ..cluster import facility, model_of, offering

ORG = "https://w3id.org/akkuri/id/organisation/"
ACTORS = "".join(f'org:{name} a ak:Organisation ; ak:countryCode "FI" .\n' for name in "abc")
SHOP = (
    ACTORS
    + facility("f", "a")
    + facility("g", "b")
    + facility("h", "c")
    + offering("o", "f", "mix", "one")
    + offering("p", "f", "test", "one")
    + offering("q", "g", "test", "two")
    + offering("r", "h", "test", "two")
    + offering("s", "h", "mix", "one")
)


def agreement(one: str, other: str) -> str:
    return (
        f"x:{one}{other} a ak:Collaboration ; ak:from org:{one} ; ak:to org:{other} ;"
        " ak:collaborationKind kind:agreement .\n"
    )


def test_scores_by_hand(parameters: Parameters) -> None:
    model = model_of(SHOP)
    found = {(p.one[-1], p.other[-1]): (p.fit, p.common) for p in scored(model, parameters, {}, "FI")}
    # a has mix and test at one, b and c test at two. a-b: min(2, 1) = 1; a-c: c has mix too, so
    # min(1, 1) = 1; b-c: both have test at two, so b brings nothing to c's mix.
    assert found == {("a", "b"): (1, 0), ("a", "c"): (1, 0)}


def test_strangers_are_counted_from_a_stage_to_the_next(parameters: Parameters) -> None:
    model = model_of(SHOP)
    # a and c offer at one, b and c at two: a-b, a-c, c-b; after two there is no stage.
    asked = (None, "one", "two")
    assert [strangers(model, parameters, {}, "FI", stage) for stage in asked] == [3, 3, 0]


def test_what_a_plant_makes_is_no_offering_to_others(parameters: Parameters) -> None:
    made = offering("made", "g", "mix", "one").replace("ak:Offering", "ak:ProductionCapability")
    assert portfolios(model_of(SHOP + made), parameters) == portfolios(model_of(SHOP), parameters)
    assert len(model_of(SHOP + made).uses) == len(model_of(SHOP).uses) + 1


def test_who_is_tied_is_not_suggested_and_acquaintances_count(parameters: Parameters) -> None:
    turtle = (
        SHOP + "org:d a ak:Organisation .\n" + agreement("a", "c") + agreement("a", "d") + agreement("b", "d")
    )
    model = model_of(turtle)
    (pair,), count = complementary(model, parameters, neighbours(ties(model, parameters), parameters), "FI")
    assert count == 1
    assert (pair.one, pair.other, pair.common, pair.score) == (f"{ORG}a", f"{ORG}b", (f"{ORG}d",), 1.0)
    assert pair.fits[0].brings == ("mix", "test")
    assert pair.fits[0].other_brings == ("test",)


def test_of_equal_fits_the_one_with_common_acquaintances_comes_first(parameters: Parameters) -> None:
    turtle = SHOP + "org:d a ak:Organisation .\n" + agreement("a", "d") + agreement("c", "d")
    model = model_of(turtle)
    found = scored(model, parameters, neighbours(ties(model, parameters), parameters), "FI")
    assert [(p.one[-1], p.other[-1], p.fit, p.common) for p in found] == [("a", "c", 1, 1), ("a", "b", 1, 0)]


def test_described_pairs_have_the_score_of_the_fast_pass(national: Model, parameters: Parameters) -> None:
    found = neighbours(ties(national, parameters), parameters)
    pairs, count = complementary(national, parameters, found, "FI")
    assert count == len(pairs)
    fast = [each.score for each in scored(national, parameters, found, "FI")]
    assert [pair.score for pair in pairs] == fast == sorted(fast, reverse=True)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "No shared project"), ("fi", "yhteistä hanketta"), ("sv", "Inget")]
)
def test_reasons_in_words(national: Model, parameters: Parameters, lang: str, words: str) -> None:
    view = NETWORK.table(Basis(national, parameters), ViewRequest("pairs", {"top": "3"}, lang))
    assert len(view.rows) == 3
    for row in view.rows:
        assert words in row["reason"]
        assert row["one_name"] in row["reason"]
        assert "{" not in row["reason"]


def test_backtest_by_hand(parameters: Parameters) -> None:
    """Of a-b and a-c, both with one partner at one end and none at the other, a-b came."""
    model = model_of(SHOP)
    a, b, c = (f"{ORG}{name}" for name in "abc")
    known = [Tie(b, c, "agreement", first=2018), Tie(a, b, "agreement", first=2022)]
    result = backtest(model, parameters, known, 2020, lengths=(1, 2), country="FI")
    (within,) = result.populations
    assert (within.name, within.candidates, within.came) == ("within", 2, 1)
    one, both = within.scores
    assert (one.hits, one.precision, one.expected, one.expected_low, one.expected_high) == (1, 1.0, 0.5, 0, 1)
    assert (both.hits, both.precision, both.expected) == (1, 0.5, 1.0)
    # Wilson's interval of 1 of 2: (0.5 + 3.8415/4 ± 1.96 · sqrt(0.125 + 3.8415/16)) / (1 + 3.8415/2)
    assert (both.low, both.high) == (pytest.approx(0.0945, abs=1e-4), pytest.approx(0.9055, abs=1e-4))


def test_backtest_parts_pairs_within_the_country_from_those_across(
    national: Model, parameters: Parameters
) -> None:
    result = backtest(national, parameters, ties(national, parameters), 2022)
    assert [each.name for each in result.populations] == ["within", "across"]
    for each in result.populations:
        assert each.came > 20
        for score in each.scores:
            assert score.low <= score.precision <= score.high
            assert score.expected_low <= score.expected <= score.expected_high
