"""Every answer has an address by release, at which it is the same, links included."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.release.opening import Release
from akkuri.settings import Settings

PUBLIC = "https://graph.example/under/"


@pytest.fixture
def root(national_release: Release) -> str:
    return f"/release/{national_release.version}"


@pytest.mark.parametrize(
    "path",
    [
        "/api/gaps?show=cells",
        "/api/queries/gaps/open-by-stage?format=csv",
        "/sparql?query=ASK{}",
        "/void.ttl",
    ],
)
def test_an_answer_is_the_same_by_release(national: FlaskClient, root: str, path: str) -> None:
    now, cited = national.get(path), national.get(root + path)
    assert cited.status_code == now.status_code == 200
    assert cited.data == now.data
    assert cited.headers["ETag"]


def test_links_of_a_page_stay_within_its_release(national: FlaskClient, root: str) -> None:
    page = national.get(f"{root}/gaps").text
    links = re.findall(r'(?:href|src|action)="(/[^"]*)', page)
    assert len(links) > 20
    assert {link for link in links if not link.startswith(f"{root}/")} == set()
    assert '<a href="http://localhost/gaps">The same page of the release in use</a>' in page
    followed = next(link for link in links if "/gaps/" in link)
    assert national.get(followed).status_code == 200


def test_an_answer_names_its_permanent_address(national: FlaskClient, root: str) -> None:
    links = national.get("/api/gaps?show=cells").headers.get_all("Link")
    assert f'<http://localhost{root}/api/gaps?show=cells>; rel="cite-as"' in links
    assert links == national.get(f"{root}/api/gaps?show=cells").headers.get_all("Link")


def test_a_redirect_stays_within_the_release(national: FlaskClient, root: str) -> None:
    page = national.get(f"{root}/browse/facility").text
    facility = re.search(rf'href="{root}/doc/(facility/[^"?]+)"', page)
    assert facility
    answer = national.get(f"{root}/id/{facility[1]}", headers={"Accept": "text/turtle"})
    assert answer.headers["Location"].startswith(f"{root}/doc/{facility[1]}")


def test_below_a_path_of_the_server(national_release: Release, serve_release: Any, root: str) -> None:
    app: Flask = serve_release(national_release, Settings(public_address=PUBLIC))
    answer = app.test_client().get("/api/gaps?show=cells")
    assert f'<{PUBLIC[:-1]}{root}/api/gaps?show=cells>; rel="cite-as"' in answer.headers["Link"]
    page = app.test_client().get(f"/under{root}/gaps").text
    assert f'action="/under{root}/search"' in page
    assert f'<a href="{PUBLIC}gaps">' in page


@pytest.mark.parametrize(
    "path", ["/health/ready", "/check", "/suggest/facility/x?lang=sv", "//example.org/check"]
)
def test_what_belongs_to_no_release_is_the_servers(national: FlaskClient, root: str, path: str) -> None:
    answer = national.get(root + path)
    assert answer.status_code in (307, 404)
    assert answer.headers.get("Location", "/").replace("//", "/x") == answer.headers.get("Location", "/")


def test_a_release_that_is_not_there(national: FlaskClient) -> None:
    for path in ("2020-01-01-000000000000/gaps", "nothing/", "%2e%2e/x"):
        assert national.get(f"/release/{path}").status_code == 404, path
    answer = national.get("/release/2020-01-01-000000000000/gaps")
    assert answer.get_json()["detail"].startswith("There is no release 2020-01-01-000000000000 here")


def test_the_releases_are_listed(national: FlaskClient, root: str) -> None:
    found = national.get("/api/releases").get_json()["releases"]
    assert [(each["address"], each["in_use"]) for each in found] == [(f"{root}/", True)]
    for lang in ("en", "fi", "sv"):
        page = national.get(f"/release?lang={lang}")
        assert f'href="{root}/"' in page.text
        assert page.headers["Cache-Control"] == "no-store"


def test_without_its_slash_the_front_page_is_found(national: FlaskClient, root: str) -> None:
    answer = national.get(root)
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{root}/")
    assert national.get(f"{root}/").status_code == 200
