"""An answer that fails half-way looks whole to no client, whatever it reads with."""

import json
import subprocess
import urllib.error
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pandas
import pytest

from serving import Server

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Stopped at its time, long after its answer has begun."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file = tmp_path_factory.mktemp("broken") / "rows.nt"
    file.write_text("".join(f'<x:s{number}> <x:p> "{number}" .\n' for number in range(2_000)))
    with Server("--rdf", file, workers=2, query_seconds=1) as running:
        yield running


def address(server: Server) -> str:
    return f"{server.address}/sparql?{urlencode({'query': ENDLESS, 'format': 'csv'})}"


def curl(server: Server, *options: str) -> tuple[int, str]:
    command = ["curl", "--silent", "--write-out", "%{stderr}%{http_code}", "--output", "/dev/null", *options]
    done = subprocess.run([*command, address(server)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def test_curl_says_so(server: Server) -> None:
    code, status = curl(server, "--http1.1")
    assert status == "200"
    assert code in (18, 56)  # partial file; failure in receiving


def test_curl_gets_an_error_with_http_1_0(server: Server) -> None:
    assert curl(server, "--http1.0") == (0, "503")


def test_http_client_raises(server: Server) -> None:
    with pytest.raises((HTTPException, ConnectionError)):
        server.request("GET", address(server).removeprefix(server.address))


def test_pandas_raises(server: Server) -> None:
    with pytest.raises((HTTPException, ConnectionError, urllib.error.URLError)):
        pandas.read_csv(address(server))


def test_what_was_cut_is_counted_and_the_server_goes_on(server: Server) -> None:
    before = cut(server)
    curl(server)
    assert cut(server) == before + 1
    assert json.loads(server.query("ASK {}").body)["boolean"] is True


def cut(server: Server) -> float:
    lines = server.request("GET", "/metrics").text.splitlines()
    return sum(
        float(line.split()[1]) for line in lines if line.startswith('akkuri_queries_total{outcome="cut"}')
    )


def test_a_failure_is_one_line_in_the_log(tmp_path: Path) -> None:
    file = tmp_path / "rows.nt"
    file.write_text("".join(f'<x:s{number}> <x:p> "{number}" .\n' for number in range(2_000)))
    server = Server("--rdf", file, workers=1, query_seconds=1)
    curl(server)
    code, errors = server.stop()
    assert code == 0
    assert errors.splitlines() == [
        "An answer was cut off (GET /sparql): The query was stopped after 1 seconds, the limit. "
        "Ask for less: add LIMIT, or name more of the terms."
    ]
