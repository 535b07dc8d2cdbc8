"""What comparable facilities cost, on pages and in the API, recomputed from the tables in plain Python."""

import csv
import re
from statistics import median

import pytest
from flask.testing import FlaskClient

from akkuri import resources

BROWSER = {"Accept": "text/html"}
DENIAL = "This is not a cost estimate."
Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (resources.data() / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if not row.get("withdrawn")]


def totals(capability: str) -> dict[str, float]:
    """Facility of industrial scale → its largest published total in euros, for a capability."""
    facilities = {row["id"]: row for row in table("facilities")}
    offered: dict[str, set[str]] = {}
    for row in table("offerings") + table("production_capabilities"):
        offered.setdefault(row["facility_id"], set()).add(row["capability"])
    found: dict[str, float] = {}
    for row in table("investments"):
        facility = facilities.get(row["facility_id"])
        if facility is None or row["replaced_by"] or facility["status"] == "cancelled":
            continue
        if row["measure"] != "total" or row["status"] not in ("made", "decided"):
            continue
        kind = "industrial" if facility["kind"] == "industrial-plant" else ""
        if (row["scale"] or facility["scale"] or kind) != "industrial":
            continue
        if capability not in (
            set(filter(None, row["capabilities"].split(";"))) or offered.get(facility["id"], set())
        ):
            continue
        euros = row["amount_eur"] or (row["amount"] if row["currency"] == "EUR" else "")
        if euros:
            found[facility["id"]] = max(float(euros), found.get(facility["id"], 0))
    return found


def test_the_api_counts_as_the_tables_do(national: FlaskClient) -> None:
    expected = totals("pack-testing")
    assert len(expected) >= 5
    path = "/api/gaps/comparables?capability=pack-testing&scale=industrial"
    document = national.get(path).get_json()
    counted = {row["facility"]: row["amount_eur"] for row in document["rows"] if row["standing"] == "counted"}
    assert {iri.rpartition("/")[2]: euros for iri, euros in counted.items()} == {
        key.removeprefix("fac-"): euros for key, euros in expected.items()
    }
    (group,) = document["totals"]["groups"]
    sums = sorted(expected.values())
    assert (group["n"], group["low_eur"], group["median_eur"], group["high_eur"]) == (
        len(sums),
        sums[0],
        median(sums),
        sums[-1],
    )
    assert all(row["sources"] for row in document["rows"])


def test_the_answer_is_the_same_in_every_stage(national: FlaskClient) -> None:
    path = "/api/gaps/comparables?capability=environmental-testing&stage="
    one, other = (
        sorted(str(row) for row in national.get(path + stage).get_json()["rows"])
        for stage in ("module-and-pack", "system-integration")
    )
    assert one
    assert one == other


def test_fewer_than_three_facilities_are_named_without_a_number(national: FlaskClient) -> None:
    document = national.get("/api/gaps/comparables?capability=training").get_json()
    assert document["rows"]
    for row in document["rows"]:
        assert row["n"] < 3
        assert row["facility"]
        names = ("amount_eur", "amount", "covers", "low_eur", "median_eur", "high_eur", "inside")
        assert [row[name] for name in names] == [None] * 7
    assert any("Cannot tell" in note for note in document["notes"])


def test_an_area_adds_what_a_square_metre_cost(national: FlaskClient) -> None:
    """Quartiles of euros per square metre, over the facilities that the tables give both figures of."""
    path = "/api/gaps/comparables?capability=pack-testing"
    plain = national.get(path).get_json()
    asked = national.get(f"{path}&floor-area=2 500 m²").get_json()
    assert asked["rows"] == plain["rows"]
    assert "per_square_metre" not in plain["totals"]
    areas = {row["id"]: row["floor_area_m2"] for row in table("facilities") if row["floor_area_m2"]}
    paid: dict[str, float] = {}
    for row in table("investments"):
        euros = row["amount_eur"] or (row["amount"] if row["currency"] == "EUR" else "")
        counts = row["measure"] == "total" and row["status"] in ("made", "decided") and not row["replaced_by"]
        if counts and euros and row["facility_id"] in areas:
            paid[row["facility_id"]] = max(float(euros), paid.get(row["facility_id"], 0))
    rates = sorted(euros / float(areas[key]) for key, euros in paid.items())
    told = asked["totals"]["per_square_metre"]
    assert told["n"] == len(rates) >= 15
    low, high = (rates[round(len(rates) * part)] for part in (0.25, 0.75))
    assert told["low_eur"] == pytest.approx(low, rel=0.15)
    assert told["high_eur"] == pytest.approx(high, rel=0.15)
    assert "for 2,500 m² that makes" in asked["notes"][-1]
    assert asked["notes"][-1].endswith(DENIAL)


@pytest.mark.parametrize("area", ["0", "-5", "1e300", "NaN", "large", "20 ha"])
def test_an_impossible_area_is_refused(national: FlaskClient, area: str) -> None:
    answer = national.get("/api/gaps/comparables", query_string={"floor-area": area})
    assert answer.status_code == 400
    assert answer.get_json()["detail"].startswith(
        f"floor-area is “{area}”; expected a floor area in square metres"
    )


def test_an_unknown_scale_is_refused_with_those_there_are(national: FlaskClient) -> None:
    answer = national.get("/api/gaps/comparables?capability=training&scale=huge")
    assert answer.status_code == 400
    detail = answer.get_json()["detail"]
    assert all(scale in detail for scale in ("huge", "laboratory", "pilot", "industrial"))


def test_the_page_of_a_cell_lists_them_the_lacking_scale_first(national: FlaskClient) -> None:
    page = national.get("/gaps/module-and-pack/pack-testing", headers=BROWSER).text
    section = page.partition('id="comparables"')[2].partition("</section>")[0]
    assert DENIAL in section
    for facility in totals("pack-testing"):
        assert f"/doc/facility/{facility.removeprefix('fac-')}" in section
    document = national.get("/api/gaps/module-and-pack/pack-testing").get_json()
    headings = re.findall(r"<h3>[^<]*\(([a-z]+)\)</h3>", section)
    order = ["laboratory", "pilot", "industrial"]
    if document["state"] == "no-pilot-scale":
        order = ["pilot", "laboratory", "industrial"]
    assert headings == [name for name in order if name in headings]


def test_a_stated_need_shows_what_compares_in_the_language_of_the_page(national: FlaskClient) -> None:
    needs = [row["id"] for row in table("gaps") if "cell-assembly" in row["capabilities"].split(";")]
    page = national.get(f"/doc/gap/{needs[0].removeprefix('gap-')}?lang=fi", headers=BROWSER).text
    section = page.partition('id="comparables"')[2].partition("</section>")[0]
    assert "Tämä ei ole kustannusarvio." in section
    bare = [row["id"] for row in table("gaps") if not row["capabilities"]]
    page = national.get(f"/doc/gap/{bare[0].removeprefix('gap-')}", headers=BROWSER).text
    assert 'id="comparables"' not in page


def test_a_plan_without_a_sum_shows_what_compares_and_one_with_a_sum_does_not(national: FlaskClient) -> None:
    told = {row["facility_id"] for row in table("investments") if row["measure"] not in ("grant", "loan")}
    offered = {row["facility_id"] for row in table("offerings") + table("production_capabilities")}
    plans = [row["id"] for row in table("facilities") if row["status"] == "planned" and row["id"] in offered]
    for plans_of, shown in (
        ([plan for plan in plans if plan not in told], True),
        ([plan for plan in plans if plan in told], False),
    ):
        pages = [
            national.get(f"/doc/facility/{plan.removeprefix('fac-')}", headers=BROWSER).text
            for plan in plans_of
        ]
        assert pages
        assert any('id="comparables"' in page for page in pages) is shown
