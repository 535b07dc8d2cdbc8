"""What comparable facilities cost, on frozen tables; the thresholds are those of the measurement."""

import csv
import math
import re
from collections import Counter
from pathlib import Path
from random import Random
from statistics import mean, median

import pytest

from akkuri.analysis.gaps.area_costs import area_costs
from akkuri.analysis.gaps.comparable_words import millions, said, said_by_area
from akkuri.analysis.gaps.comparables import CLASSES, Comparable, ComparablePool, Comparables
from akkuri.analysis.weights import Parameters
from akkuri.texts import LANGUAGES, catalogue

from ..cluster import model_of

FROZEN = Path(__file__).parents[2] / "fixtures" / "comparables"
PREFIXES = "".join(
    f"@prefix {name}: <https://w3id.org/akkuri/concept/{scheme}/> .\n"
    for name, scheme in (
        ("fk", "facility-kind"),
        ("invest", "investment-status"),
        ("measure", "investment-measure"),
    )
)
Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (FROZEN / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


FACILITIES, SUMS, CELLS = table("facilities"), table("sums"), table("cells")


def facility(row: Row) -> str:
    iri = f"fac:{row['id'].removeprefix('fac-')}"
    said = f'{iri} a ak:Facility ; ak:facilityKind fk:{row["kind"]} ; ak:countryCode "{row["country"]}" '
    said += f"; ak:scale scale:{row['scale']} " if row["scale"] else ""
    said += f"; ak:status status:{row['status']} " if row["status"] else ""
    said += f"; ak:floorArea {row['floor_area_m2']} " if row["floor_area_m2"] else ""
    offers = (
        f"<https://w3id.org/akkuri/id/facility/{row['id'][4:]}#{name}> a ak:Offering ; ak:facility {iri} ; "
        f"ak:capability cap:{name} .\n"
        for name in filter(None, row["capabilities"].split(";"))
    )
    return f"{said}.\n{''.join(offers)}"


def money(row: Row) -> str:
    said = f"x:{row['id']} a ak:Investment ; ak:facility fac:{row['facility_id'].removeprefix('fac-')} "
    said += f"; ak:investmentMeasure measure:{row['measure']} " if row["measure"] else ""
    said += f"; ak:investmentStatus invest:{row['status']} "
    said += f"; ak:amountEur {row['amount_eur']} " if row["amount_eur"] else ""
    said += f"; ak:year {row['year']} " if row["year"] else ""
    said += f"; ak:scale scale:{row['scale']} " if row["scale"] else ""
    for name in filter(None, row["capabilities"].split(";")):
        said += f"; ak:capability cap:{name} "
    return f"{said}.\n"


def pool_of(sums: list[Row], parameters: Parameters, facilities: list[Row] = FACILITIES) -> ComparablePool:
    turtle = PREFIXES + "".join(map(facility, facilities)) + "".join(map(money, sums))
    return ComparablePool(model_of(turtle), parameters)


@pytest.fixture(scope="module")
def pool(parameters: Parameters) -> ComparablePool:
    return pool_of(SUMS, parameters)


def capabilities() -> list[str]:
    cells = [row["capabilities"].split(";") for row in (*SUMS, *FACILITIES)]
    return sorted({name for names in cells for name in names if name})


def everything(pool: ComparablePool) -> list[Comparable]:
    groups = [pool.comparables(name, scale) for name in capabilities() for scale in CLASSES]
    return list({each.facility.iri: each for group in groups for each in group.counted}.values())


def answered(pool: ComparablePool, least: int) -> list[tuple[str, str]]:
    """The open cells with a class of so many totals."""
    return [
        (row["stage"], row["capability"])
        for row in CELLS
        if any(len(group.counted) >= least for group in pool.of(row["capability"]))
    ]


def sums(group: Comparables) -> list[float]:
    return [each.investment.amount or 0 for each in group.counted]


def test_before_the_collection_five_cells_are_answered(parameters: Parameters) -> None:
    """Extensions and equipment were not told from totals then."""
    then = [row | {"measure": "total"} for row in SUMS if not row["collected"]]
    found = pool_of(then, parameters)
    cells = answered(found, 3)
    assert len(cells) == 5
    assert {capability for _, capability in cells} == {"materials-characterisation"}
    assert sums(found.comparables("materials-characterisation", "laboratory")) == [5e6, 7e6, 15e6]


def test_the_whole_pool(pool: ComparablePool) -> None:
    assert Counter(each.scale for each in everything(pool)) == {
        "industrial": 23,
        "pilot": 18,
        "laboratory": 12,
        "platform": 2,
        "training": 1,
    }
    assert (len(answered(pool, 3)), len(answered(pool, 5))) == (25, 15)


def test_lowest_median_and_highest(pool: ComparablePool) -> None:
    packs = pool.comparables("pack-testing", "industrial")
    assert (len(packs.counted), packs.low, packs.median, packs.high) == (8, 7e6, 27.75e6, 120e6)
    assembly = pool.comparables("module-and-pack-assembly", "industrial")
    assert (len(assembly.counted), assembly.low, assembly.median, assembly.high) == (4, 40e6, None, 205e6)
    assert {group.low for group in pool.of("training")} == {None}


def test_the_range_holds_a_further_facility_as_often_as_it_says_and_no_headline_is_earned(
    pool: ComparablePool,
) -> None:
    """Each total is left out in turn; a median may be headlined if it beats that of the class by 0.20."""
    inside, errors, plain = 0, [], []
    for one in everything(pool):
        peers = [each for each in everything(pool) if each is not one and each.scale == one.scale]
        near = [each for each in peers if set(each.capabilities) & set(one.capabilities)]
        if len(near) < 3:
            continue
        own = one.investment.amount or 0
        others = [each.investment.amount or 0 for each in near]
        inside += min(others) <= own <= max(others)
        errors.append(abs(math.log(own / median(others))))
        plain.append(abs(math.log(own / median(each.investment.amount or 0 for each in peers))))
    assert len(errors) == 36
    assert 23 <= inside <= 27
    assert median(errors) == pytest.approx(1.18, abs=0.05)
    assert median(plain) == pytest.approx(1.10, abs=0.05)
    assert mean(errors) == pytest.approx(1.31, abs=0.05)
    assert mean(plain) == pytest.approx(1.17, abs=0.05)
    assert mean(errors) > mean(plain) - 0.20


def test_the_capability_tells_no_more_than_shuffled_sums_do(pool: ComparablePool) -> None:
    """A headline needs fewer than 5 of 100 shuffles within the classes to foretell as well: far off."""
    all_of_them = everything(pool)
    amounts = [math.log(each.investment.amount or 1) for each in all_of_them]
    near = {
        number: [
            place
            for place, other in enumerate(all_of_them)
            if place != number and other.scale == one.scale and {*other.capabilities} & {*one.capabilities}
        ]
        for number, one in enumerate(all_of_them)
    }
    tested = {number: places for number, places in near.items() if len(places) >= 3}
    classes = [[n for n, each in enumerate(all_of_them) if each.scale == scale] for scale in CLASSES]

    def error(logs: list[float]) -> float:
        """The mean error, medians taken of the sums themselves as for a reader."""
        return mean(
            abs(logs[number] - math.log(median(math.exp(logs[place]) for place in places)))
            for number, places in tested.items()
        )

    random, observed, as_well = Random(20261126), error(amounts), 0
    for _ in range(1000):
        shuffled = list(amounts)
        for members in classes:
            for place, value in zip(members, random.sample(members, len(members)), strict=True):
                shuffled[place] = amounts[value]
        as_well += error(shuffled) <= observed
    assert len(tested) == 36
    assert observed == pytest.approx(1.31, abs=0.05)
    assert 0.35 < as_well / 1000 < 0.65


def test_a_square_metre_foretells_a_sum_as_it_was_measured(pool: ComparablePool) -> None:
    """The measurement: median 7,400 EUR/m², and 0.51 for the error of leaving one out."""
    rates = [
        (each.investment.amount or 0) / each.facility.floor_area
        for each in everything(pool)
        if each.facility.floor_area
    ]
    assert median(rates) == pytest.approx(7_400, rel=0.02)
    errors = [abs(math.log(rate / median(rates[:n] + rates[n + 1 :]))) for n, rate in enumerate(rates)]
    assert median(errors) == pytest.approx(0.51, abs=0.05)
    found = area_costs(pool)
    assert found.n == len(rates) >= 22
    assert found.low
    assert found.high
    inside = sum(found.low <= rate <= found.high for rate in rates)
    assert len(rates) / 2 - 1 <= inside <= len(rates) / 2 + 1


@pytest.mark.parametrize(("known", "told"), [(14, False), (15, True)])
def test_an_area_is_answered_from_fifteen_totals_on(known: int, told: bool, parameters: Parameters) -> None:
    """The n-th facility cost n thousand euros a square metre: the middle half of 15 is 4.5 to 11.5."""
    bare = {"kind": "laboratory", "scale": "lab", "status": "operational", "country": "FI"}
    places = [
        bare | {"id": f"fac-{n}", "capabilities": "pack-testing", "floor_area_m2": "100"}
        for n in range(1, known + 1)
    ]
    paid = [
        CHANGED | {"id": f"inv-{n}", "facility_id": f"fac-{n}", "amount_eur": f"{n}00000", "scale": ""}
        for n in range(1, known + 1)
    ]
    found = area_costs(pool_of(paid, parameters, places))
    assert found.n == known
    assert (found.low, found.high) == ((4500, 11500) if told else (None, None))
    sentence = said_by_area(found, 2000, "en")
    if told:
        assert "middle half cost 4,500–12,000 euros per square metre" in sentence
        assert "for 2,000 m² that makes 9.0–23 million euros" in sentence
        assert "Experimental" in sentence
    else:
        assert sentence == (
            "Cannot tell by floor area: 14 published totals have a floor area; at least 15 are needed."
        )


CHANGED = {
    "id": "inv-new",
    "facility_id": "fac-fev-edlp",
    "measure": "total",
    "amount_eur": "1000000",
    "year": "2024",
    "status": "made",
    "capabilities": "pack-testing",
    "scale": "industrial",
    "collected": "",
}


@pytest.mark.parametrize(
    "more",
    [
        {"measure": "grant", "amount_eur": "900000000"},
        {"measure": "loan", "amount_eur": "900000000"},
        {"measure": "extension", "amount_eur": "900000000"},
        {"measure": "", "amount_eur": "900000000"},
        {},
        {"status": "planned", "amount_eur": "900000000"},
        {"status": "cancelled", "amount_eur": "900000000"},
    ],
    ids=["grant", "loan", "extension", "not-told", "smaller-total", "planned", "cancelled"],
)
def test_a_further_sum_of_a_facility_with_a_total_changes_no_answer(
    more: Row, pool: ComparablePool, parameters: Parameters
) -> None:
    changed = pool_of([*SUMS, CHANGED | more], parameters)
    for name in capabilities():
        for before, after in zip(pool.of(name), changed.of(name), strict=True):
            assert (before.scale, before.low, before.median, before.high) == (
                after.scale,
                after.low,
                after.median,
                after.high,
            )
            assert said(before, "en") == said(after, "en")


def with_row(name: str, **more: str) -> list[Row]:
    return [row | more if row["id"] == name else row for row in SUMS]


def test_what_is_put_on_hold_is_named_apart(pool: ComparablePool, parameters: Parameters) -> None:
    held = pool_of(with_row("inv-fev-edlp", status="on-hold"), parameters)
    before, after = (each.comparables("pack-testing", "industrial") for each in (pool, held))
    assert len(after.counted) == len(before.counted) - 1
    assert "fev-edlp" in {each.facility.iri.rpartition("/")[2] for each in after.planned}


def test_a_sum_without_a_rate_is_named_and_not_counted(parameters: Parameters) -> None:
    group = pool_of(with_row("inv-fev-edlp", amount_eur=""), parameters).comparables(
        "pack-testing", "industrial"
    )
    assert (len(group.counted), len(group.unconverted)) == (7, 1)
    assert "1 more in another currency, not counted." in said(group, "en")


def test_a_cancelled_facility_compares_with_nothing(parameters: Parameters) -> None:
    gone = [row | {"status": "cancelled"} if row["id"] == "fac-fev-edlp" else row for row in FACILITIES]
    group = pool_of(SUMS, parameters, gone).comparables("pack-testing", "industrial")
    assert len(group.counted) == 7


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_yield_no_number_of_euros(count: int, lang: str, pool: ComparablePool) -> None:
    packs = pool.comparables("pack-testing", "industrial")
    few = Comparables("pack-testing", "industrial", packs.counted[:count])
    assert (few.low, few.median, few.high, few.inside) == (None, None, None, None)
    (sentence,) = said(few, lang)
    assert set(re.findall(r"\d+", sentence)) <= {str(count)}


def test_the_sentence_says_what_may_be_said(pool: ComparablePool) -> None:
    packs = pool.comparables("pack-testing", "industrial")
    assert said(packs, "en")[0] == (
        "8 recorded facilities with this capability at industrial scale cost between 7.0 and 120 million "
        "euros; half of them cost 28 or less. The sums are public figures of 2018–2023 (the year of 2 is not "
        "told), not adjusted for prices, and each bought more than this capability. A further facility would "
        "fall in this range about 8 times in ten. This is not a cost estimate."
    )
    four = said(pool.comparables("module-and-pack-assembly", "industrial"), "en")[0]
    assert "half of them" not in four
    assert "about 6 times in ten" in four


@pytest.mark.parametrize(
    ("euros", "lang", "shown"),
    [
        (27.75e6, "en", "28"),
        (7e6, "en", "7.0"),
        (7e6, "fi", "7,0"),
        (95.38e6, "sv", "95"),
        (261.35e6, "en", "260"),
        (1.2345e9, "en", "1,200"),
        (200_000, "en", "0.20"),
    ],
)
def test_two_significant_digits(euros: float, lang: str, shown: str) -> None:
    assert millions(euros, lang) == shown


def test_the_order_is_by_sum_then_id_whatever_the_order_of_the_rows(
    pool: ComparablePool, parameters: Parameters
) -> None:
    turned = pool_of(SUMS[::-1], parameters, FACILITIES[::-1])
    for name in capabilities():
        assert pool.of(name) == turned.of(name)
    packs = pool.comparables("pack-testing", "industrial").counted
    keys = [(each.investment.amount, each.facility.iri) for each in packs]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("lang", "words", "denied"),
    [
        ("en", r"estimat|forecast|would cost", "This is not a cost estimate."),
        ("fi", r"(?<!hinta-)arvio|ennust", "Tämä ei ole kustannusarvio."),
        ("sv", r"uppskatt|prognos", "Detta är ingen kostnadsuppskattning."),
    ],
)
def test_no_text_promises_a_price(lang: str, words: str, denied: str) -> None:
    texts = [
        value.replace(denied, "")
        for key, value in catalogue(lang).items()
        if "comparables" in key or "note_plans_unpriced" in key
    ]
    assert len(texts) > 10
    assert not [value for value in texts if re.search(words, value.casefold())]
