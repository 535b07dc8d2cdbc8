"""A remote store that fails: one sentence with its address."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from akkuri.errors import OutsideError
from akkuri.store.remote import RemoteStore


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
        Thread(target=server.serve_forever, daemon=True).start()
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
        Thread(target=server.serve_forever, daemon=True).start()
        store = RemoteStore(f"http://127.0.0.1:{server.server_port}/query", timeout=5)
        with pytest.raises(OutsideError, match="X-SPARQL-MaxRows: 10000"):
            store.select("SELECT * { ?s ?p ?o }")
        server.shutdown()
