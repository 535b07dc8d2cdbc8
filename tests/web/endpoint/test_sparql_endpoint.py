"""The endpoint in one process: the protocol's forms, headers, problems, description, health."""

import json
from pathlib import Path

import pytest
from flask import abort
from flask.testing import FlaskClient

from akkuri.ask.service import Ask
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app

QUERY = "SELECT ?o { <http://example.org/a> <http://example.org/p> ?o }"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    file = tmp_path / "data.nt"
    file.write_text('<http://example.org/a> <http://example.org/p> "Jyväskylä" .\n')
    settings = Settings()
    return create_app(settings, Ask.over(EmbeddedStore.in_memory([file]), settings)).test_client()


def test_all_three_forms_give_the_same_answer(client: FlaskClient) -> None:
    answers = {
        client.get("/sparql", query_string={"query": QUERY}).data,
        client.post("/sparql", data={"query": QUERY}).data,
        client.post("/sparql", data=QUERY, content_type="application/sparql-query").data,
        client.post("/sparql/", data=QUERY, content_type="application/sparql-query; charset=utf-8").data,
    }
    assert len(answers) == 1
    rows = json.loads(answers.pop())["results"]["bindings"]
    assert rows == [{"o": {"type": "literal", "value": "Jyväskylä"}}]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_formats_of_solutions(client: FlaskClient, accept: str, content_type: str) -> None:
    reply = client.get("/sparql", query_string={"query": QUERY}, headers={"Accept": accept})
    assert reply.headers["Content-Type"] == content_type
    assert "Jyväskylä" in reply.text


@pytest.mark.parametrize(
    "media_type",
    [
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/rdf+xml",
        "application/ld+json",
    ],
)
def test_formats_of_graphs(client: FlaskClient, media_type: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    reply = client.get("/sparql", query_string={"query": query}, headers={"Accept": media_type})
    assert reply.mimetype == media_type
    assert "Jyv" in reply.text


def test_the_etag_saves_the_answer(client: FlaskClient) -> None:
    first = client.get("/sparql", query_string={"query": QUERY})
    again = client.get(
        "/sparql", query_string={"query": QUERY}, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(
        "/sparql",
        query_string={"query": QUERY},
        headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"},
    )
    assert other.status_code == 200


def test_a_function_that_nobody_knows_is_told_in_a_header(client: FlaskClient) -> None:
    query = "SELECT (<http://x/öf>(1) AS ?v) {}"
    answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert (answer.status_code, answer.data) == (200, b'v\r\n""\r\n')
    assert (
        answer.headers["Warning"]
        == '199 - "There is no function <http://x/%C3%B6f> here: it gives no value."'
    )
    assert "Warning" in answer.headers["Access-Control-Expose-Headers"]
    assert "Warning" not in client.get("/sparql", query_string={"query": "ASK {}"}).headers


@pytest.mark.parametrize(
    "path", ["/sparql?query=" + "ASK{}", "/sparql?query=oops", "/nothing", "/health/live"]
)
def test_cors_on_every_answer(client: FlaskClient, path: str) -> None:
    for reply in (client.get(path), client.options(path)):
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in reply.headers["Access-Control-Expose-Headers"]


def test_a_preflight_allows_the_headers_of_the_protocol(client: FlaskClient) -> None:
    reply = client.options("/sparql")
    assert reply.status_code == 200
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert {"*", "Authorization", "Content-Type"} <= set(
        reply.headers["Access-Control-Allow-Headers"].split(", ")
    )


@pytest.mark.parametrize(
    ("address", "kind", "body", "status", "problem"),
    [
        ("query=ASK%7B%7D", "sparql-query", "ASK {}", 400, "many-queries"),
        ("query=ASK%7B%7D", "x-www-form-urlencoded", "query=ASK%7B%7D", 400, "many-queries"),
        ("update=CLEAR+ALL", "sparql-query", "ASK {}", 403, "update-off"),
        ("update=CLEAR+ALL", "x-www-form-urlencoded", "query=ASK%7B%7D", 403, "update-off"),
        ("format=csv&format=json", "sparql-query", "ASK {}", 400, "several"),
        ("format=csv", "x-www-form-urlencoded", "query=ASK%7B%7D&format=json", 400, "several"),
    ],
)
def test_what_is_asked_twice_over_is_not_guessed(
    client: FlaskClient, address: str, kind: str, body: str, status: int, problem: str
) -> None:
    answer = client.post(f"/sparql?{address}", data=body, content_type=f"application/{kind}")
    assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (status, problem)


def test_the_same_format_twice_is_one(client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK%7B%7D&format=csv&format=csv").text == "true"


def test_problems_are_problem_json(client: FlaskClient) -> None:
    reply = client.get("/sparql", query_string={"query": "ASK {"})
    assert reply.status_code == 400
    assert reply.mimetype == "application/problem+json"
    document = json.loads(reply.data)
    assert document.keys() == {"type", "title", "status", "detail", "line", "column"}
    assert (document["line"], document["column"]) == (1, 5)


@pytest.mark.parametrize(("lang", "words"), [("fi", "Rivi 1"), ("sv", "Rad 1"), ("en", "Line 1")])
def test_problems_for_people_are_pages_in_their_language(client: FlaskClient, lang: str, words: str) -> None:
    headers = {"Accept": "text/html", "Accept-Language": lang}
    reply = client.get("/sparql", query_string={"query": "ASK { ?s <x:p> '<script>' "}, headers=headers)
    assert reply.mimetype == "text/html"
    assert f'<html lang="{lang}">' in reply.text
    assert words in reply.text
    assert "<script>" not in reply.text


def test_no_query_describes_the_service(client: FlaskClient) -> None:
    reply = client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert reply.mimetype == "application/n-triples"
    assert (
        "<http://www.w3.org/ns/sparql-service-description#endpoint> <http://localhost/sparql>" in reply.text
    )


def test_a_post_without_a_query_is_a_problem(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"foo": "bar"}).status_code == 400


def test_an_update_with_get_is_refused(client: FlaskClient) -> None:
    assert client.get("/sparql", query_string={"update": "CLEAR ALL"}).status_code == 400


def test_health_and_metrics(client: FlaskClient) -> None:
    assert client.get("/health/live").get_json() == {"status": "alive"}
    ready = client.get("/health/ready").get_json()
    assert (ready["status"], ready["quads"]) == ("ready", 1)
    client.get("/sparql", query_string={"query": QUERY})
    client.get("/sparql", query_string={"query": "oops"})
    text = client.get("/metrics").text
    assert 'akkuri_queries_total{outcome="ok"} 1.0' in text
    assert 'akkuri_queries_total{outcome="no-first-word"} 1.0' in text
    assert "akkuri_cache_bytes" in text


@pytest.mark.parametrize(
    ("status", "title"), [(418, "The request cannot be understood"), (504, "Error in the service")]
)
def test_a_status_without_a_title_of_its_own(tmp_path: Path, status: int, title: str) -> None:
    app = create_app(Settings(), Ask.over(EmbeddedStore.in_memory()))
    app.add_url_rule("/teapot", view_func=lambda: abort(status))
    reply = app.test_client().get("/teapot")
    assert (reply.status_code, json.loads(reply.data)["title"]) == (status, title)


def test_an_inner_error_shows_nothing_of_itself(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Ask, "answer", fail)
    reply = client.get("/sparql", query_string={"query": QUERY})
    assert reply.status_code == 500
    assert "secret" not in reply.text
    assert json.loads(reply.data)["type"].endswith("/problem/internal")


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?z a ?b OPTIONAL { ?b ?y ?a } } LIMIT 1", "z,b,y,a"),
        ("SELECT DISTINCT * # all\n{ VALUES (?b ?a) { (1 2) } }", "b,a"),
        ("SELECT * { { SELECT (COUNT(?x) AS ?n) { ?x a ?hidden } } BIND(1 AS ?a) }", "n,a"),
        ("SELECT ?b ?a { VALUES (?a ?b) { (1 2) } }", "b,a"),
        ("SELECT * { ?s ?p '* ?q' . FILTER(?s * 2 > 1) }", "s,p"),
    ],
)
def test_a_star_keeps_the_order_of_the_query(client: FlaskClient, query: str, columns: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
    assert answer.text.splitlines()[0] == columns


def test_graphs_are_written_with_the_prefixes_of_the_query_and_the_usual_ones(client: FlaskClient) -> None:
    query = "PREFIX mine: <http://m.example/> CONSTRUCT { mine:a a <http://www.w3.org/ns/org#Site> } {}"
    for accept in ("text/turtle", "application/trig"):
        answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
        assert "mine:a a org:Site" in answer.text
