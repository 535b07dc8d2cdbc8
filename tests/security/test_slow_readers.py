"""Clients that read slowly or not at all hold no thread, no query process and, after a while, no socket."""

import json
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from akkuri.release.opening import Release
from serving import Server

MANY = 200
READERS = 40
ROWS = 100_000
TINY = "ASK { ?s ?p ?o }"
CSV = "SELECT * { ?s ?p ?o }"
PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("readers") / "rows.nt"
    with file.open("w") as out:
        for number in range(ROWS):
            out.write(f'<http://example.org/s{number}> <http://example.org/p> "value {number}" .\n')
    return file


def ask(query: str, version: str = "1.1") -> bytes:
    address = f"/sparql?{urlencode({'query': query})}"
    return f"GET {address} HTTP/{version}\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()


@contextmanager
def stopped(server: Server, request: bytes, count: int) -> Iterator[list[socket.socket]]:
    """Have clients ask, read the beginning of the answer and then no more."""
    with ExitStack() as stack:
        clients = []
        for _ in range(count):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(60)
            client.connect((server.host or "", server.port or 0))
            client.sendall(request)
            clients.append(client)
        for client in clients:
            assert client.recv(12) == b"HTTP/1.1 200"
        yield clients


def answers_within(server: Server, seconds: float, path: str) -> None:
    """Ask until an answer is quick enough: what holds one up holds all up, a busy machine does not."""
    end, taken = time.monotonic() + 20, float("inf")
    while taken > seconds:
        started = time.monotonic()
        assert started < end, f"{path} took {taken} s"
        assert server.request("GET", path.replace("TIME", str(started))).status == 200
        taken = time.monotonic() - started


def others_are_answered(server: Server) -> None:
    answers_within(server, 0.1, "/health/live")
    answers_within(server, 0.3, f"/sparql?{urlencode({'query': TINY})}%23TIME")


@pytest.mark.parametrize("path", ["/download/graph.nq", "/gaps"])
def test_readers_that_stop_in_a_file_or_page(national: Release, path: str) -> None:
    with Server("--release", national.folder, "--workers", "1", queue=2) as server:
        assert server.request("GET", path).status == 200
        request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html, */*;q=0.1\r\n\r\n".encode()
        with stopped(server, request, MANY):
            others_are_answered(server)


def test_readers_that_stop_in_a_part_of_a_file(national: Release) -> None:
    with Server("--release", national.folder, "--workers", "1", queue=2) as server:
        assert server.request("GET", "/download/graph.nq").status == 200
        request = b"GET /download/graph.nq HTTP/1.1\r\nHost: x\r\nRange: bytes=10-\r\n\r\n"
        with ExitStack() as stack:
            for _ in range(READERS):
                client = stack.enter_context(socket.create_connection((server.host or "", server.port or 0)))
                client.sendall(request)
                assert client.recv(12) == b"HTTP/1.1 206"
            others_are_answered(server)


def test_readers_that_stop_in_an_answer_leave_the_query_processes_free(data: Path) -> None:
    limits = {"workers": 2, "client_workers": 2, "queue": 2 * READERS, "queue_seconds": 60, "cache_bytes": 0}
    with Server("--rdf", data, **limits) as server:
        with stopped(server, ask(CSV), READERS):
            others_are_answered(server)
            limit = time.monotonic() + 20
            while metric(server, "akkuri_queries_running"):
                assert time.monotonic() < limit, "a query process is held by a reader"
        assert server.query(CSV, accept="text/csv").body.count(b"value ") == ROWS


def read(client: socket.socket, size: int = 1 << 20) -> bytes:
    """Read an answer in chunks to its last one, so many bytes at once."""
    found = bytearray()
    while not found.endswith((b"\r\n0\r\n\r\n", b"an end")):
        found += client.recv(size) or b"an end"
    return bytes(found)


def test_readers_of_endless_answers_give_way_when_others_wait(data: Path) -> None:
    """The disk for answers is full after a while; then a process waits for its reader, but not for long."""
    limits = {"workers": 2, "queue": 8, "queue_seconds": 20, "query_seconds": 2, "spool_bytes": 8 << 20}
    with Server("--rdf", data, **limits) as server, stopped(server, ask(PRODUCT), 2):
        reply = server.query(TINY)
        assert reply.status == 200
        assert json.loads(reply.body)["boolean"] is True


def test_a_reader_that_takes_nothing_loses_its_connection(data: Path) -> None:
    with Server("--rdf", data, workers=1, stall_seconds=1) as server, stopped(server, ask(CSV), 5) as clients:
        for client in clients:
            end = select.poll()
            end.register(client, select.POLLERR | select.POLLHUP)
            assert end.poll(20_000), "the connection stays"


def test_a_reader_that_takes_a_little_now_and_then_has_a_time_for_all(data: Path) -> None:
    with Server("--rdf", data, workers=1, stream_seconds=2) as server:
        with stopped(server, ask(PRODUCT), 1) as (client,):
            started = time.monotonic()
            with pytest.raises(ConnectionError):
                read(client, 1)
            assert time.monotonic() < started + 20
        others_are_answered(server)
        assert metric(server, "akkuri_queries_running") == 0
        _, errors = server.stop()
    assert errors.startswith("An answer was cut off (GET /sparql): ")
    assert "Traceback" not in errors


def metric(server: Server, name: str) -> float:
    text = server.request("GET", "/metrics").text
    return next(float(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name} "))
