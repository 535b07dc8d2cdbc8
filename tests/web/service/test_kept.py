"""Answers kept ready below the application: what is kept, by what, and what never is."""

import gzip
import json
import re
import select
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BufferedReader
from pathlib import Path
from urllib.parse import quote

import pytest

from akkuri.release.opening import Release
from akkuri.web.endpoint.begun import PACKED
from akkuri.web.service.connection import AT_ONCE
from akkuri.zstandard import zstd
from releases import write_release
from serving import Reply, Server
from web.service.test_switching import publish, until

QUERY = "SELECT * { ?s ?p ?o } LIMIT 7"
GIVEN = re.compile(r"^akkuri_answers_kept_total (\S+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def server(national_release: Release) -> Iterator[Server]:
    with Server("--release", national_release.folder, "--workers", "2") as running:
        yield running


def given(server: Server) -> int:
    """How many answers were given from what is kept."""
    found = GIVEN.search(server.request("GET", "/metrics").text)
    assert found is not None
    return int(float(found[1]))


def get(server: Server, path: str, **headers: str) -> Reply:
    wanted = {name.replace("_", "-"): text for name, text in headers.items()}
    return server.request("GET", path, headers=wanted)


def is_kept(server: Server, path: str, **headers: str) -> bool:
    """Ask twice; whether the second answer was there already. It must be the same either way."""
    first = get(server, path, **headers)
    before = given(server)
    second = get(server, path, **headers)
    assert (second.status, second.body) == (first.status, first.body)
    assert second.headers.get("etag") == first.headers.get("etag")
    return given(server) > before


def test_who_asks_for_the_same_at_once_waits_for_one_who_makes_it(server: Server) -> None:
    """A page that takes a while is made once, also when the first who asked for it has left."""
    path, many = "/network/measures?since=1999", 12
    before = given(server)
    with socket.create_connection((server.host or "", server.port or 0)) as leaving:
        leaving.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    with ThreadPoolExecutor(many) as clients:
        replies = list(clients.map(lambda _: get(server, path), range(many)))
    assert [reply.status for reply in replies] == [200] * many
    assert len({reply.body for reply in replies}) == 1
    assert given(server) >= before + many - 1


def test_what_is_not_kept_is_made_for_everybody(server: Server) -> None:
    with ThreadPoolExecutor(8) as clients:
        statuses = set(clients.map(lambda _: get(server, "/network/measures?since=x").status, range(8)))
    assert statuses == {400}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/gaps",
        "/network",
        "/browse/facility",
        "/search?q=battery",
        "/robots.txt",
        "/api/gaps?show=cells",
        "/api/openapi.json",
        "/ontology.ttl",
        f"/sparql?query={quote(QUERY)}",
    ],
)
def test_pages_and_answers_are_kept_and_tagged(server: Server, path: str) -> None:
    assert is_kept(server, path)
    reply = get(server, path)
    assert reply.status == 200
    assert int(reply.headers["content-length"]) == len(reply.body)
    known = get(server, path, If_None_Match=reply.headers["etag"])
    assert (known.status, known.body) == (304, b"")
    assert known.headers["etag"] == reply.headers["etag"]
    assert known.headers["cache-control"] == reply.headers["cache-control"]
    assert get(server, path, If_None_Match='"another"').body == reply.body
    head = server.request("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == reply.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    ["/health/ready", "/metrics", "/nowhere", "/sparql?query=oops", "/browse/nothing", "/doc/facility/x"],
)
def test_errors_health_and_numbers_are_never_kept(server: Server, path: str) -> None:
    first = get(server, path)
    before = given(server)
    for _ in range(3):
        assert get(server, path).status == first.status
    assert given(server) == before


def test_languages_and_forms_are_kept_apart(server: Server) -> None:
    """Each asked twice, in an order in which a cache that forgets a header would give the wrong one."""
    for _ in range(2):
        asked = {"fi": "fi", "sv": "sv", "en": "en", "de": "en", "de, sv;q=0.5": "sv"}
        for language, word in asked.items():
            reply = get(server, "/gaps", Accept_Language=language)
            assert f'<html lang="{word}"' in reply.text
            assert reply.headers["content-language"] == word
        page = get(server, "/ontology", Accept="text/html")
        data = get(server, "/ontology", Accept="text/turtle")
        assert page.headers["content-type"].startswith("text/html")
        assert data.headers["content-type"].startswith("text/turtle")
        assert '<html lang="fi"' in get(server, "/gaps?lang=fi", Accept_Language="sv").text
        packed = get(server, "/gaps", Accept_Encoding="gzip")
        plain = get(server, "/gaps")
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert gzip.decompress(packed.body) == plain.body


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/robots.txt"])
def test_what_is_kept_plain_is_not_given_to_who_takes_nothing_plain(server: Server, path: str) -> None:
    plain = get(server, path)
    assert get(server, path).body == plain.body
    packed = get(server, path, accept_encoding="gzip;q=1, identity;q=0")
    assert gzip.decompress(packed.body) == plain.body
    assert get(server, path, accept_encoding="identity;q=0").status == 406


def test_a_long_answer_is_kept_as_it_was_compressed(server: Server) -> None:
    path = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 5000')}"
    packed = get(server, path, accept_encoding="gzip")
    assert is_kept(server, path, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    plain = get(server, path)
    assert len(plain.body) > PACKED
    assert gzip.decompress(packed.body) == plain.body
    assert zstd.decompress(get(server, path, accept_encoding="zstd").body) == plain.body


def test_an_address_written_otherwise_is_the_same(server: Server) -> None:
    get(server, "/search?q=solid%20state&lang=fi")
    before = given(server)
    get(server, "/search?lang=fi&q=solid+state")
    assert given(server) == before + 1
    get(server, "/search?lang=fi&q=solid+states")
    assert given(server) == before + 1


def test_repeated_questions_are_counted_as_such(server: Server) -> None:
    def answered() -> float:
        found = re.search(r'^akkuri_queries_total\{outcome="ok"\} (\S+)$', get(server, "/metrics").text, re.M)
        return float(found[1]) if found else 0.0

    before = answered()
    for _ in range(5):
        get(server, f"/sparql?query={quote('ASK {}')}")
    assert answered() == before + 5


@pytest.mark.parametrize(
    ("path", "counter"),
    [
        ("/gaps", "akkuri_answers_kept_total"),
        (f"/sparql?query={quote('SELECT * { ?s a ?t } LIMIT 351')}", 'akkuri_queries_total{outcome="ok"}'),
    ],
)
def test_what_one_has_no_room_for_and_another_gives_is_counted_once(
    server: Server, path: str, counter: str
) -> None:
    """A connection that was handed over to gunicorn writes less at once than an answer here has."""

    def counted() -> float:
        lines = get(server, "/metrics").text.splitlines()
        return float(next((line.rpartition(" ")[2] for line in lines if line.startswith(counter)), 0))

    host = f"{server.host}:{server.port}"  # by which it is kept, too
    if path == "/gaps":
        get(server, path)
    with socket.create_connection((server.host or "", server.port or 0)) as client:
        client.settimeout(20)
        with client.makefile("rb") as file:
            client.sendall(b"GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n")
            assert answered(file)[0].split()[1] == b"200"
            before = counted()
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            answer = file.read()
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert len(answer) > AT_ONCE + 1000
    assert counted() == before + 1


def test_with_no_room_nothing_is_kept_and_all_is_answered(national_release: Release) -> None:
    with Server("--release", national_release.folder, "--workers", "1", cache_bytes=0) as server:
        for path in ("/gaps", f"/sparql?query={quote(QUERY)}"):
            assert not is_kept(server, path)
            reply = get(server, path)
            assert get(server, path, If_None_Match=reply.headers["etag"]).status == 304
        assert "akkuri_cache_bytes 0.0" in get(server, "/metrics").text


def test_what_is_kept_stays_within_its_room(national_release: Release) -> None:
    room = 2_000_000
    with Server("--release", national_release.folder, "--workers", "1", cache_bytes=room) as server:
        for number in range(120):
            assert get(server, f"/about?page={number}").status == 200
        found = re.search(r"^akkuri_cache_bytes (\S+)$", get(server, "/metrics").text, re.MULTILINE)
        assert found is not None
        assert 0 < float(found[1]) <= room
        assert is_kept(server, "/about?page=119")


def test_a_new_release_answers_anew(tmp_path: Path) -> None:
    publish(tmp_path, "one", "<x:a> <x:p> <x:b> <x:g> .\n")
    path = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}"

    def count(server: Server) -> str:
        return str(json.loads(get(server, path).body)["results"]["bindings"][0]["n"]["value"])

    with Server("--release", tmp_path, "--workers", "1") as server:
        assert is_kept(server, path)
        assert count(server) == "1"
        publish(tmp_path, "two", "<x:a> <x:p> <x:b> <x:g> .\n<x:c> <x:p> <x:d> <x:g> .\n")
        until(server, "two")
        assert count(server) == "2"


def test_an_answer_that_is_cut_is_not_kept(tmp_path: Path) -> None:
    release = write_release(
        tmp_path / "one", "one", "".join(f'<x:s{n}> <x:p> "{n}" <x:g> .\n' for n in range(2_000))
    )
    path = f"/sparql?query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')}&format=csv"
    with Server("--release", release, "--workers", "1", query_seconds=1) as server:
        for _ in range(2):
            connection = server.connect()
            connection.request("GET", path)
            with pytest.raises(Exception, match=r"IncompleteRead|reset"):
                connection.getresponse().read()
            connection.close()
        assert given(server) == 0


def answered(file: BufferedReader) -> tuple[bytes, dict[str, str], bytes]:
    """Read one answer."""
    status = file.readline()
    headers = {}
    while (line := file.readline().strip()) != b"":
        name, _, value = line.decode("latin-1").partition(": ")
        headers[name.lower()] = value
    return status, headers, file.read(int(headers.get("content-length", 0)))


def exchanged(server: Server, *pieces: bytes, count: int = 1) -> list[tuple[bytes, dict[str, str], bytes]]:
    """Send pieces one after another on one connection; returns status line, headers, body of the answers."""
    with socket.create_connection((server.host or "", server.port or 0)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.settimeout(20)
        for number, piece in enumerate(pieces):
            if number:
                select.select([client], [], [], 0.02)  # so that the server has read what came before
            client.sendall(piece)
        with client.makefile("rb") as file:
            found = [answered(file) for _ in range(count)]
    return found


def asked(query: str, method: str = "GET", kind: str = "", headers: str = "", more: str = "") -> bytes:
    """Write a request to the endpoint."""
    if method == "POST":
        body = f"query={quote(query)}" if "form" in kind else query
        told = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return f"POST /sparql?{more} HTTP/1.1\r\nHost: x\r\n{told}{headers}\r\n{body}".encode()
    return f"GET /sparql?query={quote(query)}{more} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode()


LATE = 'SELECT (COUNT(DISTINCT ?o) AS ?n) ("\\u0001" AS ?bad) { ?s ?p ?o }'
"""Takes longer than is waited for at once, and has no answer in XML."""


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("ASK {}", {}),
        ("SELECT * { ?s a ?type } LIMIT 3", {"headers": "Accept: text/csv\r\n"}),
        ("SELECT * { ?s a ?type } LIMIT 4", {"more": "&format=xml"}),
        ("SELECT * { ?s a ?type } LIMIT 100", {}),
        ("SELECT * { ?s a ?type } LIMIT 101", {"headers": "Accept-Encoding: gzip\r\n"}),
        ("SELECT * { ?s a ?type } LIMIT 102", {"headers": "Accept-Encoding: zstd, gzip\r\n"}),
        ("SELECT * { ?s a ?type } LIMIT 5", {"more": "&default-graph-uri=urn:none"}),
        ("CONSTRUCT { ?s a ?type } { ?s a ?type } LIMIT 5", {"headers": "Accept: text/turtle\r\n"}),
        ("DESCRIBE <urn:none>", {"headers": "Connection: close\r\n"}),
        ("SELECT (RAND() < 2 AS ?one) {}", {}),
        ("ASK { ?s ?p 2 }", {"method": "POST", "kind": "application/sparql-query"}),
        ("ASK { ?s ?p 3 }", {"method": "POST", "kind": "application/x-www-form-urlencoded; charset=utf-8"}),
        ("ASK { ?s ?p 4 }", {"headers": "If-None-Match: *\r\n"}),
        ("SELECT * { ?s ?p", {}),
        ("INSERT DATA {}", {}),
        ("ASK { ?s ?p 5 }", {"headers": "Accept: image/png\r\n"}),
        ("SELECT (<urn:f>(1) AS ?x) {}", {}),
        (LATE, {"headers": "Accept: text/csv\r\n"}),
        (LATE, {"headers": "Accept: application/sparql-results+xml\r\n"}),
    ],
)
def test_what_is_answered_at_once_is_answered_as_otherwise(
    server: Server, query: str, rest: dict[str, str]
) -> None:
    """A head in two pieces goes to gunicorn and Flask, a whole one does not where its answer is there."""
    spaced = query + " "  # by another address, so that nothing is kept for it
    whole, pieces = asked(query, **rest), asked(spaced, **rest)
    (status, headers, body), *_ = exchanged(server, whole)
    (other, otherwise, same), *_ = exchanged(server, pieces[:9], pieces[9:])
    headers["link"] = headers.get("link", "").replace(quote(query), quote(spaced))
    otherwise.setdefault("link", "")
    for each in (headers, otherwise):
        del each["date"]
    assert (status, headers) == (other, otherwise)
    if "content-encoding" not in headers:
        assert body == same


def test_answers_keep_the_order_of_their_requests(server: Server) -> None:
    """On one connection: whole requests, one in pieces, two in one piece, a page, and a slow one."""
    slow = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } LIMIT "
    numbers = [asked(f"SELECT ({number} AS ?n) {{}}") for number in range(8)]
    page = b"GET /about HTTP/1.1\r\nHost: x\r\n\r\n"
    pieces = (numbers[0], numbers[1][:20], numbers[1][20:], numbers[2] + numbers[3], page, numbers[4])
    found = exchanged(server, *pieces, asked(slow + "1"), numbers[5], numbers[6] + page, numbers[7], count=11)
    said = [body[:15] if b"<html" in body else body.partition(b'"value":"')[2][:1] for _, _, body in found]
    assert said[:4] == [b"0", b"1", b"2", b"3"]
    assert said[5] == b"4"
    assert said[7:9] == [b"5", b"6"]
    assert said[10] == b"7"
    assert [status for status, _, _ in found][:6] == [b"HTTP/1.1 200 OK\r\n"] * 6


def test_a_small_body_may_come_late_or_never(server: Server) -> None:
    request = asked("ASK { ?s ?p 6 }", "POST", "application/sparql-query")
    head, _, body = request.partition(b"\r\n\r\n")
    for pieces in ((head, b"\r\n\r\n", body), (head + b"\r\n\r\n", body), (request[:-3], request[-3:])):
        ((status, _, answer),) = exchanged(server, *pieces)
        assert (status, b"boolean" in answer) == (b"HTTP/1.1 200 OK\r\n", True)
    with socket.create_connection((server.host or "", server.port or 0)) as leaving:
        leaving.sendall(request[:-3])
    assert get(server, "/health/live").status == 200
