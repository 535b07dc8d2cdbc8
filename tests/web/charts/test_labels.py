"""Names in pictures: none stands on a spot or another name, and the strongest keep theirs."""

import re
from itertools import combinations

import pytest
from flask.testing import FlaskClient
from lxml import etree

from akkuri.texts import LANGUAGES
from akkuri.web.charts.labels import Plane, Spot, place_labels, text_width

SVG = "{http://www.w3.org/2000/svg}"
FONT = 11


def boxes(picture: etree._Element) -> list[tuple[float, float, float, float]]:
    found = []
    for text in picture.iter(f"{SVG}text"):
        if text.get("class") == "label":
            x, y = float(text.get("x", "")), float(text.get("y", ""))
            found.append((x, y - 0.75 * FONT, x + text_width(text.text or "", FONT), y + 0.1 * FONT))
    return found


def test_no_name_stands_on_a_spot_or_another_name(national: FlaskClient) -> None:
    for asked in ("country=FI", "around=org-vtt", "nodes=facility"):
        picture = etree.fromstring(national.get(f"/network/picture.svg?{asked}&lang=fi").data)
        names = boxes(picture)
        spots = [c for g in picture.findall(f"{SVG}g") for c in g.findall(f"{SVG}circle")]
        assert len(names) > 40
        for one, other in combinations(names, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (asked, one, other)
        for spot in spots:
            x, y, radius = (float(spot.get(key, "")) for key in ("cx", "cy", "r"))
            for left, top, right, bottom in names:
                dx, dy = max(left - x, 0, x - right), max(top - y, 0, y - bottom)
                assert (dx * dx + dy * dy) ** 0.5 >= radius, (asked, spot.attrib)


def test_the_strongest_are_named_on_each_screen(national: FlaskClient) -> None:
    text = national.get("/network/picture?country=FI&lang=fi").text
    for screen, sure in (("at-desk", 20), ("at-phone", 8)):
        drawn = text.partition(f'<svg class="{screen}"')[2].partition("</svg>")[0]
        assert drawn
        named = {int(part.partition('"')[0]) for part in drawn.split('class="label" data-n="')[1:]}
        assert len(named & set(range(sure))) >= sure - 1, screen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_places_with_most_are_named_on_a_phone_too(national: FlaskClient, lang: str) -> None:
    page = national.get(f"/map?lang={lang}").text
    listed = re.findall(r'<li id="place-\d+"><h3>([^<,]+)', page)
    narrow = page.partition('<g class="names at-phone"')[2].partition("</g>")[0]
    named = re.findall(r">([^<]+)</text>", narrow)
    assert listed[:4] == [place for place in listed[:4] if place in named]


def test_a_name_is_not_written_at_a_larger_spot_without_one() -> None:
    large, small = Spot(50, 50, 14, "A name with no room anywhere about here"), Spot(73, 42, 5, "Small")
    plane = Plane(110, 100, 20, longest=60)
    unnamed, label = place_labels([large, small], plane, fixed=True)
    assert unnamed.text == ""
    assert label.text == "" or label.x > large.x + large.radius
