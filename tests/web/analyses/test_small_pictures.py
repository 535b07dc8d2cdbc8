"""Maps and networks in small: on the pages they belong to, saying what they show and where the whole is."""

import html
import re

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
