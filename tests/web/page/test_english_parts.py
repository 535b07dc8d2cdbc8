"""English in a Finnish or Swedish page has its mark, in values that have no language of their own."""

import re

import pytest
from flask.testing import FlaskClient

from akkuri.web.page.english_parts import english_in


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_names_of_programmes_and_origins_are_marked(national: FlaskClient, lang: str) -> None:
    assert '<span lang="en" translate="no">European Regional Development Fund</span>' in _page(
        national, "/browse/project", lang
    )
    assert '<span lang="en" translate="no">European Court of Auditors 2023</span>' in _page(
        national, "/gaps/needs", lang
    )
    listed = _page(national, "/queries/network/shared-projects", lang)
    assert re.search(
        r'translate="no">European Social Fund</span>; <span lang="en" translate="no">European Social', listed
    )


def test_an_english_page_has_nothing_to_mark(national: FlaskClient) -> None:
    assert "<span>European Regional Development Fund</span>" in _page(national, "/browse/project", "en")


def test_the_citation_marks_the_title_as_the_heading_does(national: FlaskClient) -> None:
    page = _page(national, "/doc/project/sprint", "fi")
    cited = page.partition('class="cite"')[2].partition("</details>")[0]
    assert '”<span lang="en">Sustainable European sodium-ion batteries' in cited


@pytest.mark.parametrize(
    "text",
    ["Keliber Technology Oy", "Energia ja ympäristö", "Tampereen Energy Park -kehitysympäristö", "Vaasa"],
)
def test_what_has_another_language_or_none_is_left(text: str) -> None:
    assert english_in(text) is None


def test_markup_in_a_name_stays_a_name() -> None:
    assert english_in("<b> of the Union; x") == (
        "",
        '<span lang="en" translate="no">&lt;b&gt; of the Union</span>; x',
    )


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_names_in_a_chart_are_marked(national: FlaskClient, lang: str) -> None:
    page = _page(national, "/queries/network/programmes", lang)
    assert re.search(r'<text [^>]*lang="en" translate="no">European Social Fund</text>', page)
    tied = _page(national, "/queries/network/shared-projects", lang)
    drawn = re.findall(r"<text [^>]*>(.*?)</text>", tied)
    assert '<tspan lang="en" translate="no">University of Ljubljana</tspan> – ' in " ".join(drawn)
    assert not re.search(r'<title lang="en"[^>]*>[^<]*(?:Hankkeita|Projekt) ', tied), (
        "a title has one language"
    )


def test_actors_of_a_network_are_marked(national: FlaskClient) -> None:
    page = _page(national, "/network/picture", "sv")
    assert re.search(r'<text class="label"[^>]*lang="en" translate="no">LUT University</text>', page)


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_the_title_of_a_page_says_its_language(national: FlaskClient, lang: str) -> None:
    assert '<title lang="en">Sustainable European' in _page(national, "/doc/project/sprint", lang)
    assert "<title>" in _page(national, "/gaps", lang)


def test_names_in_a_heading_are_marked(national: FlaskClient) -> None:
    place = "/doc/collaboration/fac-aalto-hydrometallurgy-part-of-fac-circular-raw-materials-hub"
    heading = _page(national, place, "fi").partition("<h1>")[2].partition("</h1>")[0]
    assert heading.endswith(' – <span lang="en" translate="no">Circular Raw Materials Hub</span>')
    assert "<span" not in _page(national, place, "en").partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    "made", ["sida utan titel, utgivare {}", "nimetön sivu, julkaisija {}"], ids=["sv", "fi"]
)
def test_what_a_page_without_a_title_is_called_is_not_english(made: str) -> None:
    marked = english_in(made.format("Good News from Finland"))
    assert marked == ("", made.format('<span lang="en" translate="no">Good News from Finland</span>'))


def _page(national: FlaskClient, path: str, lang: str) -> str:
    return national.get(f"{path}?lang={lang}", headers={"Accept": "text/html"}).text


def test_who_runs_what_a_search_finds_is_marked(national: FlaskClient) -> None:
    hits = national.get("/search?q=SEEL&lang=fi").text
    assert (
        ' · <span lang="en" translate="no">SEEL Swedish Electric Transport Laboratory</span> · Ruotsi' in hits
    )


def test_a_street_is_marked_and_the_land_behind_it_is_not(national: FlaskClient) -> None:
    page = _page(national, "/doc/facility/umicore-kokkola-pcam-plant", "fi")
    assert '<span lang="en" translate="no">Kokkola Industrial Park</span>, Kokkola, Suomi' in page
