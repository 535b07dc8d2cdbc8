"""One rendering of every error: as a page or as problem+json, with and without a release."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.ask.service import Ask
from akkuri.errors import AkkuriError, OutsideError, Refusal, RequestError, UsageError
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
from akkuri.web.page.values import Value

PAGE, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}
LINKS = [Value("Elsewhere", "/elsewhere")]
ERRORS: dict[str, tuple[Exception, int, str]] = {
    "usage": (UsageError.worded("analysis.no_budget", budget="0"), 400, "http"),
    "outside": (OutsideError("The store is away."), 502, "remote"),
    "refusal": (Refusal("busy", seconds=7), 503, "busy"),
    "time": (Refusal("time-limit", seconds="0.5"), 503, "time-limit"),
    "crowded": (Refusal("crowded-limit", seconds="0.5"), 503, "crowded-limit"),
    "share": (Refusal("share", seconds=2), 429, "share"),
    "slow": (RequestError(413, "curation.web-slow", {"seconds": 60}), 413, "web-slow"),
    "late": (RequestError(503, "curation.web-late", {"seconds": 240}), 503, "web-late"),
    "question": (Refusal("unknown-graph", line=2, column=3, graph="urn:x"), 400, "unknown-graph"),
    "request": (RequestError(410, "web.no_path", {"path": "/there"}, LINKS), 410, "no-path"),
    "endpoint": (RequestError(400, "endpoint.no-query", headers={"X-Told": "yes"}), 400, "no-query"),
    "bug": (ZeroDivisionError("of the program"), 500, "internal"),
}


@pytest.fixture(scope="module", params=["release", "store"])
def client(request: pytest.FixtureRequest, make_small: Callable[[str], Flask]) -> FlaskClient:
    """A site of a release, or a store without one, that raises what is asked for."""
    if request.param == "release":
        app = make_small(Settings().base)
    else:
        app = create_app(Settings(), Ask.over(EmbeddedStore.in_memory([])))

    def fail(name: str) -> str:
        raise ERRORS[name][0]

    app.add_url_rule("/fail/<name>", "fail", fail)
    app.add_url_rule("/beside", "beside", lambda: ("A page that shows a problem beside other things.", 503))
    return app.test_client()


@pytest.mark.parametrize("name", list(ERRORS))
def test_as_a_problem_and_as_a_page(client: FlaskClient, name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    error, status, code = ERRORS[name]
    told = client.get(f"/fail/{name}?lang=sv", headers=JSON)
    assert (told.status_code, told.content_type) == (status, "application/problem+json")
    document = told.get_json()
    assert (document["status"], document["type"].rpartition("/")[2]) == (status, code)
    if isinstance(error, AkkuriError):
        assert error.sentence("sv") in document["detail"]
    page = client.get(f"/fail/{name}?lang=sv", headers=PAGE)
    assert page.status_code == status
    assert page.content_type.startswith("text/html")
    assert f"<h1>{document['title']}</h1>" in page.text
    for answer in (told, page):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Language"] == "sv"
        again = answer.headers.get("Retry-After")
        assert again is None if status < 429 or status == 500 else int(again or 0) >= 1
        assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))


def test_what_goes_with_an_error(client: FlaskClient) -> None:
    assert client.get("/fail/refusal", headers=JSON).headers["Retry-After"] == "7"
    assert int(client.get("/beside", headers=PAGE).headers["Retry-After"]) >= 1
    assert client.get("/fail/endpoint", headers=JSON).headers["X-Told"] == "yes"
    question = client.get("/fail/question", headers=JSON).get_json()
    assert (question["line"], question["column"]) == (2, 3)
    near = client.get("/fail/request", headers=JSON).get_json()["nearest"]
    assert near == [{"title": "Elsewhere", "href": "/elsewhere"}]


def test_nothing_of_a_bug_is_shown(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    for headers in (PAGE, JSON):
        assert "of the program" not in client.get("/fail/bug", headers=headers).text
    assert "ZeroDivisionError" in caplog.text
