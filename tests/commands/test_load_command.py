"""`akkuri load` and serving from a store outside: what fails in between is told, and nothing is mixed."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from akkuri.store.remote import RemoteStore
from oxigraph_server import free_port, oxigraph
from program import akkuri
from releases import write_release
from serving import Reply, Server

BASE = "https://w3id.org/akkuri/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <x:p> ?o }"
Change = Callable[[str, int, str, bytes], tuple[int, str, bytes] | None]
"""Request text, status, content type, body → what is answered instead; None breaks the connection."""


def graph(count: int) -> str:
    return "".join(f'<x:s{n}> <x:p> "hyvää {n}"@fi <x:g{n % 7}> .\n' for n in range(count))


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return write_release(tmp_path / "one", "one", graph(9_000), base=BASE)


@pytest.fixture
def store() -> Iterator[str]:
    with oxigraph("", "--union-default-graph") as address:
        yield address


class Between:
    """Stands before a store and changes what it answers."""

    def __init__(self, behind: str) -> None:
        self.behind = urlsplit(behind).netloc
        self.change: Change = lambda _text, *answer: answer
        self.updates = 0
        self.address = ""


@contextmanager
def between(behind: str) -> Iterator[Between]:
    it = Between(behind)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            updating = self.path.startswith("/update")
            it.updates += updating
            text = body.decode() if updating else parse_qs(body.decode())["query"][0]
            headers = {name: self.headers[name] for name in ("Content-Type", "Accept")}
            connection = HTTPConnection(it.behind, timeout=30)
            connection.request("POST", self.path, body, headers)
            response = connection.getresponse()
            kind = response.headers.get("Content-Type", "")
            answer = it.change(text, response.status, kind, response.read())
            connection.close()
            if answer is None:
                self.close_connection = True
                return
            status, kind, found = answer
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if status != 204:
                self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            with suppress(OSError):  # who has read enough leaves
                self.wfile.write(found)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        it.address = f"http://127.0.0.1:{server.server_port}"
        yield it
        server.shutdown()


def versions(address: str) -> set[str]:
    found = RemoteStore(f"{address}/query").select(
        f"SELECT ?v {{ GRAPH <{BASE}graph/loaded> {{ ?s <http://www.w3.org/2002/07/owl#versionInfo> ?v }} }}"
    )
    return {str(row["v"].value) for row in found}  # type: ignore[union-attr]


def ask(server: Server, text: str = COUNT) -> Reply:
    return server.request("GET", f"/sparql?query={quote(text)}")


def number(reply: Reply) -> str:
    assert reply.status == 200, reply.text
    return str(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def test_a_release_is_loaded_and_named(release: Path, store: str) -> None:
    done = akkuri("load", release, f"{store}/query")
    assert (done.returncode, done.stderr) == (0, "")
    assert "9000 statements" in done.stdout
    assert versions(store) == {"one"}
    again = akkuri("load", release, f"{store}/query")
    assert again.returncode == 0
    assert "already" in again.stdout


def test_a_load_whose_connection_is_lost_goes_on_where_it_was(release: Path, store: str) -> None:
    with between(store) as gate:

        def lose(_text: str, *answer: object) -> tuple[int, str, bytes] | None:
            return answer if gate.updates < 5 else None  # type: ignore[return-value]

        gate.change = lose
        done = akkuri("load", release, f"{gate.address}/query")
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.count("\n") == 1
        assert gate.address in done.stderr
        assert versions(store) == set()
        gate.change = lambda _text, *answer: answer
        done = akkuri("load", release, f"{gate.address}/query")
        assert done.returncode == 0, done.stderr
        sent, there = map(int, re.findall(r"(\d+) pieces were sent, (\d+) were", done.stdout)[0])
        assert sent > 0
        assert there > 0
    assert versions(store) == {"one"}
    assert number_of(store) == 9_000


def number_of(address: str) -> int:
    return int(RemoteStore(f"{address}/query").select(COUNT)[0]["n"].value)  # type: ignore[union-attr]


def test_a_store_that_loses_statements_is_not_named(release: Path, store: str) -> None:
    behind = RemoteStore(f"{store}/query", update_url=f"{store}/update")
    with between(store) as gate:

        def forget(text: str, *answer: object) -> tuple[int, str, bytes]:
            if '"hyvää 17"@fi' in text:
                behind.update("DELETE WHERE { GRAPH ?g { <x:s17> ?p ?o } }")
            return answer  # type: ignore[return-value]

        gate.change = forget
        done = akkuri("load", release, f"{gate.address}/query")
    assert done.returncode == 3
    assert "<x:g3>" in done.stderr
    assert versions(store) == set()
    assert akkuri("load", release, f"{store}/query").returncode == 0
    assert versions(store) == {"one"}


def test_what_is_not_ours_is_replaced_only_when_asked(release: Path) -> None:
    with oxigraph("<x:a> <x:p> <x:b> <x:foreign> .", "--union-default-graph") as store:
        done = akkuri("load", release, f"{store}/query")
        assert done.returncode == 2
        assert "--replace" in done.stderr
        assert number_of(store) == 1
        assert akkuri("load", release, f"{store}/query", "--replace").returncode == 0
        assert number_of(store) == 9_000


def test_a_store_without_a_default_graph_and_with_rows_for_ask(release: Path, store: str) -> None:
    """As Virtuoso is: what it holds is found all the same, and it is filled."""
    rows = json.dumps(
        {"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "1"}}]}}
    )
    kind = "application/sparql-results+json"

    def like_virtuoso(text: str, *answer: object) -> tuple[int, str, bytes]:
        if text.startswith("ASK"):
            return 200, kind, rows.encode()
        return (400, "text/plain", b"SP031") if "DEFAULT" in text else answer  # type: ignore[return-value]

    with between(store) as gate:
        gate.change = like_virtuoso
        done = akkuri("load", release, f"{gate.address}/query")
        assert done.returncode == 0, done.stderr
        gate.change = lambda text, *answer: (400, "text/plain", b"SP0\n31") if "DATA" in text else answer
        RemoteStore(f"{store}/query", update_url=f"{store}/update").update("CLEAR ALL")
        done = akkuri("load", release, f"{gate.address}/query")
        assert done.returncode == 3
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith(f"akkuri: {gate.address}")
        gate.change = like_virtuoso
        inside = RemoteStore(f"{store}/query", update_url=f"{store}/update")
        inside.update("CLEAR ALL ; INSERT DATA { <x:a> <x:b> <x:c> }")
        assert akkuri("load", release, f"{gate.address}/query").returncode == 2


def test_another_release_takes_the_place_of_the_first(release: Path, store: str, tmp_path: Path) -> None:
    assert akkuri("load", release, f"{store}/query").returncode == 0
    other = write_release(tmp_path / "two", "two", graph(3), base=BASE)
    assert akkuri("load", other, f"{store}/query").returncode == 0
    assert versions(store) == {"two"}
    assert number_of(store) == 3


@pytest.mark.parametrize(
    "words", [("nowhere", "http://127.0.0.1:9/"), ("{release}", "ftp://x/"), ("{release}",)]
)
def test_wrong_usage_is_one_sentence(release: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    given = [word.format(release=release).replace("nowhere", str(tmp_path / "nowhere")) for word in words]
    done = akkuri("load", *given)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_store_of_another_version_is_refused_at_the_start(
    release: Path, store: str, tmp_path: Path
) -> None:
    other = write_release(tmp_path / "two", "two", graph(3), base=BASE)
    address = f"{store}/query"
    for word in ("no release", "two"):
        done = akkuri("serve", "--port", "0", "--release", release, "--store", address)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert word in done.stderr
        assert akkuri("load", other, address).returncode == 0


def test_a_default_graph_that_is_no_union_is_refused(release: Path) -> None:
    with oxigraph() as store:
        assert akkuri("load", release, f"{store}/query").returncode == 0
        done = akkuri("serve", "--port", "0", "--release", release, "--store", f"{store}/query")
    assert done.returncode == 2
    assert "--union-default-graph" in done.stderr


def test_no_answer_is_of_a_release_that_is_not_served(release: Path, store: str, tmp_path: Path) -> None:
    """Another release is loaded while one is served: what is kept stays, new questions are refused."""
    root = tmp_path / "root"
    first = write_release(root / "one", "one", graph(9_000), base=BASE)
    (root / "current").symlink_to("one")
    address = f"{store}/query"
    assert akkuri("load", first, address).returncode == 0
    with Server("--release", root, "--store", address, "--workers", "1") as server:
        assert number(ask(server)) == "9000"
        second = write_release(root / "two", "two", graph(3), base=BASE)
        assert akkuri("load", second, address).returncode == 0
        assert number(ask(server)) == "9000"
        refused = ask(server, f"{COUNT} OFFSET 0")
        assert refused.status == 503
        assert int(refused.headers["retry-after"]) > 0
        assert "two" in json.loads(refused.body)["detail"]
        assert server.request("GET", "/health/ready").status == 503
        assert server.request("GET", "/health/live").status == 200
        (root / "next").symlink_to("two")
        (root / "next").replace(root / "current")
        limit = time.monotonic() + 30
        while (reply := ask(server, f"{COUNT} OFFSET 0")).status == 503:
            assert time.monotonic() < limit
        assert number(reply) == "3"
        assert number(ask(server)) == "3"


def test_a_store_that_answers_otherwise_than_sparql_is_asked_for_statements_alone(
    store: str, tmp_path: Path
) -> None:
    """As Virtuoso is: it counts wrongly, and rounds coordinates."""
    wkt = "http://www.opengis.net/ont/geosparql#wktLiteral"
    statements = f'{graph(9)}<x:a> <x:at> "POINT(24.1 60.5)"^^<{wkt}> <x:g> .\n'
    release = write_release(tmp_path / "one", "one", statements, base=BASE)
    with between(store) as gate:

        def wrong(text: str, status: int, kind: str, body: bytes) -> tuple[int, str, bytes]:
            if "COUNT" in text and "GRAPH" not in text:
                body = (
                    b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"42"}}]}}'
                )
            return (
                status,
                kind,
                body.replace(f'"{wkt}">POINT(24.1'.encode(), f'"{wkt}">POINT(24.100000381'.encode()),
            )

        gate.change = wrong
        address = f"{gate.address}/query"
        assert akkuri("load", release, address).returncode == 0
        with Server("--release", release, "--store", address, "--workers", "1") as server:
            assert number(ask(server)) == "9"
            place = server.query("CONSTRUCT WHERE { ?s <x:at> ?o }", accept="application/n-triples")
            assert f'"POINT(24.1 60.5)"^^<{wkt}>' in place.text
            graphs = server.query("SELECT ?g { GRAPH ?g { ?s <x:p> ?o } } GROUP BY ?g", accept="text/csv")
            assert set(graphs.text.split()[1:]) == {f"x:g{n}" for n in range(7)}


def html(_text: str, *_answer: object) -> tuple[int, str, bytes]:
    return 200, "text/html", b"<html>Log in, please.</html>"


def half(_text: str, status: int, kind: str, body: bytes) -> tuple[int, str, bytes]:
    return status, kind, body[: len(body) // 2]


def gone(_text: str, *_answer: object) -> None:
    return None


def failing(_text: str, *_answer: object) -> tuple[int, str, bytes]:
    return 500, "text/plain", b"no memory\nat all"


@pytest.mark.parametrize("change", [html, half, gone, failing])
def test_a_store_that_answers_something_else(release: Path, store: str, change: Change) -> None:
    assert akkuri("load", release, f"{store}/query").returncode == 0
    with between(store) as gate:
        address = f"{gate.address}/query"
        with Server("--release", release, "--store", address, "--workers", "1") as server:
            assert number(ask(server)) == "9000"
            gate.change = change
            for text in (
                f"{COUNT} LIMIT 5",
                "SELECT * { ?s ?p ?o } LIMIT 50",
                "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 50",
                "ASK {}",
            ):
                reply = ask(server, text)
                assert reply.status == 502, text
                assert gate.address in json.loads(reply.body)["detail"]
                assert int(reply.headers["retry-after"]) > 0
            assert number(ask(server)) == "9000"  # kept
            assert server.request("GET", "/health/ready").status == 502
            gate.change = lambda _text, *answer: answer
            assert number(ask(server, f"{COUNT} LIMIT 5")) == "9000"


def test_a_slow_store_is_told_in_the_time_for_a_query(release: Path, store: str) -> None:
    assert akkuri("load", release, f"{store}/query").returncode == 0
    with between(store) as gate:
        address = f"{gate.address}/query"
        with Server("--release", release, "--store", address, "--workers", "1", query_seconds=2) as server:
            told = Event()

            def slow(_text: str, *answer: object) -> tuple[int, str, bytes]:
                told.wait(60)
                return answer  # type: ignore[return-value]

            gate.change = slow
            reply = ask(server)  # who waited for the store would have its answer
            told.set()
            assert reply.status in (502, 503)


def test_a_store_that_is_down_keeps_the_rest_served(release: Path) -> None:
    address = f"http://someone:secret@127.0.0.1:{free_port()}/query"
    with Server("--release", release, "--store", address, "--workers", "1") as server:
        reply = ask(server)
        assert reply.status == 502
        assert "secret" not in reply.text
        assert server.request("GET", "/about").status == 200
        _, errors = server.stop()
    assert "secret" not in errors
    assert "Traceback" not in errors
