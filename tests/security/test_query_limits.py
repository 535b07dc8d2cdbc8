"""Questions that want too much: stopped at their limit, with a reason, while everybody else is answered."""

import json
import os
import signal
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from pathlib import Path

import pytest

from serving import JSON, QUERY, Server, alive, children

COUNT_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
ROW_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TINY = "ASK { <http://example.org/s1> ?p ?o }"
ROWS = 100_000


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("limits") / "rows.nt"
    with file.open("w") as out:
        for number in range(ROWS):
            out.write(f'<http://example.org/s{number}> <http://example.org/p> "value {number}" .\n')
    return file


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    with Server("--rdf", data, query_seconds=1, query_memory=2 << 30, workers=2, queue=4) as running:
        yield running


def kind(body: bytes) -> str:
    return str(json.loads(body)["type"]).rpartition("/")[2]


def metric(server: Server, name: str) -> float:
    text = server.request("GET", "/metrics").text
    return next(float(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name} "))


def test_a_product_is_stopped_at_its_time_while_others_are_answered(server: Server) -> None:
    """One time of several counts: what stops late does so always, a busy machine does not."""
    server.query(TINY)
    measured = []
    for _ in range(8):
        elapsed, wait = stopped_beside_others(server)
        measured.append((elapsed, wait))
        if elapsed <= 1.5 and wait < 0.1:
            return
    pytest.fail(f"stopped after seconds, others waited: {measured}")


def stopped_beside_others(server: Server) -> tuple[float, float]:
    """Ask what is stopped and, as long as it runs, short questions; tells its seconds and their median."""
    with ThreadPoolExecutor(1) as pool:
        started = time.monotonic()
        slow = pool.submit(server.query, COUNT_PRODUCT)
        waits = []
        while not slow.done():
            before = time.monotonic()
            assert server.query(f"{TINY} # {before}").status == 200
            waits.append(time.monotonic() - before)
        reply = slow.result()
        elapsed = time.monotonic() - started
    assert reply.status == 503
    assert kind(reply.body) == "time-limit"
    assert "1 seconds" in json.loads(reply.body)["detail"]
    assert elapsed >= 1.0
    return elapsed, sorted(waits)[len(waits) // 2]


def test_a_sort_is_stopped_at_its_memory(data: Path) -> None:
    limit = 200 * 1024 * 1024
    with Server("--rdf", data, query_seconds=30, query_memory=limit, workers=1) as server:
        reply = server.query(SORTED_PRODUCT)
        assert reply.status == 503
        assert kind(reply.body) == "memory-limit"
        assert "200 MiB" in json.loads(reply.body)["detail"]
        assert server.query(TINY).status == 200


def test_a_stopped_stream_is_broken_off(server: Server) -> None:
    connection = server.connect()
    connection.request("POST", "/sparql", ROW_PRODUCT, {"Content-Type": QUERY, "Accept": JSON})
    response = connection.getresponse()
    assert response.status == 200
    with pytest.raises((IncompleteRead, ConnectionResetError)):
        response.read()
    connection.close()


def test_a_stopped_stream_is_an_error_for_http_1_0(server: Server) -> None:
    """Without chunks it would look whole, so the answer is sent when all of it is there."""
    with socket.create_connection((server.host, server.port)) as client:
        client.sendall(raw_request(ROW_PRODUCT, "HTTP/1.0"))
        reply = b"".join(iter(lambda: client.recv(1 << 20), b""))
    assert reply.startswith(b"HTTP/1.0 503 ")
    assert b"time-limit" in reply or b"no-room" in reply


def test_a_long_answer_has_its_length_for_http_1_0(server: Server) -> None:
    with socket.create_connection((server.host, server.port)) as client:
        client.sendall(raw_request("SELECT ?o { ?s ?p ?o }", "HTTP/1.0", "text/csv"))
        reply = b"".join(iter(lambda: client.recv(1 << 20), b""))
    head, _, body = reply.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert body.count(b"value ") == ROWS


def test_a_query_ends_when_its_client_goes(data: Path) -> None:
    with Server("--rdf", data, query_seconds=60, workers=1) as server:
        server.query(TINY)
        client = server.connect()
        client.request("POST", "/sparql", COUNT_PRODUCT, {"Content-Type": QUERY})
        wait_until(lambda: metric(server, "akkuri_queries_running") == 1)
        client.close()
        wait_until(lambda: metric(server, "akkuri_queries_running") == 0)
        assert server.query(f"{TINY} # after").status == 200


def test_a_client_that_stops_reading_does_not_hold_a_process(data: Path) -> None:
    with Server("--rdf", data, query_seconds=1, workers=1) as server:
        server.query(TINY)
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect((server.host, server.port))
            client.sendall(raw_request("SELECT * { ?s ?p ?o }", "HTTP/1.1"))
            wait_until(lambda: metric(server, "akkuri_queries_running") == 1)
            wait_until(lambda: metric(server, "akkuri_queries_running") == 0)


def raw_request(query: str, version: str, accept: str = JSON) -> bytes:
    head = f"POST /sparql {version}\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: {len(query)}"
    return f"{head}\r\nAccept: {accept}\r\n\r\n{query}".encode()


def wait_until(condition: object, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"


def memory(pid: int, key: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    raise KeyError(key)


def test_a_large_answer_streams_in_flat_memory(data: Path) -> None:
    with Server("--rdf", data, workers=1, cache_bytes=1024 * 1024) as server:
        server.query("SELECT * { ?s ?p ?o }", accept="text/tab-separated-values")  # once: threads have memory
        (web,) = web_processes(server)
        before = memory(web, "VmHWM")
        reply = server.query("SELECT * { ?s ?p ?o }", accept="text/csv")
        size = len(reply.body)
        wide = server.query("SELECT * { ?s ?p ?o . ?s ?q ?r }")
        assert reply.body.count(b"\n") == ROWS + 1
        assert len(json.loads(wide.body)["results"]["bindings"]) == ROWS
        assert size + len(wide.body) > 20_000_000
        assert memory(web, "VmHWM") - before < 8 * 1024 * 1024


def test_sixty_four_clients_get_answers_or_are_told_to_come_back(data: Path) -> None:
    query = "SELECT (COUNT(DISTINCT ?o) AS ?n) {{ ?s ?p ?o . ?s ?q ?r FILTER(?r != {number}) }}"
    with Server("--rdf", data, workers=2, queue=8, queue_seconds=1) as server, ThreadPoolExecutor(64) as pool:
        replies = list(pool.map(lambda number: server.query(query.format(number=number)), range(64)))
        assert server.query(TINY).status == 200
    answered = [reply for reply in replies if reply.status == 200]
    refused = [reply for reply in replies if reply.status in (429, 503)]
    assert len(answered) + len(refused) == 64
    assert len(answered) >= 2
    assert refused, "the load was too light to fill the queue"
    for reply in answered:
        assert json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == str(ROWS)
    for reply in refused:
        assert kind(reply.body) in {"busy", "share", "starting"}  # a process that ended is being replaced
        assert int(reply.headers["retry-after"]) >= 1


def test_no_process_is_left_behind(data: Path) -> None:
    server = Server("--rdf", data, workers=2)
    server.query(TINY)
    family = children(server.process.pid)
    assert len(family) >= 5
    code, errors = server.stop()
    assert (code, errors) == (0, "")
    wait_until(lambda: not any(alive(pid) for pid in family))


def test_no_process_is_left_behind_when_the_parent_is_killed(data: Path) -> None:
    server = Server("--rdf", data, workers=2)
    family = children(server.process.pid)
    server.process.kill()
    server.stop()
    wait_until(lambda: not any(alive(pid) for pid in family))


def test_a_killed_query_process_is_replaced(data: Path) -> None:
    with Server("--rdf", data, workers=1, query_seconds=1) as server:
        before = children(server.process.pid)
        assert server.query(COUNT_PRODUCT).status == 503
        wait_until(lambda: children(server.process.pid) - before)
        assert server.query(TINY).status == 200


def test_a_query_process_killed_while_idle_is_not_missed(data: Path) -> None:
    with Server("--rdf", data, workers=2) as server:
        server.query(TINY)
        for pid in children(server.process.pid):
            if not children(pid) and pid not in web_processes(server):
                os.kill(pid, signal.SIGKILL)
        assert server.query(f"{TINY} # after").status == 200


def web_processes(server: Server) -> set[int]:
    """The web process is the one child of the one child of the keeper that has children."""
    keepers = children(server.process.pid) - {
        pid for child in children(server.process.pid) for pid in children(child)
    }
    return {pid for keeper in keepers for child in children(keeper) for pid in children(child)}


def test_a_reset_in_the_middle_of_a_request_harms_nobody(server: Server) -> None:
    client = socket.create_connection((server.host, server.port))
    client.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nSELECT")
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    assert server.query(TINY).status == 200
