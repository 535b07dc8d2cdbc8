"""Texts in another language than the page say so: what is read aloud is then read as it is written."""

import re

import pytest
from flask.testing import FlaskClient
from tests.browser.places import places
from tests.web.page.foreign_texts import foreign_texts

from akkuri.web.page.site import Site

MORE = ("/doc/source/e8340cd4", "/search?q=pilot+line", "/browse/source", "/queries/directory/way-in")


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_what_is_in_another_language_says_so(national: FlaskClient, lang: str) -> None:
    found, coded = {}, {}
    national.get("/")
    site: Site = national.application.extensions["akkuri_site"]
    codes = set(site.catalogue.queries)
    for path in (*places(), *MORE):
        answer = national.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
        assert answer.status_code < 500, path
        if answer.mimetype != "text/html":
            continue
        if texts := foreign_texts(answer.text):
            found[path] = texts[:3]
        prose = re.sub(r"<(pre|code|script|textarea)\b.*?</\1>|<[^>]*>", " ", answer.text, flags=re.DOTALL)
        if path != "/api" and (named := codes.intersection(re.findall(r"(?<![\w/])[a-z]+/[a-z-]+", prose))):
            coded[path] = named
    assert found == {}
    assert coded == {}, "people are told the title of a question, with a link"


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_words_beside_a_value_say_their_language(national: FlaskClient, lang: str) -> None:
    answer = national.get(f"/doc/facility/vtt-battery-laboratory?lang={lang}")
    assert re.search(
        r'<span>[^<]*130 A · <span lang="en">5C charge of the tested cell</span></span>', answer.text
    )
    answer = national.get(f"/queries/directory/specifications?lang={lang}")
    assert '<span lang="en">8 GPUs in each of 8 nodes</span>' in answer.text


def test_a_text_that_does_not_say_its_language_is_seen() -> None:
    said, unsaid = "one of the two and that", "The name of the plant and its capacity"
    page = f'<html lang="fi"><p>{unsaid}</p><p lang="en">{said}</p>'
    assert foreign_texts(page) == [("en", unsaid)]
