"""Texts in another language than the page say so: what is read aloud is then read as it is written."""

import pytest
from flask.testing import FlaskClient
from tests.browser.places import places
from tests.web.page.foreign_texts import foreign_texts

MORE = ("/doc/source/e8340cd4", "/search?q=pilot+line", "/browse/source", "/queries/directory/way-in")


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_what_is_in_another_language_says_so(national: FlaskClient, lang: str) -> None:
    found = {}
    for path in (*places(), *MORE):
        answer = national.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html" and (texts := foreign_texts(answer.text)):
            found[path] = texts[:3]
    assert found == {}


def test_a_text_that_does_not_say_its_language_is_seen() -> None:
    said, unsaid = "one of the two and that", "The name of the plant and its capacity"
    page = f'<html lang="fi"><p>{unsaid}</p><p lang="en">{said}</p>'
    assert foreign_texts(page) == [("en", unsaid)]
