"""A store without a release: one that answers otherwise than SPARQL says is asked for statements only."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner
from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from akkuri import open_release
from akkuri.commands.network_command import command as network
from akkuri.store.outside import StoreOutside

DATA = """<x:g> {
  <x:a> <x:open> true ; <x:name> "A" .
  <x:b> <x:open> false .
  _:shed <x:in> <x:a> ; <x:name> "Shed" .
}"""


class Numbers(BaseHTTPRequestHandler):
    """Gives numbers for booleans, as Virtuoso does."""

    engine: Store
    union = True
    cut = False
    asked: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        text = parse_qs(body)["query"][0]
        self.asked.append(text)
        found: Any = self.engine.query(text, use_default_graph_as_union=self.union)
        answer = found.serialize(format=QueryResultsFormat.XML)
        answer = answer.replace(b">true<", b">1<").replace(b">false<", b">0<")
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+xml")
        self.send_header("Content-Length", str(len(answer)))
        if self.cut and "LIMIT" in text and "?o" in text:
            self.send_header("X-SPARQL-MaxRows", "1")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def handler() -> type[Numbers]:
    engine = Store()
    engine.load(DATA.encode(), RdfFormat.TRIG)
    return type("Handler", (Numbers,), {"engine": engine, "asked": []})


@pytest.fixture
def store(handler: type[Numbers]) -> Iterator[StoreOutside]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield StoreOutside(f"http://127.0.0.1:{server.server_port}/sparql", timeout=5)
        server.shutdown()


def opened(store: StoreOutside) -> dict[str, str]:
    rows = store.select("SELECT ?s ?open { ?s <x:open> ?open }")
    return {str(row["s"]): str(getattr(row["open"], "value", "")) for row in rows}


def test_answers_are_those_of_sparql(store: StoreOutside) -> None:
    assert opened(store) == {"<x:a>": "true", "<x:b>": "false"}
    rows = store.select("SELECT ?name { ?shed <x:in> <x:a> ; <x:name> ?name }")
    assert [str(row["name"]) for row in rows] == ['"Shed"']


def test_the_content_may_change_between_two_questions(store: StoreOutside, handler: type[Numbers]) -> None:
    opened(store)
    handler.engine.update("DELETE WHERE { GRAPH <x:g> { <x:b> <x:open> ?any } }")
    assert opened(store) == {"<x:a>": "true"}


def test_what_is_too_much_to_copy_the_store_answers(
    store: StoreOutside, handler: type[Numbers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StoreOutside, "most", 1)
    assert opened(store) == {"<x:a>": "1", "<x:b>": "0"}
    before = len(handler.asked)
    opened(store)
    assert len(handler.asked) <= before + 2  # it is not copied again: graphs, and the question itself


def test_where_statements_are_cut_off_the_store_answers(store: StoreOutside, handler: type[Numbers]) -> None:
    """As Virtuoso does with ResultSetMaxRows."""
    opened(store)
    handler.cut = True
    assert opened(store) == {"<x:a>": "1", "<x:b>": "0"}


def test_a_store_whose_default_graph_is_no_union_answers_itself(
    store: StoreOutside, handler: type[Numbers]
) -> None:
    handler.union = False
    assert store.select("SELECT ?s ?open { ?s <x:open> ?open }") == []
    rows = store.select("SELECT ?open { GRAPH ?g { <x:a> <x:open> ?open } }")
    assert [str(getattr(row["open"], "value", "")) for row in rows] == ["1"]


def test_in_python_answers_are_those_of_sparql_too(store: StoreOutside) -> None:
    with_query = store.address.removesuffix("sparql") + "query"
    for address in (store.address, with_query):
        rows = open_release(address).rows("SELECT ?s ?open { ?s <x:open> ?open } ORDER BY ?s")
        assert rows == [{"s": "x:a", "open": True}, {"s": "x:b", "open": False}]


def test_an_analysis_asks_for_statements_only(store: StoreOutside, handler: type[Numbers]) -> None:
    done = CliRunner().invoke(network, ["--store", store.address])
    assert "No tie is left" in str(done.exception)  # all of the store has been read
    assert len(handler.asked) > 10
    assert all("GRAPH" in text or "UNDEF" in text for text in handler.asked)
