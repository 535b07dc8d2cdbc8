"""What is no request, or too much of one: the right 4xx at once, readable from every origin, no traceback."""

import json
import socket
from collections.abc import Iterator

import pytest

from serving import FORM, QUERY, Server

POST = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\n"
CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n"
BAD = {
    "no HTTP": "GARBAGE\r\n\r\n",
    "no version": "GET /\r\n\r\n",
    "space in the address": "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
    "header without a colon": "GET / HTTP/1.1\r\nHost x\r\n\r\n",
    "two hosts": "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "two lengths": POST + "Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
    "length that is no number": POST + "Content-Length: six\r\n\r\nASK {}",
    "negative length": POST + "Content-Length: -6\r\n\r\nASK {}",
    "length of thousands of digits": POST + f"Content-Length: {'9' * 5_000}\r\n\r\nASK {{}}",
    "length and chunks": POST
    + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
    "chunk size that is no number": CHUNKED + "zz\r\nASK {}\r\n0\r\n\r\n",
    "negative chunk size": CHUNKED + "-6\r\nASK {}\r\n0\r\n\r\n",
    "chunk without its line end": CHUNKED + "6\r\nASK {}0\r\n\r\n",
}
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file = tmp_path_factory.mktemp("malformed") / "data.nt"
    file.write_text("<x:a> <x:p> <x:b> .\n")
    running = Server("--rdf", file, "--workers", "1")
    yield running
    code, errors = running.stop()
    assert (code, errors) == (0, "")


def sent(server: Server, *pieces: bytes) -> tuple[bytes, dict[str, str], bytes]:
    """Send bytes over a connection of their own; returns status line, headers and body."""
    with socket.create_connection((server.host or "", server.port or 0), timeout=20) as client:
        for piece in pieces:
            client.sendall(piece)
        reply = b"".join(iter(lambda: client.recv(65_536), b""))
    head, _, body = reply.partition(b"\r\n\r\n")
    line, *rest = head.split(b"\r\n")
    headers = dict(each.decode().lower().split(": ", 1) for each in rest)
    return line, headers, body


def is_problem(reply: tuple[bytes, dict[str, str], bytes], status: int) -> str:
    line, headers, body = reply
    assert line.startswith(b"HTTP/1.1 %d " % status), line
    assert headers["content-type"] == "application/problem+json"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["connection"] == "close"
    document = json.loads(body)
    assert document["status"] == status
    return str(document["detail"])


@pytest.mark.parametrize("request_text", BAD.values(), ids=BAD.keys())
def test_what_is_no_request_is_400(server: Server, request_text: str) -> None:
    is_problem(sent(server, request_text.encode()), 400)


@pytest.mark.parametrize("hosts", ["", "Host: one.example\r\nHost: two.example\r\n"])
def test_a_request_of_http_1_1_names_one_host(server: Server, hosts: str) -> None:
    """Also for what is kept or answered by the loop itself; HTTP/1.0 knows no hosts."""
    for path in ("/health/live", "/", "/health/live"):
        request_text = f"GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode()
        assert is_problem(sent(server, request_text), 400)
    assert sent(server, b"GET /health/live HTTP/1.0\r\n\r\n")[0].endswith(b" 200 OK")


ASK = "Content-Type: application/sparql-query\r\n"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("Host: a b\r\nContent-Length: 5\r\n", 400),
        ('Host: evil"><script>\r\nContent-Length: 5\r\n', 400),
        ("Host: x\r\nExpect: 200-ok\r\nContent-Length: 5\r\n", 417),
        ("Host: x\r\nTransfer-Encoding: gzip, chunked\r\n", 501),
        ("Host: x\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n", 415),
    ],
)
def test_what_is_not_understood_is_refused_and_what_follows_is_no_request(
    server: Server, head: str, status: int
) -> None:
    following = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    body = "5\r\nASK{}\r\n0\r\n\r\n" if "chunked" in head else "ASK{}"
    reply = sent(server, f"POST /sparql HTTP/1.1\r\n{ASK}{head}\r\n{body}{following}".encode())
    is_problem(reply, status)
    assert b"alive" not in reply[2]


@pytest.mark.parametrize(
    "start",
    ["GET http://other.example/health/live", "\r\n\r\nGET /health/live", "GET HTTP://x:80/health/live"],
)
def test_whole_addresses_and_empty_lines_before_a_request_are_read(server: Server, start: str) -> None:
    request_text = f"{start} HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nConnection: close\r\n\r\n"
    assert sent(server, request_text.encode())[0].endswith(b" 200 OK")


def test_a_long_address_is_414_and_says_what_to_do(server: Server) -> None:
    detail = is_problem(sent(server, b"GET /sparql?query=" + b"A" * 9_000 + b" HTTP/1.1\r\n\r\n"), 414)
    assert "POST" in detail


@pytest.mark.parametrize("header", ["X-Long: " + "a" * 9_000, "\r\n".join(f"X-{n}: 1" for n in range(200))])
def test_too_much_of_a_head_is_431(server: Server, header: str) -> None:
    is_problem(sent(server, f"GET / HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode()), 431)


def test_a_head_without_an_end_is_refused(server: Server) -> None:
    is_problem(sent(server, b"GET / HTTP/1.1\r\n", *(b"X-%d: 1\r\n" % n for n in range(10_000))), 431)


def test_a_body_that_is_too_long_is_refused_by_its_length(server: Server) -> None:
    head = f"{POST}Content-Length: {30 * MIB}\r\n\r\n".encode()
    assert "20971520" in is_problem(sent(server, head, b" " * 1000), 413)


def test_a_client_that_sends_all_of_a_long_body_reads_why_it_is_refused(server: Server) -> None:
    reply = server.request("POST", "/sparql", b" " * (30 * MIB), {"Content-Type": QUERY})
    assert reply.status == 413
    assert reply.headers["access-control-allow-origin"] == "*"


def test_a_body_in_chunks_is_refused_when_it_becomes_too_long(server: Server) -> None:
    chunk = b"100000\r\n" + b" " * MIB + b"\r\n"
    is_problem(sent(server, CHUNKED.encode(), *(chunk for _ in range(30))), 413)


def test_a_body_in_chunks_is_read(server: Server) -> None:
    head = CHUNKED.replace("Host", "Connection: close\r\nHost").encode()
    line, _, body = sent(server, head, b"3\r\nASK\r\n", b"3\r\n {}\r\n0\r\n\r\n")
    assert line.startswith(b"HTTP/1.1 200 ")
    assert json.loads(body)["boolean"] is True


def test_a_body_that_is_cut_off_runs_nothing(server: Server) -> None:
    with socket.create_connection((server.host or "", server.port or 0), timeout=20) as client:
        client.sendall(f"{POST}Content-Length: 60\r\n\r\nASK {{}}".encode())
        client.shutdown(socket.SHUT_WR)
        assert client.recv(100) == b""


def test_the_next_request_after_a_refusal_is_not_read_from_the_refused_body(server: Server) -> None:
    smuggled = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    head = f"{POST}Content-Length: {30 * MIB}\r\n\r\n".encode()
    _, _, body = sent(server, head, smuggled)
    assert b"alive" not in body


def test_the_sentence_is_in_the_language_of_the_asker(server: Server) -> None:
    head = f"{POST}Accept-Language: fi\r\nContent-Length: {30 * MIB}\r\n\r\n".encode()
    _, headers, body = sent(server, head)
    assert headers["content-language"] == "fi"
    assert "tavua" in json.loads(body)["detail"]


def test_an_expected_100_is_said_only_to_who_may_send(server: Server) -> None:
    expecting = POST + "Expect: 100-continue\r\n"
    with socket.create_connection((server.host or "", server.port or 0), timeout=20) as client:
        client.sendall(f"{expecting}Content-Length: 6\r\n\r\n".encode())
        assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"ASK {}")
        assert client.recv(1000).startswith(b"HTTP/1.1 200 ")
    is_problem(sent(server, f"{expecting}Content-Length: {30 * MIB}\r\n\r\n".encode()), 413)


def test_a_websocket_is_refused(server: Server) -> None:
    head = (
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    is_problem(sent(server, head.encode()), 403)


def test_a_form_of_any_size_within_the_limit_is_read(server: Server) -> None:
    body = b"query=ASK%7B%7D" + b"%20" * 300_000
    reply = server.request("POST", "/sparql", body, {"Content-Type": FORM})
    assert json.loads(reply.body)["boolean"] is True
