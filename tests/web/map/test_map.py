"""/map: every facility of the tables stands in the picture or the list, and its form says what it means."""

import csv
import html
import re
from collections import Counter
from math import radians, sin
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from akkuri.resources import data
from akkuri.web.map.frame import EUROPE, frame_of
from akkuri.web.map.outlines import outlines
from akkuri.web.map.projection import Projection

LISTED = re.compile(r'<li id="place-(\d+)"><h3>(.*?) <span class="n">(\d+)</span>')


def facilities(country: str) -> list[dict[str, str]]:
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] == country]
    return [row for row in rows if not row["withdrawn"] and not row["replaced_by"]]


def places(text: str) -> dict[str, int]:
    return {name: int(count) for _, name, count in LISTED.findall(text)}


def test_each_facility_of_the_country_stands_at_its_place(national: FlaskClient) -> None:
    text = national.get("/map?area=FI&lang=en").text
    rows = facilities("FI")
    assert sum(places(text).values()) == sum(bool(row["lat"]) for row in rows)
    counted = Counter(row["city"] for row in rows if row["lat"])
    for city in ("Espoo", "Kokkola", "Vaasa"):
        assert places(text)[f"{city}, Finland"] == counted[city]
    without = [row for row in rows if not row["lat"]]
    assert f'id="pointless">Without a point on the map <span class="n">{len(without)}<' in text
    centres = sum(row["geo_precision"] == "municipality" for row in rows)
    assert f"{centres} of them stand at the centre of their municipality" in text


@pytest.mark.parametrize("address", ["/map?area=FI&lang=en", "/?lang=en"])
def test_plans_and_what_has_closed_are_counted_with_a_word(national: FlaskClient, address: str) -> None:
    told = Counter(row["status"] for row in facilities("FI") if row["lat"])
    text = national.get(address).text
    assert f"{told['planned'] + told['under-construction']} of them are planned or being built." in text
    assert f"No source tells the status of {told['']} of them." in text
    assert f"{told['closed'] + told['cancelled']} of them have closed or were cancelled." in text


@pytest.mark.parametrize(
    ("lang", "stands", "below"),
    [
        ("en", "1 of them stands at the centre of its municipality", "for 1; it stands below the list"),
        ("fi", "Niistä 1 on merkitty kuntansa keskipisteeseen", "1 infrastruktuurin sijaintipistettä; se on"),
        ("sv", "1 av dem har markerats vid kommunens mittpunkt", "en punkt för 1; den står efter listan"),
    ],
)
def test_of_one_alone_words_are_in_the_singular(
    national: FlaskClient, lang: str, stands: str, below: str
) -> None:
    text = national.get(f"/map?area=SE&status=planned&lang={lang}").text
    planned = [row for row in facilities("SE") if row["status"] == "planned"]
    assert [sum(bool(row["lat"]) is there for row in planned) for there in (True, False)] == [1, 1]
    assert stands in text
    assert below in text


def test_the_picture_and_the_list_say_the_same(national: FlaskClient) -> None:
    text = national.get("/map?area=europe&lang=en").text
    drawn = set(re.findall(r'<a href="#place-(\d+)" data-name="[^"]+"><title>', text))
    listed = {number for number, _, _ in LISTED.findall(text)}
    assert drawn == listed
    assert len(drawn) > 50


def test_filters_understand_names(national: FlaskClient) -> None:
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        status = {row["id"]: row["status"] for row in csv.DictReader(file) if row["country"] == "FI"}
    text = national.get("/map?area=Suomi&status=Suunniteltu&lang=fi").text
    shown = re.findall(r"/doc/facility/([\w-]+)", text)
    assert shown
    assert {status[f"fac-{slug}"] for slug in shown} == {"planned"}


@pytest.mark.parametrize(
    ("asked", "said", "marked"),
    [
        ("kind=labratory", "Did you mean laboratory", ["kind"]),
        ("foo=1", "area, colour, region, kind", []),
        ("region=Narnia", "Region: “Narnia”", ["region"]),
        ("area=SE&region=Lappi", "Lapland is not in Sweden", ["area", "region"]),
        ("area=CN", "Europe", ["area"]),
        ("colour=%3Cb%3E", "kind (Kind of facility), status", ["colour"]),
        ("capability=%F0%9F%98%80", "Capability", ["capability"]),
        ("stage=" + "x" * 5000, "Stage", ["stage"]),
        ("status=planned&status=closed", "Status is given several values (planned, closed)", ["status"]),
    ],
)
def test_what_is_not_understood_is_said_and_marked_where_it_was_typed(
    national: FlaskClient, asked: str, said: str, marked: list[str]
) -> None:
    answer = national.get(f"/map?{asked}&scale=pilot&lang=en")
    assert answer.status_code == 400
    alert = re.search(r'role="alert">([^<]*)', answer.text)
    assert alert
    assert said in html.unescape(alert[1])
    assert re.findall(r'id="f-(\w+)"[^>]*aria-invalid="true"', answer.text) == marked
    assert '<option value="pilot" selected>' in answer.text
    assert "<svg viewBox" not in answer.text.partition("<main")[2]
    for file in ("svg", "xlsx", "csv"):
        assert national.get(f"/map.{file}?{asked}").status_code == 400


def test_nothing_like_this_is_said_and_is_not_the_same_as_none(national: FlaskClient) -> None:
    text = national.get("/map?area=CH&status=planned&lang=en").text
    assert "That does not mean that there is none" in text


def test_the_map_that_an_organisation_leads_to_is_there_where_no_facility_is_recorded(
    national: FlaskClient,
) -> None:
    assert not facilities("BG")
    answer = national.get("/map?area=BG&lang=en")
    assert answer.status_code == 200
    assert "That does not mean that there is none" in answer.text


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_file_is_a_picture_that_says_where_it_comes_from(national: FlaskClient, lang: str) -> None:
    answer = national.get(f"/map.svg?area=FI&lang={lang}")
    assert answer.mimetype == "image/svg+xml"
    root = ElementTree.fromstring(answer.text)
    said = " ".join(root.itertext())
    assert "Natural Earth" in said
    assert "CC BY 4.0" in said
    assert "#place" not in answer.text


def test_a_region_is_drawn_as_near_as_its_places_lie(national: FlaskClient) -> None:
    rows = [row for row in facilities("FI") if row["nuts3"] == "FI1D5"]
    for asked in (
        "region=FI1D5",
        "area=FI&region=Keski-Pohjanmaa",
        "area=europe&region=Mellersta+Österbotten",
    ):
        text = national.get(f"/map?{asked}&lang=en").text
        assert sum(places(text).values()) == sum(bool(row["lat"]) for row in rows)
    text = national.get("/map?region=FI1D5&lang=en").text
    assert "<h1>Facilities on the map: Central Ostrobothnia</h1>" in text
    left, top, width, height = map(
        int, re.findall(r'<svg viewBox="(\d+) (\d+) (\d+) (\d+)"', text[text.index("<figure") :])[0]
    )
    whole = frame_of("FI")
    assert width < whole.width / 2
    for row in rows:
        if row["lat"]:
            x, y = whole.place(float(row["lon"]), float(row["lat"]))
            assert left <= x <= left + width
            assert top <= y <= top + height
    assert "/map.svg?region=FI1D5" in text
    assert f'viewBox="{left} {top} {width} {height}"' in national.get("/map.svg?region=FI1D5").text


def test_no_style_or_script_that_the_policy_refuses(national: FlaskClient) -> None:
    text = national.get("/map?lang=en").text
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*src=)", text)
    assert len(national.get("/map?area=europe").data) < 200_000


def test_no_outline_is_the_edge_of_what_was_cut_out() -> None:
    for country, rings in outlines().items():
        for ring in rings:
            east = [x for x, _ in ring]
            assert len(ring) > (max(east) - min(east)), f"{country}: a straight line over the sea"
    assert max(x for ring in outlines()["RU"] for x, _ in ring) > 60, "Europe's map is wider in the north"


def test_the_map_of_a_country_holds_it_whole() -> None:
    for country, rings in outlines().items():
        frame = frame_of(country)
        assert all(frame.holds(*point) for point in rings[0]), country
    assert frame_of(EUROPE).holds(24.9, 60.2)
    assert not frame_of("FI").holds(10.0, 50.0)


def test_the_projection_keeps_areas_and_directions() -> None:
    """A degree square at 60° north is half as large as one at the equator, seen from between them."""
    project = Projection(20.0, 60.0)
    assert project(20.0, 60.0) == pytest.approx((0, 0))
    assert project(25.0, 60.0)[0] > 0
    assert project(20.0, 65.0)[1] < 0

    def area(west: float, south: float) -> float:
        corners = [project(west + x, south + y) for x, y in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1))]
        pairs = zip(corners, corners[1:] + corners[:1], strict=True)
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2

    def true(south: float) -> float:
        return radians(0.1) * (sin(radians(south + 0.1)) - sin(radians(south)))

    for west, south in ((20.0, 60.0), (5.0, 45.0), (30.0, 69.0)):
        assert area(west, south) == pytest.approx(true(south), rel=1e-4)
