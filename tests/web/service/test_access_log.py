"""The access log: a line a request, whose it was and how it ended, without what was asked unless wanted."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from serving import Server

SECRET = "SELECT%20%3Fsecret%20%7B%7D"


def lines(tmp_path: Path, **settings: object) -> tuple[list[str], str]:
    """What the log says of three requests, and the identifier in the problem document of the last one."""
    data = tmp_path / "data.nt"
    data.write_text("<x:s> <x:p> <x:o> .\n")
    with Server("--workers", "1", "--rdf", data, trusted_proxies="127.0.0.1", **settings) as server:
        forwarded = {"X-Forwarded-For": "192.0.2.7"}
        answer = server.request("GET", f"/sparql?query={SECRET}", headers=forwarded)
        assert answer.status == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        server.request("GET", "/health/live", headers=forwarded)
        problem = json.loads(server.request("GET", "/nowhere", headers=forwarded).body)
        assert server.process.stdout is not None
        found = [server.process.stdout.readline().strip() for _ in range(3)]
    return found, problem.get("instance", "")


@pytest.mark.parametrize("queries", ["no", "yes"])
def test_json(tmp_path: Path, queries: str) -> None:
    found, instance = lines(tmp_path, access_log="json", access_log_queries=queries)
    entries = [json.loads(line) for line in found]
    assert [entry["path"] for entry in entries] == ["/sparql", "/health/live", "/nowhere"]
    assert [entry["status"] for entry in entries] == [200, 200, 404]
    assert {entry["client"] for entry in entries} == {"192.0.2.7"}
    assert all(entry["bytes"] > 0 and entry["seconds"] >= 0 for entry in entries)
    assert instance == f"urn:uuid:{entries[2]['id']}"
    assert ("secret" in found[0]) is (queries == "yes")


def test_what_came_of_queries(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("".join(f'<x:s{n}> <x:p> "a,{{\\n" .\n' for n in range(7)))
    asked = quote("SELECT * { ?s ?p ?o }")
    paths = [f"/sparql?query={asked}&format={form}" for form in ("csv", "tsv", "json", "xml")]
    paths += [paths[0], f"/sparql?query={quote('ASK { ?s ?p ?o }')}", "/sparql?query=SELECT"]
    all_pairs = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(6))  # some 118,000: no matter of a moment
    paths.append(f"/sparql?query={quote(f'SELECT (COUNT(*) AS ?n) {{ {all_pairs} }}')}")
    with Server("--workers", "1", "--rdf", data, access_log="json") as server:
        for path in paths:
            server.request("GET", path)
        assert server.process.stdout is not None
        found = [json.loads(server.process.stdout.readline()) for _ in paths]
    assert [entry.get("rows") for entry in found[:5]] == [7] * 5
    assert [entry.get("kind") for entry in found] == ["select"] * 5 + ["ask", "select", "select"]
    assert found[4]["cache"] == "page"
    assert "cache" not in found[0]
    assert "syntax" in found[6]["problem"]
    assert (found[7]["rows"], found[7]["seconds"] > 0.005) == (1, True)


def test_a_query_that_was_stopped_or_that_nobody_waited_for(tmp_path: Path) -> None:
    """Its kind, why it ended, and the whole time: also where others went on with it than began."""
    data = tmp_path / "data.nt"
    data.write_text("".join(f"<x:s{n}> <x:p> <x:o> .\n" for n in range(50)))
    asked = quote(f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(9))} }}")
    path = f"/sparql?query={asked}"
    with Server("--workers", "1", "--rdf", data, access_log="json", query_seconds=0.5) as server:
        assert server.request("GET", f"/sparql?query={quote('ASK {}')}").status == 200
        with socket.create_connection((server.host, server.port)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert server.process.stdout is not None
        _, left = (json.loads(server.process.stdout.readline()) for _ in range(2))
        assert server.request("GET", path).status == 503
        stopped = json.loads(server.process.stdout.readline())
        numbers = server.request("GET", "/metrics").text
    assert (stopped["kind"], stopped["problem"], stopped["seconds"] >= 0.5) == ("select", "time-limit", True)
    assert (left["kind"], left["status"], left["cut"]) == ("select", 499, "its reader left")
    assert 'akkuri_requests_total{kind="sparql",status="499"} 1.0' in numbers


@contextmanager
def logged(tmp_path: Path, workers: int = 1, **settings: object) -> Iterator[Server]:
    data = tmp_path / "data.nt"
    data.write_text("".join(f"<x:s{n}> <x:p> <x:o> .\n" for n in range(50)))
    with Server("--rdf", data, workers=workers, access_log="json", **settings) as server:
        yield server


def entry_of(server: Server) -> dict[str, Any]:
    assert server.process.stdout is not None
    found: dict[str, Any] = json.loads(server.process.stdout.readline())
    return found


UNREAD = [
    (b"GET /gaps HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "malformed", "/gaps", "page"),
    (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n",
        417,
        "unknown-expectation",
        "/sparql",
        "sparql",
    ),
    (b"GET /sparql?query=" + 9000 * b"x" + b" HTTP/1.1\r\n", 414, "address-too-long", "/sparql", "sparql"),
    (b"\x16\x03\x01\x02\r\n\r\n", 400, "malformed", "-", "unread"),
    (
        b"GET /sparql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        403,
        "no-websockets",
        "/sparql",
        "sparql",
    ),
]


def test_what_is_refused_before_it_is_read_is_logged_and_counted(tmp_path: Path) -> None:
    with logged(tmp_path) as server:
        for sent, status, problem, path, kind in UNREAD:
            with socket.create_connection((server.host, server.port)) as client:
                client.sendall(sent)
                head, _, body = b"".join(iter(lambda: client.recv(9999), b"")).partition(b"\r\n\r\n")
            said, entry = json.loads(body), entry_of(server)
            assert head.startswith(b"HTTP/1.1 %d " % status)
            assert said["type"].endswith(f"/{problem}")
            assert said["instance"] == f"urn:uuid:{entry['id']}"
            found = entry["status"], entry["problem"], entry["path"], entry["bytes"]
            assert found == (status, problem, path, len(body))
            counted = f'akkuri_requests_total{{kind="{kind}",status="{status}"}} '
            assert counted in server.request("GET", "/metrics").text
            entry_of(server)


def test_what_the_end_of_the_server_cuts_is_logged_as_cut_by_it(tmp_path: Path) -> None:
    """One that is waited for below the application, one inside of it, and one of which much has been sent."""
    count = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(9))} }}"
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    asked = [
        f"/sparql?query={quote(count)}",
        f"/sparql/?query={quote(count)}",
        f"/sparql?query={quote(rows)}",
    ]
    with logged(tmp_path, workers=4, stop_seconds=0.5) as server, ExitStack() as clients:
        for path in asked:
            client = clients.enter_context(socket.create_connection((server.host, server.port)))
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode())
        assert client.recv(4) == b"HTTP"
        server.process.terminate()
        entries = [entry_of(server) for _ in asked]
    assert {entry["cut"] for entry in entries} == {"the server stopped"}
    assert sorted(entry["status"] for entry in entries) == [200, 503, 503]


def test_a_log_that_cannot_be_written_is_said_once_and_nothing_else_ends(tmp_path: Path) -> None:
    with logged(tmp_path) as server:
        assert server.process.stdout is not None
        server.process.stdout.close()
        assert {server.request("GET", "/health/live").status for _ in range(5)} == {200}
        _, errors = server.stop()
    assert errors.count("The access log cannot be written: Broken pipe") == 1
    assert "Traceback" not in errors


def test_common(tmp_path: Path) -> None:
    found, _ = lines(tmp_path, access_log="common")
    pattern = r'192\.0\.2\.7 - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET /sparql HTTP/1\.1" 200 \d+'
    assert re.fullmatch(pattern, found[0])
