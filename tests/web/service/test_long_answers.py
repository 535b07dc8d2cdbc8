"""Answers too long to be kept go to their reader as they are made; the connection goes on afterwards."""

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest

from akkuri.zstandard import zstd
from serving import Server

ROWS = 20_000
TEXT = "a value long enough for two megabytes in all of them together "
ALL = "SELECT * { ?s <x:p> ?o }"
SLOW_START = "SELECT * { ?s <x:p> ?o } ORDER BY DESC(?o)"
ONE_COLUMN = "SELECT (IF(STRENDS(?o, '7'), '', ?o) AS ?v) { ?s <x:p> ?o }"
NO_XML = "SELECT * { { SELECT * { ?s <x:p> ?o } LIMIT 4000 } UNION { ?s <x:q> ?o } }"
TINY = "ASK { <x:s1> <x:p> ?o }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file = tmp_path_factory.mktemp("long") / "rows.nt"
    lines = [f'<x:s{number}> <x:p> "{TEXT}{number}" .\n' for number in range(ROWS)]
    file.write_text("".join([*lines, '<x:s> <x:q> "\\u0001" .\n']))
    with Server("--rdf", file, workers=2, cache_bytes=0, spool_bytes=64 << 20) as running:
        yield running


def request(query: str, accept: str, encoding: str = "identity") -> bytes:
    address = f"/sparql?{urlencode({'query': query})}"
    wanted = f"Accept: {accept}\r\nAccept-Encoding: {encoding}"
    return f"GET {address} HTTP/1.1\r\nHost: x\r\n{wanted}\r\n\r\n".encode()


def opened(server: Server) -> socket.socket:
    client = socket.create_connection((server.host or "", server.port or 0))
    client.settimeout(60)
    return client


def some(client: socket.socket) -> bytes:
    piece = client.recv(1 << 16)
    assert piece, "the connection ended"
    return piece


def until(client: socket.socket, found: bytearray, end: bytes) -> bytes:
    """Read on until an end has come; returns what came before it, which `found` loses."""
    while end not in found:
        found += some(client)
    head, _, rest = bytes(found).partition(end)
    found[:] = rest
    return head


def body(client: socket.socket, found: bytearray) -> bytes:
    """Read one answer."""
    head = until(client, found, b"\r\n\r\n").lower()
    assert head.startswith(b"http/1.1 200"), head
    if b"transfer-encoding: chunked" not in head:
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(found) < length:
            found += some(client)
        whole = bytes(found[:length])
        del found[:length]
        return whole
    pieces = []
    while size := int(until(client, found, b"\r\n"), 16):
        while len(found) < size + 2:
            found += some(client)
        pieces.append(bytes(found[:size]))
        del found[: size + 2]
    until(client, found, b"\r\n")
    return b"".join(pieces)


def test_what_is_asked_behind_a_long_answer_is_answered_after_it(server: Server) -> None:
    with opened(server) as client:
        client.sendall(request(ALL, "application/sparql-results+json"))
        found = bytearray(client.recv(1))
        client.sendall(request(TINY, "application/sparql-results+json"))
        rows = json.loads(body(client, found))["results"]["bindings"]
        assert {row["s"]["value"] for row in rows} == {f"x:s{number}" for number in range(ROWS)}
        assert json.loads(body(client, found))["boolean"] is True
        client.sendall(request(SLOW_START, "text/tab-separated-values"))
        assert body(client, found).count(b"<x:s") == ROWS


@pytest.mark.parametrize(
    ("encoding", "unpacked"), [("gzip", gzip.decompress), ("zstd", zstd.decompress), ("br", bytes)]
)
@pytest.mark.parametrize("query", [ALL, SLOW_START, "SELECT * { ?s <x:p> ?o } LIMIT 1000"])
def test_a_long_answer_comes_compressed_to_who_takes_that(
    server: Server, query: str, encoding: str, unpacked: Callable[[bytes], bytes]
) -> None:
    kind = "text/tab-separated-values"
    with opened(server) as client:
        client.sendall(request(query, kind, encoding))
        found = bytearray(client.recv(1))
        client.sendall(request(TINY, "text/csv", encoding))
        while b"\r\n\r\n" not in found:
            found += some(client)
        head = bytes(found).partition(b"\r\n\r\n")[0].lower()
        assert (b"content-encoding: " + encoding.encode() in head) == (encoding != "br")
        assert b"vary: accept, accept-encoding" in head
        packed = body(client, found)
        assert b"true" in body(client, found)
        client.sendall(request(query, kind))
        assert sorted(unpacked(packed).splitlines()) == sorted(body(client, found).splitlines())


def test_a_reader_that_pauses_gets_all_of_it(server: Server) -> None:
    with opened(server) as client:
        client.sendall(request(ALL, "text/tab-separated-values"))
        found = bytearray(client.recv(1))
        limit = time.monotonic() + 30
        while running(server):
            assert time.monotonic() < limit, "a query process is held by a reader"
        assert body(client, found).count(b"<x:s") == ROWS
        client.sendall(request(TINY, "text/csv"))
        assert b"true" in body(client, found)


def test_a_column_with_empty_values_has_a_line_for_each(server: Server) -> None:
    with opened(server) as client:
        client.sendall(request(ONE_COLUMN, "text/csv"))
        lines = body(client, bytearray()).split(b"\r\n")[1:-1]
    assert len(lines) == ROWS
    assert lines.count(b'""') == ROWS // 10


def test_who_leaves_in_the_middle_frees_the_process_and_is_no_failure(server: Server) -> None:
    before = counted(server, 'akkuri_queries_total{outcome="cut"}')
    with opened(server) as client:
        client.sendall(request("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/tab-separated-values"))
        assert client.recv(12) == b"HTTP/1.1 200"
    limit = time.monotonic() + 20
    while running(server):
        assert time.monotonic() < limit, "the query runs on"
    assert counted(server, 'akkuri_queries_total{outcome="cut"}') == before


def test_what_no_xml_can_say_at_the_end_breaks_the_answer(server: Server) -> None:
    before = counted(server, 'akkuri_queries_total{outcome="cut"}')
    with opened(server) as client:
        client.sendall(request(NO_XML, "application/sparql-results+xml"))
        with pytest.raises(ConnectionError):
            body(client, bytearray())
    with opened(server) as client:
        client.sendall(request(NO_XML, "application/sparql-results+xml", "gzip"))
        with pytest.raises(ConnectionError):
            body(client, bytearray())
    assert counted(server, 'akkuri_queries_total{outcome="cut"}') == before + 2


def running(server: Server) -> float:
    return counted(server, "akkuri_queries_running")


def counted(server: Server, name: str) -> float:
    lines = server.request("GET", "/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(f"{name} "))
