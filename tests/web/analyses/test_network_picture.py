"""/network/picture: what is drawn is what the measures count, always at the same place, beside its table."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from akkuri.texts import LANGUAGES
from akkuri.web.analyses.network_layout import MOST

ROW = re.compile(r'<tr><td data-label="[^"]*"><a href="([^"]+)"[^>]*>(.*?)</a></td>')


def wide(text: str) -> str:
    """The picture for wide screens; the other one has fewer of the same actors."""
    return text.partition('<svg class="at-desk"')[2].partition("</svg>")[0]


def narrow(text: str) -> str:
    """The picture for narrow screens."""
    return text.partition('<svg class="at-phone"')[2].partition("</svg>")[0]


LEGEND = re.compile(r'fill="(#\w+)"/></svg> (.*?) <span class="n">(\d+)<')
CIRCLE = re.compile(r'<circle cx="[^"]+" cy="[^"]+" r="[^"]+" fill="(#\w+)"')


def legends(text: str) -> list[list[tuple[str, str, int]]]:
    """What the colours say beside the wide and beside the narrow picture."""
    caption = text.partition("<figcaption>")[2].partition("</figcaption>")[0]
    parts = caption.split('class="at-phone"')
    return [[(colour, name, int(count)) for colour, name, count in LEGEND.findall(part)] for part in parts]


def test_each_picture_has_the_counts_of_its_own_circles(national: FlaskClient) -> None:
    text = national.get("/network/picture?country=FI&lang=fi").text
    for drawn, legend in zip((wide(text), narrow(text)), legends(text), strict=True):
        circles = CIRCLE.findall(drawn)
        assert sum(count for _, _, count in legend) == len(circles)
        assert {colour: circles.count(colour) for colour, _, _ in legend} == {c: n for c, _, n in legend}
    assert len(CIRCLE.findall(narrow(text))) < len(CIRCLE.findall(wide(text)))


def test_the_strongest_are_drawn_and_the_table_says_the_same(national: FlaskClient) -> None:
    text = national.get("/network/picture?country=FI&lang=en").text
    drawn = re.findall(r'<a href="([^"]+)" data-n="\d+">', wide(text))
    listed = [href for href, _ in ROW.findall(text)]
    assert drawn == listed
    assert len(drawn) == MOST
    rows = national.get("/api/network?show=measures&country=FI&top=1000").json["rows"]
    ranked = sorted(rows, key=lambda row: (-row["strength"], row["actor"]))
    assert listed[0] == "/doc/" + ranked[0]["actor"].partition("/id/")[2] + "?lang=en"
    assert f"{MOST} of {len(rows)} shown" in text


@pytest.mark.parametrize("by", ["type", "Land", "Gemenskap", "betweenness"])
def test_colours_say_what_is_asked_and_the_legend_counts_all(national: FlaskClient, by: str) -> None:
    asked = {"country": "FI", "colour": by, "lang": "sv"}
    text = national.get("/network/picture", query_string=asked).text
    legend = legends(text)[0]
    circles = CIRCLE.findall(wide(text))
    assert {colour: circles.count(colour) for colour, _, _ in legend} == {c: n for c, _, n in legend}
    assert len(circles) == MOST
    rows = national.get("/api/network?show=measures&country=FI&top=1000&lang=sv").json["rows"]
    drawn = re.findall(r'<a href="/doc/([^"?]+)[^"]*" data-n', wide(text))
    colour_of = dict(zip(drawn, circles, strict=True))
    of = {row["actor"].partition("/id/")[2]: row for row in rows}
    column = {"Land": "country", "Gemenskap": "community"}.get(by, by)
    grey = legend[-1][0]
    for one, other in pairwise(sorted(drawn)):
        if column != "betweenness" and grey not in (colour_of[one], colour_of[other]):
            assert (colour_of[one] == colour_of[other]) == (of[one][column] == of[other][column])
    if column == "betweenness":
        ranked = sorted(of, key=lambda actor: -of[actor]["betweenness"])
        assert {colour_of[actor] for actor in ranked[:10]} == {legend[0][0]}


def test_the_largest_circles_have_colours_of_their_own(national: FlaskClient) -> None:
    page = national.get("/network/picture?lang=fi").text
    grey = "#7a7a7a"
    circles = re.findall(r'<circle[^>]* r="([0-9.]+)"[^>]* fill="(#[0-9a-f]+)"', page)
    drawn = sorted(((float(radius), colour) for radius, colour in circles), reverse=True)
    assert grey not in {colour for _, colour in drawn[:20]}


def test_the_table_says_what_its_order_is(national: FlaskClient) -> None:
    page = national.get("/network/picture?lang=en").text
    strengths = [float(one) for one in re.findall(r'data-label="Strength of ties">([0-9.]+)<', page)]
    assert len(strengths) == 150
    assert strengths == sorted(strengths, reverse=True)


def test_the_same_network_gives_the_same_picture(national: FlaskClient) -> None:
    one = national.get("/network/picture.svg?country=FI&lang=en")
    assert one.mimetype == "image/svg+xml"
    assert ElementTree.fromstring(one.text).tag.endswith("svg")
    assert one.data == national.get("/network/picture.svg?lang=en&country=FI").data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_around_one_actor_stand_its_partners(national: FlaskClient, lang: str) -> None:
    text = national.get(f"/network/picture?around=org-vtt&country=FI&lang={lang}").text
    lines = re.findall(r'<line data-a="(\d+)" data-b="(\d+)"', wide(text))
    drawn = re.findall(r'<a href="[^"]+" data-n="(\d+)">', wide(text))
    tied = {other for pair in lines if "0" in pair for other in pair} - {"0"}
    assert tied == set(drawn) - {"0"}
    assert "/doc/organisation/vtt" in text


def test_facilities_may_be_the_nodes(national: FlaskClient) -> None:
    text = national.get("/network/picture?nodes=facility&lang=en").text
    assert all(href.startswith("/doc/facility/") for href, _ in ROW.findall(text))


@pytest.mark.parametrize(
    "asked",
    [
        "around=xyzzy",
        "colour=mood",
        "since=2030&until=2020",
        "country=Atlantis",
        "since=abc",
        "around=%F0%9F%98%80",
    ],
)
def test_what_cannot_be_drawn_is_said(national: FlaskClient, asked: str) -> None:
    answer = national.get(f"/network/picture?{asked}&lang=fi")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert national.get(f"/network/picture.svg?{asked}").status_code == 400


def test_no_style_or_script_that_the_policy_refuses(national: FlaskClient) -> None:
    text = national.get("/network/picture?lang=en").text
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*src=)", text)


def test_an_actor_with_partners_leads_to_its_picture(national: FlaskClient) -> None:
    page = national.get("/doc/organisation/vtt?lang=en").text
    assert 'class="network"><a href="/network/picture?around=org-vtt&amp;lang=en"' in page
    assert "/network/picture?around" not in national.get("/doc/project/batcircle?lang=en").text


def test_a_graph_without_ties_says_so(small: FlaskClient) -> None:
    answer = small.get("/network/picture?lang=en")
    assert answer.status_code == 200
    assert "<figure" not in answer.text


@pytest.mark.parametrize(
    ("asked", "told", "field"),
    [
        ("around=VTT&around=GTK", "Around", "around"),
        ("colour=type&colour=community", "Colours say", "colour"),
        ("country=FI&country=SE", "Country", "country"),
    ],
)
def test_a_field_given_twice_is_not_guessed(national: FlaskClient, asked: str, told: str, field: str) -> None:
    answer = national.get(f"/network/picture?{asked}&lang=en")
    assert answer.status_code == 400
    alert = re.search(r'role="alert">([^<]*)', answer.text)
    assert alert
    assert alert[1].startswith(told)
    assert re.findall(r'id="f-(\w+)"[^>]*aria-invalid="true"', answer.text) == [field]
    for file in ("svg", "xlsx"):
        assert national.get(f"/network/picture.{file}?{asked}").status_code == 400
