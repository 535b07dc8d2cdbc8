"""/api: every operation of the OpenAPI document, readable, in three languages, nothing from elsewhere."""

import html
import re

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(("lang", "title"), [("en", "API"), ("fi", "Rajapinta"), ("sv", "Gränssnitt")])
def test_every_operation_is_told(national: FlaskClient, lang: str, title: str) -> None:
    page = html.unescape(national.get(f"/api?lang={lang}").text)
    assert title in page.partition("<h1>")[2].partition("</h1>")[0]
    described = national.get(f"/api/openapi.json?lang={lang}").get_json()["paths"]
    for path, methods in described.items():
        assert f"<code>{path}</code>" in page
        for said in methods.values():
            assert said["summary"] in page


def test_views_are_a_list_and_no_value_is_told_twice(national: FlaskClient) -> None:
    page = national.get("/api").text
    assert "`" not in page
    assert "<li><code>cells</code>: " in page
    (told,) = set(re.findall(r"<dt><code>groups</code></dt><dd>(.*?)</dd>", page))
    assert told.count("family") == 1


def test_what_needs_nothing_can_be_tried(national: FlaskClient) -> None:
    page = national.get("/api").text
    addresses = re.findall(r'<code>GET</code> <a href="([^"]+)"', page)
    assert "/api/queries/directory/facilities" in addresses
    assert not [address for address in addresses if "{" in address]
    assert national.get("/api/queries/directory/facilities").status_code == 200


def test_nothing_comes_from_elsewhere(national: FlaskClient) -> None:
    page = national.get("/api").text
    assert not re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="https?:', page)


def test_what_is_at_no_address_names_the_page_of_the_api(small: FlaskClient) -> None:
    lost = small.get("/openapi.json", headers={"Accept": "application/json"})
    assert lost.status_code == 404
    assert "/api" in [choice["href"] for choice in lost.get_json()["nearest"]]
