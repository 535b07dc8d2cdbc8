"""A client with runaway queries leaves others their answers; a trusted proxy tells clients apart."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from select import select

import pytest

from akkuri.web.http.client_address import client_address, trusted_networks
from serving import QUERY, Reply, Server

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?l) }"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "data.nt"
    file.write_text("".join(f"<x:s{n}> <x:p> <x:o{n}> .\n" for n in range(1500)))
    return file


def ask(server: Server, query: str, client: str) -> Reply:
    headers = {"Content-Type": QUERY, "X-Forwarded-For": client}
    return server.request("POST", "/sparql", query.encode(), headers)


def test_twenty_four_runaways_of_one_client_leave_another_its_answers(data: Path) -> None:
    limits = {"trusted_proxies": "127.0.0.1", "query_seconds": 4, "queue": 8, "queue_seconds": 2}
    with Server("--workers", "2", "--rdf", data, **limits) as server, ThreadPoolExecutor(24) as pool:
        runaways = [
            pool.submit(ask, server, f"{RUNAWAY} # {n}\nLIMIT {n + 1}", "192.0.2.1") for n in range(24)
        ]
        deadline = time.monotonic() + 20
        while "akkuri_queries_running 1.0" not in server.request("GET", "/metrics").text:
            assert time.monotonic() < deadline
        for number in range(10):  # who waits longer than the queue allows is refused
            other = ask(server, f"SELECT ({number} AS ?n) {{ ?s ?p ?o }} LIMIT 1", "192.0.2.2")
            assert other.status == 200
        statuses = [done.result().status for done in runaways]
        refused = [done.result() for done in runaways if done.result().status == 429]
    assert set(statuses) <= {503, 429}
    assert refused
    for reply in refused:
        assert int(reply.headers["retry-after"]) >= 1
        assert json.loads(reply.body)["type"].endswith("/share")


def test_queries_have_less_time_while_those_of_others_wait(data: Path) -> None:
    """One client holds every process: the query of another is answered before its wait is over."""
    limits = {
        "trusted_proxies": "127.0.0.1",
        "client_workers": 2,
        "query_seconds": 60,
        "crowded_seconds": 2,
        "queue_seconds": 30,
    }
    headers = {"Content-Type": QUERY, "X-Forwarded-For": "192.0.2.1"}
    with Server("--workers", "2", "--rdf", data, **limits) as server, ExitStack() as held:
        runaways = [held.enter_context(closing(server.connect())) for _ in range(2)]
        for number, runaway in enumerate(runaways):  # the one that is not cut ends with its connection
            runaway.request("POST", "/sparql", f"{RUNAWAY}\nLIMIT {number + 1}", headers)
        deadline = time.monotonic() + 20
        while "akkuri_queries_running 2.0" not in server.request("GET", "/metrics").text:
            assert time.monotonic() < deadline
        other = ask(server, "SELECT * { ?s ?p ?o } LIMIT 1", "192.0.2.2")
        assert other.status == 200
        # Its answer may come a moment after that of the other, to which its process went.
        answered, _, _ = select([each.sock for each in runaways], [], [], 20)
        assert answered  # both, where the other still waited when the second one's time was over
        for cut in (each.getresponse() for each in runaways if each.sock in answered):
            assert cut.status == 503
            assert int(cut.headers["Retry-After"]) >= 1
            assert json.loads(cut.read())["type"].endswith("/crowded-limit")


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("192.0.2.9", "", "192.0.2.9"),
        ("192.0.2.9", "198.51.100.1", "192.0.2.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.5, 10.1.2.3", "203.0.113.5"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:9::9", "", "2001:db8::/64"),
    ],
)
def test_whose_request_it_is(remote: str, forwarded: str, client: str) -> None:
    trusted = trusted_networks(["127.0.0.1", "10.0.0.0/8"])
    assert client_address(remote, forwarded, trusted) == client
