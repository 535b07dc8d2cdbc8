"""Maps and networks in small: on the pages they belong to, saying what they show and where the whole is."""

import html
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from akkuri.texts import text

MAP = 'class="map"><a href="/map?area=FI'
NETWORK = 'class="network"><a href="/network/picture'


def small(page: str) -> str:
    return page.partition('class="small-pictures"')[2].partition("</div>")[0]


@pytest.mark.parametrize(
    "path", ["/", "/network", "/gaps?region=FI1B1", "/concept/region/FI1B1", "/queries/directory/near?km=200"]
)
@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_a_map_and_a_network_that_say_what_they_are(national: FlaskClient, path: str, lang: str) -> None:
    shown = small(national.get(f"{path}{'&' if '?' in path else '?'}lang={lang}").text)
    assert MAP in shown
    assert NETWORK in shown
    assert text(lang, "pictures.centres") in html.unescape(shown)


@pytest.mark.parametrize(
    ("path", "around"),
    [
        ("/doc/organisation/vtt", "around=org-vtt"),
        ("/doc/facility/vtt-battery-laboratory", "around=fac-vtt-battery-laboratory&amp;nodes=facility"),
    ],
)
def test_a_record_stands_among_its_partners(national: FlaskClient, path: str, around: str) -> None:
    shown = small(national.get(f"{path}?lang=en").text)
    assert f'href="/network/picture?{around}' in shown
    whole = national.get(f"/network/picture?{html.unescape(around)}&lang=en").text
    said = re.search(r"([\d,]+) (?:of ([\d,]+) recorded )?partners?", shown)
    assert said is not None
    assert f"{said[2] or said[1]} partner" in whole


def test_the_rows_of_a_question_as_ties(national: FlaskClient) -> None:
    page = national.get("/queries/network/strong-ties?lang=en").text
    assert '<svg class="at-phone"' in page
    assert "/doc/organisation/" in page.partition("<figure")[2].partition("</figure>")[0]


def test_a_region_without_facilities_has_no_empty_picture(national: FlaskClient) -> None:
    page = national.get("/concept/region/SE110?lang=en")
    assert page.status_code in (200, 404)
    assert "<figure" not in page.text or "<path" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/network",
        "/gaps?region=FI1B1",
        "/concept/region/FI1B1",
        "/queries/directory/near?km=200",
        "/doc/facility/vtt-battery-laboratory",
        "/doc/organisation/vtt",
    ],
)
def test_small_pictures_are_taken_away_by_plain_links(national: FlaskClient, path: str) -> None:
    """Without script, in the language of the page: a file that says what it is and where it is from."""
    page = small(national.get(f"{path}{'&' if '?' in path else '?'}lang=sv").text)
    links = [html.unescape(link) for link in re.findall(r'<a class="take" href="([^"]+)" download', page)]
    assert len(links) == 2
    for link, kind in zip(links, ("map", "network"), strict=True):
        answer = national.get(link)
        assert answer.content_type == "image/svg+xml"
        assert f"-{kind}.svg" in answer.headers["Content-Disposition"]
        root = ElementTree.fromstring(answer.data)
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"
        said = " ".join(root.itertext())
        assert "CC BY 4.0" in said
        assert "picture=" not in said
        assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) > 1 or kind == "map"


def test_a_picture_that_a_page_has_not_is_its_page(national: FlaskClient) -> None:
    answer = national.get("/about?picture=map")
    assert answer.content_type.startswith("text/html")


def test_what_a_picture_to_take_away_says_of_itself_fits_its_width(national: FlaskClient) -> None:
    drawn = national.get("/network?picture=map").text
    notes = re.findall(r'font-size="10">([^<]*)<', drawn.rpartition("</svg>\n")[2] or drawn)
    assert "".join(notes).count("Natural Earth") == 1
    assert max(map(len, notes)) <= 110
