"""The line under the name of a record, and its map in small."""

import re

import pytest
from flask.testing import FlaskClient

from akkuri.kinds import shared_kinds
from akkuri.texts import LANGUAGES, text

PAGE = "/doc/facility/vtt-battery-laboratory"


def line(page: str) -> dict[str, str]:
    found = re.search(r'<dl class="key">(.*?)</dl>', page, re.DOTALL)
    assert found
    parts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", found[1], re.DOTALL)
    return {name: re.sub(r"<[^>]+>", "", value).strip() for name, value in parts}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_no_source_says_is_said_to_be_so(national: FlaskClient, lang: str) -> None:
    told = line(national.get(f"{PAGE}?lang={lang}").text)
    assert len(told) == len(shared_kinds()["facility"].key)
    assert list(told.values())[-1] == text(lang, "web.not_said")
    assert not any(re.search(r"[a-z][A-Z]", name) for name in told), "names of properties, not their labels"


def test_what_where_whose_and_open_to_whom(national: FlaskClient) -> None:
    told = line(national.get(f"{PAGE}?lang=en").text)
    assert list(told.values())[:2] == ["Laboratory", "Espoo, Finland"]
    assert "VTT" in list(told.values())[2]


def test_the_map_in_small_leads_to_what_lies_around(national: FlaskClient) -> None:
    page = national.get(f"{PAGE}?lang=en").text
    assert "centre of the municipality, not the address" in page
    near = re.search(r'href="(/queries/directory/near\?[^"]+)"', page)
    assert near
    answer = national.get(near[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "VTT battery laboratory" in answer.text


def test_a_record_without_a_point_has_no_map(national: FlaskClient) -> None:
    assert "spot" not in national.get("/doc/project/batcircle?lang=en").text


@pytest.mark.parametrize("path", ["facility/vtt-battery-laboratory", "organisation/vtt", "project/batcircle"])
def test_what_the_line_says_is_not_said_again_below_it(national: FlaskClient, path: str) -> None:
    page = national.get(f"/doc/{path}?lang=fi").text
    said = {name for name, value in line(page).items() if value != text("fi", "web.not_said")}
    below = re.findall(r"<dt>(.*?)</dt>", page.partition('<dl class="facts">')[2].partition("</dl>")[0])
    assert said
    assert below
    assert not said & set(below)


def test_an_address_elsewhere_is_said_once(national: FlaskClient) -> None:
    facts = (
        national.get("/doc/organisation/vtt?lang=sv")
        .text.partition('<dl class="facts">')[2]
        .partition("</dl>")[0]
    )
    assert facts.count("https://ror.org/04b181w54") == 1


def test_every_fact_of_the_line_has_a_name_in_words(national: FlaskClient) -> None:
    for path in (
        "equipment/aalto-picosun-r100",
        "project/batcircle-2",
        "organisation/vtt",
        "facility/otanano",
    ):
        english, finnish = (line(national.get(f"/doc/{path}?lang={lang}").text) for lang in ("en", "fi"))
        assert not set(english) & set(finnish), path
        assert all(name[0].isupper() for name in [*english, *finnish]), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_of_a_descriptive_name_is_said_beside_the_names(
    national: FlaskClient, lang: str
) -> None:
    page = national.get(f"{PAGE}?lang={lang}").text
    names = re.findall(r"<dt>(.*?)</dt>", page.partition('<dl class="facts">')[2].partition("</dl>")[0])
    described = {"en": "Language of a descriptive name", "fi": "Kuvailevan nimen kieli"}
    described["sv"] = "Språk för ett beskrivande namn"
    assert names.index(described[lang]) > names.index(text(lang, "web.fact_names"))
