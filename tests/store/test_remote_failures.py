"""A remote store that fails: one sentence with its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from akkuri.errors import OutsideError
from akkuri.store.remote import RemoteStore
from serving import JSON


class Failing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b"first line\nsecond line\n"
        self.send_response(500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/query"
        server.shutdown()


def test_an_error_of_several_lines_is_one_sentence(address: str) -> None:
    with pytest.raises(OutsideError) as caught:
        RemoteStore(address, timeout=5).select("SELECT * { ?s ?p ?o }")
    sentence = str(caught.value)
    assert sentence.startswith(f"{address}: ")
    assert "first line" in sentence
    assert "\n" not in sentence


class Cutting(Failing):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-SPARQL-MaxRows", "10000")
        self.end_headers()
        self.wfile.write(body)


def test_an_answer_that_a_store_has_cut_off_is_none() -> None:
    """As Virtuoso does with ResultSetMaxRows: what is left looks whole."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Cutting) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        store = RemoteStore(f"http://127.0.0.1:{server.server_port}/query", timeout=5)
        with pytest.raises(OutsideError, match="X-SPARQL-MaxRows: 10000"):
            store.select("SELECT * { ?s ?p ?o }")
        server.shutdown()


class Answering(Failing):
    """Answers everything with what `said` has: status, headers and body."""

    said: tuple[int, dict[str, str], bytes]
    asked: list[dict[str, str]]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append({name.lower(): value for name, value in self.headers.items()})
        status, headers, body = self.said
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.do_POST()


@contextmanager
def answering(
    status: int, headers: dict[str, str], body: bytes = b""
) -> Iterator[tuple[str, type[Answering]]]:
    handler = type("Handler", (Answering,), {"said": (status, headers, body), "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://someone:secret@127.0.0.1:{server.server_port}/query", handler
        server.shutdown()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_store_that_sends_elsewhere_is_not_followed(status: int) -> None:
    """Elsewhere would hear the password and not the question."""
    with answering(200, {"Content-Type": JSON}, b'{"head":{},"boolean":true}') as (elsewhere, other):
        target = elsewhere.replace("someone:secret@", "")
        told = pytest.raises(OutsideError, match=rf"{status} .*{target}")
        with answering(status, {"Location": target}) as (address, _), told as caught:
            RemoteStore(address, timeout=5).select("SELECT ?n {}")
        assert "secret" not in str(caught.value)
        assert other.asked == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"head":{},"boolean":true}', "true"),
        (b'{"head":{"vars":["zz"]},"results":{"bindings":[{"zz":{"type":"literal","value":"1"}}]}}', r"\?zz"),
        (b'{"head":{"vars":[]},"results":{"bindings":[]}}', "–"),
        (b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"uri","value":"x:1"}}]}}', "<x:1>"),
        (b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"-1"}}]}}', '"-1"'),
        (b'{"head":{"vars":["n"]},"results":{"bindings":[{}]}}', "–"),
    ],
)
def test_an_answer_to_another_question_is_told(body: bytes, found: str) -> None:
    told = pytest.raises(OutsideError, match=rf"something else than it was asked: {found}; expected")
    with answering(200, {"Content-Type": JSON}, body) as (address, _), told:
        len(RemoteStore(address, timeout=5))


@pytest.mark.parametrize(
    ("status", "kind", "body", "said"),
    [
        (401, "text/plain", b"Who are\nyou?", "401 Unauthorized: Who are you?"),
        (403, "text/html", b"<html>no</html>", "403 Forbidden."),
        (429, "application/json", b'{"wait": 7}', '429 Too Many Requests: {"wait": 7}.'),
    ],
)
def test_a_refusal_is_told_with_what_the_store_says(status: int, kind: str, body: bytes, said: str) -> None:
    refused = pytest.raises(OutsideError)
    with answering(status, {"Content-Type": kind}, body) as (address, handler), refused as caught:
        RemoteStore(address, timeout=5).update("CLEAR ALL")
    assert said in str(caught.value)
    assert handler.asked[0]["authorization"] == "Basic c29tZW9uZTpzZWNyZXQ="
