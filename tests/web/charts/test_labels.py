"""Names in pictures: none stands on a spot or another name, and the strongest keep theirs."""

from itertools import combinations

from flask.testing import FlaskClient
from lxml import etree

from akkuri.web.charts.labels import text_width

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
