"""A running server moves to a new release: nothing refused, nothing cut, a broken one not taken."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlencode

import pytest

from akkuri.release.layout import FORMAT
from releases import write_release
from serving import Server, alive, children

MOVES = 5
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LONG = "SELECT * { ?a ?p ?b . ?c ?p ?d } LIMIT 400000"


def publish(root: Path, version: str, graph: str) -> None:
    """Put a release in use as the build does: a folder of its own, then one rename of the link."""
    write_release(root / version, version, graph)
    use(root, version)


def use(root: Path, version: str) -> None:
    (root / "next").symlink_to(version)
    os.replace(root / "next", root / "current")


def lines(count: int) -> str:
    return "".join(f"<x:s{n}> <x:p> <x:o{n}> <x:g> .\n" for n in range(count))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    publish(tmp_path, "one", lines(1_000))
    return tmp_path


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with Server("--release", root, "--workers", "2") as running:
        yield running


def version(server: Server) -> str:
    reply = server.request("GET", "/health/ready")
    assert reply.status in (200, 503), reply.text
    return str(json.loads(reply.body).get("version", ""))


def until(server: Server, wanted: str) -> None:
    """Ask until a version answers; from then on no new connection reaches another."""
    limit = time.monotonic() + 20
    while version(server) != wanted:
        assert time.monotonic() < limit, f"{wanted} does not answer"


def numbers(server: Server) -> dict[str, float]:
    """What /metrics says."""
    said = server.request("GET", "/metrics").text.splitlines()
    return {name: float(number) for name, number in (row.rsplit(" ", 1) for row in said if row[0] != "#")}


def test_a_new_release_is_noticed(server: Server, root: Path) -> None:
    assert version(server) == "one"
    assert server.request("GET", "/nowhere").status == 404
    assert server.query("oops").status == 400
    before = numbers(server)
    publish(root, "two", lines(2_000))
    until(server, "two")
    reply = server.query(COUNT)
    after = numbers(server)
    assert after['akkuri_requests_total{kind="page",status="404"}'] == 1, "counting goes on over a switch"
    for counted in (
        'akkuri_queries_total{outcome="no-first-word"}',
        'akkuri_queries_created{outcome="no-first-word"}',
    ):
        assert after[counted] == before[counted]
    assert after["akkuri_query_seconds_count"] == before["akkuri_query_seconds_count"] + 1
    assert 'akkuri_release_info{version="two"}' in after
    assert json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == "2000"
    assert server.process.stdout is not None
    assert "release two" in server.process.stdout.readline()
    code, errors = server.stop()
    assert (code, errors) == (0, "")


def test_who_asks_late_is_answered_by_the_server_that_took_the_connection(server: Server, root: Path) -> None:
    with closing(server.connect()) as connection:
        connection.connect()
        assert version(server) == "one"
        publish(root, "two", lines(2_000))
        until(server, "two")
        late = time.monotonic() + 1.5  # gunicorn looks once a second whether all that it knows of has ended
        while time.monotonic() < late:
            assert version(server) == "two"
        connection.request("GET", "/health/ready")
        assert json.loads(connection.getresponse().read())["version"] == "one"


def test_who_has_seen_the_new_release_never_sees_the_old_again(server: Server, root: Path) -> None:
    def client() -> list[int]:
        """Count the graph until the last release answers, each time over a new connection."""
        seen = [0]
        while seen[-1] < 1_000 * (MOVES + 1):
            reply = server.query(COUNT)
            assert reply.status == 200, reply.text
            seen.append(int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"]))
        return seen

    with ThreadPoolExecutor() as pool:
        clients = [pool.submit(client) for _ in range(4)]
        for move in range(1, MOVES + 1):
            publish(root, f"move-{move}", lines(1_000 * (move + 1)))
            server.process.send_signal(signal.SIGHUP)
            until(server, f"move-{move}")
        for seen in (done.result(timeout=60) for done in clients):
            assert seen == sorted(seen)


def test_no_request_fails_on_kept_connections_either(server: Server, root: Path) -> None:
    def client() -> list[int]:
        """Ask over one connection as long as the server keeps it, then over the next."""
        seen = [0]
        connection = server.connect()
        while seen[-1] < 1_000 * (MOVES + 1):
            path = f"/sparql?{urlencode({'query': COUNT})}"
            connection.request("GET", path, headers={"Accept": "text/csv"})
            try:
                reply = connection.getresponse()
            except RemoteDisconnected:
                # A kept connection may close while a request is on its way: ask again (RFC 9112, 9.3.1).
                connection.close()
                continue
            body = reply.read()
            assert reply.status == 200, body
            seen.append(int(body.split()[1]))
        connection.close()
        return seen

    with ThreadPoolExecutor() as pool:
        clients = [pool.submit(client) for _ in range(4)]
        for move in range(1, MOVES + 1):
            publish(root, f"move-{move}", lines(1_000 * (move + 1)))
            server.process.send_signal(signal.SIGHUP)
            until(server, f"move-{move}")
        for done in clients:
            seen = done.result(timeout=60)
            assert seen == sorted(seen)


def test_an_answer_under_way_is_finished_by_the_old_release(server: Server, root: Path) -> None:
    connection: HTTPConnection = server.connect()
    connection.request("GET", f"/sparql?{urlencode({'query': LONG})}", headers={"Accept": "text/csv"})
    reply = connection.getresponse()
    start = reply.read(1000)
    old = children(server.process.pid)
    publish(root, "two", lines(2_000))
    server.process.send_signal(signal.SIGHUP)
    until(server, "two")
    body = start + reply.read()
    assert body.count(b"\r\n") == 400_001
    connection.close()
    limit = time.monotonic() + 20
    while any(alive(pid) for pid in old):
        assert time.monotonic() < limit, "the old generation does not end"
        version(server)
    assert version(server) == "two"


def test_a_request_that_arrives_in_pieces_during_the_move_is_answered(server: Server, root: Path) -> None:
    with socket.create_connection((server.host, server.port or 0), timeout=20) as slow:
        slow.sendall(b"GET /health/ready HTTP/1.1\r\n")
        assert version(server) == "one"
        publish(root, "two", lines(2_000))
        server.process.send_signal(signal.SIGHUP)
        until(server, "two")
        slow.sendall(b"Host: localhost\r\n")
        assert version(server) == "two"
        slow.sendall(b"Connection: close\r\n\r\n")
        reply = b"".join(iter(lambda: slow.recv(65_536), b""))
    assert reply.startswith(b"HTTP/1.1 200 ")
    assert b'"version":"one"' in reply


def refused(server: Server, folder: str) -> str:
    """Wait until the server says that it does not take a release; returns the reason."""
    assert server.process.stderr is not None
    reason, stays = server.process.stderr.readline(), server.process.stderr.readline()
    assert reason.startswith("akkuri: ")
    assert f"/{folder}" in stays
    assert "stays" in stays
    return reason


def break_graph(folder: Path) -> None:
    with (folder / "graph.nq").open("a") as graph:
        graph.write("<x:more> <x:p> <x:o> <x:g> .\n")


def break_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def make_newer(folder: Path) -> None:
    write_release(folder, "bad", lines(1), format=FORMAT + 1)


def break_quads(folder: Path) -> None:
    write_release(folder, "bad", "no quads\n")


@pytest.mark.parametrize("damage", [break_graph, break_manifest, make_newer, break_quads])
def test_a_broken_release_is_not_taken(server: Server, root: Path, damage: Callable[[Path], None]) -> None:
    write_release(root / "bad", "bad", lines(1))
    damage(root / "bad")
    use(root, "bad")
    server.process.send_signal(signal.SIGHUP)
    assert str(root / "bad") in refused(server, "bad")
    assert version(server) == "one"
    publish(root, "good", lines(3))
    server.process.send_signal(signal.SIGHUP)
    until(server, "good")


def test_a_release_that_failed_is_tried_again_when_asked_and_when_its_files_change(
    server: Server, root: Path
) -> None:
    graph = root / "late" / "graph.nq"
    write_release(root / "late", "late", lines(2))
    whole = graph.read_text()
    graph.write_text(whole[:50])
    use(root, "late")
    assert "graph.nq: is damaged" in refused(server, "late")
    server.process.send_signal(signal.SIGHUP)
    assert "graph.nq: is damaged" in refused(server, "late")
    graph.write_text(whole)
    until(server, "late")


def test_a_link_that_leads_nowhere_leaves_the_release_in_use(server: Server, root: Path) -> None:
    use(root, "nowhere")
    assert "nowhere/manifest.json: cannot be read" in refused(server, "nowhere")
    assert version(server) == "one"


def test_the_end_of_the_first_process_ends_all(server: Server, root: Path) -> None:
    publish(root, "two", lines(2_000))
    server.process.send_signal(signal.SIGHUP)
    until(server, "two")
    below = children(server.process.pid)
    assert below
    server.process.kill()
    server.process.wait()
    limit = time.monotonic() + 10
    while any(alive(pid) for pid in below):
        assert time.monotonic() < limit
