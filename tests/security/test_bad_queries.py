"""Requests that must be refused with the right 4xx and one sentence, and break or fetch nothing."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import FORM, QUERY, Reply, Server

TURTLE = "<http://example.org/a> <http://example.org/p> 1, 2, 3 .\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file = tmp_path_factory.mktemp("bad") / "data.ttl"
    file.write_text(TURTLE)
    with Server("--rdf", file, "--workers", "2") as running:
        yield running


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """A listening socket that nothing may connect to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener
        with pytest.raises(BlockingIOError):
            listener.accept()


def problem(reply: Reply, status: int, kind: str) -> str:
    """Check that a reply is the problem it should be; returns its sentence."""
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    document = json.loads(reply.body)
    assert document["status"] == status
    assert document["type"].endswith(f"/problem/{kind}")
    assert "Traceback" not in document["detail"]
    assert document["detail"].count("\n") == 0
    return str(document["detail"])


def works(server: Server) -> None:
    assert json.loads(server.query("ASK { ?s ?p 2 }").body)["boolean"] is True


SERVICES = {
    "plain": "ASK { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "silent": "ASK { SERVICE SILENT <ADDRESS> { ?s ?p ?o } }",
    "lower case": "ASK { service <ADDRESS> { ?s ?p ?o } }",
    "exists": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "subselect": "SELECT * { { SELECT ?s { SERVICE <ADDRESS> { ?s ?p ?o } } } }",
    "variable": "ASK { VALUES ?a { <ADDRESS> } SERVICE ?a { ?s ?p ?o } }",
    "prefix": "PREFIX a: <ADDRESS> ASK { SERVICE a: { ?s ?p ?o } }",
    "prefix named service": "PREFIX service: <x:> PREFIX : <ADDRESS> ASK { SERVICE: { ?s ?p ?o } }",
    "glued to a word": "ASK { ?s ?p trueSERVICE <ADDRESS> { ?s ?p ?o } }",
    "glued to a number": "ASK { ?s ?p 1SERVICE <ADDRESS> { ?s ?p ?o } }",
    "after less-than": "ASK { ?s ?p ?a, ?b FILTER(?a<?b)SERVICE<ADDRESS>{ ?s ?p ?o } }",
    "base": "BASE <ADDRESS> ASK { SERVICE <x> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } { OPTIONAL { SERVICE <ADDRESS> { ?s ?p ?o } } }",
}


@pytest.mark.parametrize("text", SERVICES.values(), ids=SERVICES.keys())
def test_service_is_refused_and_nothing_connects(server: Server, trap: socket.socket, text: str) -> None:
    address = f"http://127.0.0.1:{trap.getsockname()[1]}/sparql"
    detail = problem(server.query(text.replace("ADDRESS", address)), 403, "service-refused")
    assert detail.startswith("Line 1, column ")


def test_service_hidden_from_the_gate_reaches_nothing(server: Server, trap: socket.socket) -> None:
    """An operator that looks like an IRI hides the word from the scan; the process can connect to nothing."""
    address = f"http://127.0.0.1:{trap.getsockname()[1]}/sparql"
    text = f"ASK {{ VALUES ?x {{ <{address}> }} ?s ?p ?a, ?b FILTER(?a<?b)SERVICE?x#>\n {{ ?s ?p ?o }} }}"
    assert server.query(text).status >= 400
    works(server)


@pytest.mark.parametrize("where", ["subject", "string", "comment", "iri", "variable"])
def test_the_word_service_elsewhere_is_no_service(server: Server, where: str) -> None:
    text = {
        "subject": "PREFIX ex: <http://example.org/> ASK { ex:service ?p ?o }",
        "string": 'ASK { ?s ?p "SERVICE <http://127.0.0.1/> {}" }',
        "comment": "ASK { # SERVICE <http://127.0.0.1/> {}\n ?s ?p 99 }",
        "iri": "ASK { <http://example.org/SERVICE> ?p ?o }",
        "variable": "ASK { ?service ?p 99 }",
    }[where]
    reply = server.query(text)
    assert reply.status == 200
    assert json.loads(reply.body)["boolean"] is False


def test_from_a_file_reads_nothing(server: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<x:secret> <x:p> 1 .")
    reply = server.query(f"ASK FROM <{secret.as_uri()}> {{ ?s ?p ?o }}")
    assert secret.as_uri() in problem(reply, 400, "unknown-graph")


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_from_an_address_fetches_nothing(server: Server, trap: socket.socket, clause: str) -> None:
    address = f"http://127.0.0.1:{trap.getsockname()[1]}/data.ttl"
    reply = server.query(f"ASK {clause} <{address}> {{ ?s ?p ?o }}")
    assert address in problem(reply, 400, "unknown-graph")


def test_a_graph_named_in_the_request_is_empty_and_not_fetched(server: Server, trap: socket.socket) -> None:
    address = f"http://127.0.0.1:{trap.getsockname()[1]}/data.ttl"
    reply = server.query("ASK { ?s ?p ?o }", default=[address])
    assert json.loads(reply.body)["boolean"] is False


UPDATES = [
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1:1/x>",
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "PREFIX ex: <http://example.org/> DELETE WHERE { ?s ?p ?o }",
    "# SELECT\nDROP ALL",
    "CLEAR ALL",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_sent_as_a_query_is_refused(server: Server, text: str) -> None:
    problem(server.query(text), 400, "update-refused")
    works(server)


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_is_refused(server: Server, text: str) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    problem(server.request("POST", "/sparql", text, headers), 403, "update-off")
    works(server)


@pytest.mark.parametrize(
    ("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]"), ("{", ""), ("FILTER(1<(", ")>2)")]
)
def test_deep_nesting_is_refused(server: Server, opening: str, closing: str) -> None:
    text = "SELECT * WHERE { " + opening * 20_000 + closing * 20_000 + " }"
    assert "100" in problem(server.query(text), 400, "too-deep")
    works(server)


def test_nesting_just_below_the_limit_is_answered(server: Server) -> None:
    assert server.query("SELECT * " + "{" * 100 + " ?s ?p ?o " + "}" * 100).status == 200


CHAINS = {
    "not": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "not with comments": "ASK { FILTER(" + "!#\n" * 20_000 + "true) }",
    "not like an IRI": "ASK { ?s ?p ?a, ?b FILTER(?a<" + "!" * 20_000 + "?b>1) }",
    "minus like a word": "SELECT (true" + "-1" * 20_000 + " AS ?x) {}",
    "or": "ASK { FILTER(true" + "||true" * 20_000 + ") }",
    "sum": "SELECT (1" + "+1" * 20_000 + " AS ?x) {}",
    "after a comma": "SELECT (CONCAT(1,1" + "+1" * 20_000 + ") AS ?x) {}",
    "path": "ASK { ?s a" + "/a" * 20_000 + " ?o }",
    "path alternatives": "ASK { ?s a" + "|^a" * 20_000 + " ?o }",
    "union": "ASK { {}" + " UNION {}" * 20_000 + " }",
    "optional": "ASK { " + "OPTIONAL { ?a ?b ?c } " * 20_000 + " }",
    "filters": "ASK { " + "FILTER(true) " * 20_000 + " }",
    "having": "SELECT (1 AS ?x) {} GROUP BY ?y HAVING " + "(true)" * 20_000,
    "triples": "ASK { " + "?a ?b ?c . " * 20_000 + " }",
    "objects": "ASK { ?a ?b ?c" + ", ?c" * 20_000 + " }",
    "collection": "ASK { ?s ?p (" + "1 " * 20_000 + ") }",
    "described": "DESCRIBE " + "<x:y> " * 20_000,
    "columns": "SELECT " + " ".join(f"(1 AS ?x{number})" for number in range(20_000)) + " {}",
    "triple terms": "ASK { " + "<< " * 20_000 + " }",
    "after a table": "ASK { VALUES ?x { 1 2 } FILTER(" + "!" * 20_000 + "?x) }",
}


@pytest.mark.parametrize("text", CHAINS.values(), ids=CHAINS.keys())
def test_depth_without_brackets_is_refused(server: Server, text: str) -> None:
    assert "20000" in problem(server.query(text), 400, "too-many-parts")
    works(server)


LONG_AS_ALLOWED = {
    "not": "ASK { FILTER(" + "!" * 19_980 + "true) }",
    "not like an IRI": "ASK { ?s ?p ?a, ?b FILTER(?a<" + "!" * 19_900 + "?b>1) }",
    "or": "ASK { FILTER(true" + "||true" * 6_600 + ") }",
    "filters": "ASK { " + "FILTER(true) " * 4_900 + " }",
    "having": "SELECT (1 AS ?x) {} GROUP BY ?y HAVING " + "(true)" * 6_600,
    "triple terms": "ASK { " + "<< " * 9_900 + " }",
    "path alternatives": "ASK { ?s a" + "|a" * 9_900 + " ?o }",
}


@pytest.mark.parametrize("text", LONG_AS_ALLOWED.values(), ids=LONG_AS_ALLOWED.keys())
def test_the_deepest_chain_that_passes_ends_no_process(server: Server, text: str) -> None:
    reply = server.query(text)
    assert reply.status in (200, 400), reply.text
    assert b"broken" not in reply.body
    works(server)


LISTS = {
    "table": "SELECT ?x { VALUES ?x { " + "-1 " * 50_000 + "} FILTER(?x > 0) }",
    "table of rows": "SELECT ?x { VALUES (?x ?y) { " + "(1 UNDEF) " * 20_000 + "} FILTER(?x > 1) }",
    "table at the end": "SELECT ?x { } LIMIT 0 VALUES ?x { " + "<x:y> " * 50_000 + "}",
    "in": "ASK { ?s ?p ?o FILTER(?o IN (" + "<x:y>, " * 50_000 + "2)) }",
    "arguments": "SELECT (STRLEN(CONCAT(" + "'a', " * 50_000 + "'b')) AS ?n) { }",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_long_lists_of_values_are_answered(server: Server, text: str) -> None:
    assert server.query(text).status == 200


def test_not_utf8_directly(server: Server) -> None:
    reply = server.request("POST", "/sparql", b'ASK { ?s ?p "\xff\xfe" }', {"Content-Type": QUERY})
    problem(reply, 400, "not-utf8")


def test_not_utf8_in_a_form(server: Server) -> None:
    problem(server.request("POST", "/sparql", "query=ASK%7B%7D%FF", {"Content-Type": FORM}), 400, "not-utf8")


def test_not_utf8_in_the_address(server: Server) -> None:
    problem(server.request("GET", "/sparql?query=ASK%7B%7D%FF"), 400, "not-utf8")


@pytest.mark.parametrize("size", [2 * 1024 * 1024, 10 * 1024 * 1024])
def test_a_query_too_long(server: Server, size: int) -> None:
    text = 'ASK { ?s ?p "' + "x" * size + '" }'
    problem(server.request("POST", "/sparql", text, {"Content-Type": QUERY}), 413, "body-too-large")
    works(server)


def test_a_form_too_long(server: Server) -> None:
    form = "query=ASK{}&x=" + "y" * 10 * 1024 * 1024
    problem(server.request("POST", "/sparql", form, {"Content-Type": FORM}), 413, "body-too-large")


def test_a_query_too_long_inside_a_short_form(server: Server) -> None:
    form = "query=ASK{}%23" + "y" * 1024 * 1024
    problem(server.request("POST", "/sparql", form, {"Content-Type": FORM}), 413, "too-long")


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_wrong_media_type(server: Server, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    problem(server.request("POST", "/sparql", b"ASK {}", headers), 415, "form-media-type")


def test_unknown_form(server: Server) -> None:
    detail = problem(server.query("SELCT * WHERE { ?s ?p ?o }"), 400, "first-word")
    assert detail == "Line 1, column 1: “SELCT” begins no query; did you mean SELECT?"


def test_unclosed_string(server: Server) -> None:
    detail = problem(server.query('ASK {\n  ?s ?p "abc .\n}'), 400, "unclosed-string")
    assert detail.startswith("Line 2, column 9: ")


def test_unknown_prefix_names_the_near_one(server: Server) -> None:
    detail = problem(server.query("ASK {\n ?s skso:prefLabel ?o }"), 400, "unknown-prefix")
    assert detail == "Line 2, column 5: the prefix “skso:” is not declared; did you mean “skos:”?"


def test_a_mistake_in_the_middle_has_line_and_column(server: Server) -> None:
    reply = server.query("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(?o > )\n}")
    problem(reply, 400, "syntax")
    document = json.loads(reply.body)
    assert (document["line"], document["column"]) == (3, 15)


def test_not_acceptable(server: Server) -> None:
    detail = problem(server.query("ASK {}", accept="image/png"), 406, "not-acceptable")
    assert "application/sparql-results+json" in detail


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_wrong_method(server: Server, method: str) -> None:
    reply = server.request(method, "/sparql")
    problem(reply, 405, "method")
    assert "GET" in reply.headers["allow"]


def test_two_queries(server: Server) -> None:
    problem(server.request("GET", "/sparql?query=ASK{}&query=ASK{}"), 400, "many-queries")


@pytest.mark.parametrize("iri", ["", "no-iri", "http://x y/", "<http://x/>"])
def test_a_graph_that_is_no_iri(server: Server, iri: str) -> None:
    problem(server.query("ASK {}", default=[iri]), 400, "bad-graph-iri")
