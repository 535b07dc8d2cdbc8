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
