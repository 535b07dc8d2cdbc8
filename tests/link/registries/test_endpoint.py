"""Downloading from SPARQL endpoints: a real server with records of the same shape, and bad servers."""

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from akkuri.errors import OutsideError, UsageError
from akkuri.link.registries import registry
from akkuri.link.registries.cordis import QUERY as CORDIS
from akkuri.link.registries.endpoint import AGENT, Endpoint
from akkuri.link.registries.wikidata import QUERY as WIKIDATA

ITEMS = 23
WIKIDATA_SHAPE = "".join(
    f"""
    wd:Q{number} wdt:P6782 "0{number:08d}" ; rdfs:label "Institute {number}"@en , "Laitos {number}"@fi ;
      skos:altLabel "Inst. {number}"@en ; wdt:P1813 "I{number}"@en ; wdt:P17 wd:Q33 ; wdt:P159 wd:Q1757 ;
      wdt:P856 <https://i{number}.example.org/> ; wdt:P749 wd:Q1 ; wdt:P213 "0000 0001 2149 740X" ."""
    for number in range(100, 100 + ITEMS)
)
EURIO_SHAPE = "".join(
    f"""
    <http://data.europa.eu/s66/resource/projects/{number}> a eurio:Project ;
      eurio:identifier "10110{number}" ;
      eurio:title "Project {number}" ;
      eurio:hasAcronym <http://data.europa.eu/s66/resource/acronyms/{number}> .
    <http://data.europa.eu/s66/resource/acronyms/{number}> eurio:shortForm "P{number}" ."""
    for number in range(1000, 1000 + ITEMS)
)
DATA = f"""
    @prefix wd: <http://www.wikidata.org/entity/> .
    @prefix wdt: <http://www.wikidata.org/prop/direct/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix eurio: <http://data.europa.eu/s66#> .
    wd:Q33 wdt:P297 "FI" .
    wd:Q1757 rdfs:label "Helsinki"@en , "Helsingfors"@sv .
    wd:Q5 rdfs:label "has no ROR id"@en .
    {WIKIDATA_SHAPE} {EURIO_SHAPE}
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a real SPARQL server with 23 organisations and 23 projects."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the oxigraph server is not installed")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    command = [program, "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + 20
            while True:
                connection = HTTPConnection("127.0.0.1", port, timeout=5)
                try:
                    connection.request(
                        "POST", "/store?default", DATA.encode(), {"Content-Type": "text/turtle"}
                    )
                    assert connection.getresponse().status < 300
                    break
                except ConnectionRefusedError:
                    assert time.monotonic() < end, "the oxigraph server did not start"
                finally:
                    connection.close()
            yield f"http://127.0.0.1:{port}/query"
        finally:
            process.terminate()


@pytest.mark.parametrize("page", [4, 23, 500])
def test_wikidata_is_read_page_by_page(address: str, page: int, tmp_path: Path) -> None:
    waits: list[float] = []
    endpoint = Endpoint(address, page=page, pause=0.5, sleep=waits.append)
    file = endpoint.download(WIKIDATA, tmp_path / "wikidata.srj")
    entries = {entry.id: entry for entry in registry("wikidata").read(file)}
    assert sorted(entries) == [f"http://www.wikidata.org/entity/Q{number}" for number in range(100, 123)]
    entry = entries["http://www.wikidata.org/entity/Q107"]
    assert entry.label == "Institute 107"
    assert {(name.text, name.kind, name.lang) for name in entry.names} == {
        ("Institute 107", "label", "en"), ("Laitos 107", "label", "fi"), ("Inst. 107", "alias", "en"),
        ("I107", "acronym", "en"),
    }  # fmt: skip
    assert (entry.country, entry.city, entry.links) == ("FI", "Helsinki", ("https://i107.example.org/",))
    assert entry.identifiers == {"ror": "https://ror.org/000000107", "isni": "0000 0001 2149 740X"}
    assert entry.parents == ("http://www.wikidata.org/entity/Q1",)
    pages = -(-(ITEMS + 1) // page)
    assert waits == [0.5] * pages, "a pause after every request"
    assert [item.name for item in tmp_path.iterdir()] == ["wikidata.srj"], "no pages are left"


def test_cordis_is_read_under_the_addresses_of_its_pages(address: str, tmp_path: Path) -> None:
    file = Endpoint(address, page=10, sleep=lambda _: None).download(CORDIS, tmp_path / "cordis.srj")
    entries = {entry.id: entry for entry in registry("cordis").read(file)}
    assert len(entries) == ITEMS
    entry = entries["https://cordis.europa.eu/project/id/101101007"]
    assert [name.text for name in entry.names] == ["Project 1007", "P1007"]
    assert entry.identifiers["eurio"] == "http://data.europa.eu/s66/resource/projects/1007"


Answer = tuple[int, dict[str, str], bytes]
JSON = {"Content-Type": "application/sparql-results+json"}


def page(*numbers: int) -> bytes:
    rows = [
        {"item": {"value": f"http://e.org/{number}"}, "field": {"value": "label"}, "value": {"value": "x"}}
        for number in numbers
    ]
    return json.dumps({"head": {"vars": []}, "results": {"bindings": rows}}).encode()


@contextlib.contextmanager
def server(answer: Callable[[int, str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """A server that answers the n-th request as told; gives its address and the agents that called."""
    agents: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agents.append(self.headers["User-Agent"])
            status, headers, body = answer(len(agents), self.path)
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listener:
        thread = threading.Thread(target=listener.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.server_address[1]}/sparql", agents
        finally:
            listener.shutdown()
            thread.join()


QUERY = 'SELECT ?item ?field ?value { FILTER(STR(?item) > "$AFTER") } LIMIT $LIMIT'


def test_a_busy_server_is_waited_for_as_long_as_it_asks(tmp_path: Path) -> None:
    waits: list[float] = []
    told: list[str] = []

    def answer(number: int, _: str) -> Answer:
        if number <= 2:
            return 429, {"Retry-After": "7"}, b"slow down"
        return 503 if number == 3 else 200, JSON, page(1)

    with server(answer) as (address, agents):
        endpoint = Endpoint(address, page=2, pause=1.0, sleep=waits.append, told=told.append)
        endpoint.download(QUERY, tmp_path / "out.srj")
    assert waits == [7.0, 7.0, 8.0, 1.0], "Retry-After, then doubling, then the pause between requests"
    assert set(agents) == {AGENT}
    assert told[0] == "127.0.0.1: answered 429 Too Many Requests; waiting 7 s."


def test_retry_after_may_be_a_date_and_is_bounded(tmp_path: Path) -> None:
    waits: list[float] = []

    def answer(number: int, _: str) -> Answer:
        if number == 1:
            return 429, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}, b""
        return 200, JSON, page(1)

    with server(answer) as (address, _):
        Endpoint(address, page=2, sleep=waits.append).download(QUERY, tmp_path / "out.srj")
    assert waits[0] == 300.0


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            (429, {}, b""),
            r"127\.0\.0\.1: answered 429 Too Many Requests \(3 times\); expected SPARQL results",
        ),
        (
            (200, {"Content-Type": "text/html"}, b"<html></html>"),
            r"127\.0\.0\.1: answered in text/html; expected",
        ),
        ((200, JSON, b'{"head": {}, "resul'), r"answered with half a JSON document \(3 times\); expected"),
        ((200, JSON, b""), r"answered with nothing \(3 times\); expected"),
        ((200, JSON, b'{"boolean": true}'), r"answered with other JSON; expected"),
        ((200, JSON, b'{"results": {"bindings": [{"s": {}}]}}'), r"without item, field and value; expected"),
        ((404, {}, b""), r"127\.0\.0\.1: .*expected SPARQL results"),
        ((400, {}, b"no"), r"127\.0\.0\.1: answered 400; expected SPARQL results"),
        ((403, {}, b"no"), r"127\.0\.0\.1: answered 403 Forbidden; expected SPARQL results"),
        ((500, {}, b"no"), r"127\.0\.0\.1: answered 500.* \(3 times\); expected SPARQL results"),
    ],
)
def test_a_bad_answer_is_one_sentence_with_the_host(answer: Answer, sentence: str, tmp_path: Path) -> None:
    target = tmp_path / "out.srj"
    with (
        server(lambda *_: answer) as (address, _),
        pytest.raises(OutsideError, match=sentence) as caught,
    ):
        Endpoint(address, tries=3, sleep=lambda _: None).download(QUERY, target)
    assert "\n" not in str(caught.value)
    assert not target.exists()


def test_nobody_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(OutsideError, match=r"127\.0\.0\.1: cannot be reached .*Connection refused"):
        Endpoint(address, tries=2, sleep=lambda _: None).download(QUERY, tmp_path / "out.srj")


def test_a_broken_run_goes_on_where_it_broke(tmp_path: Path) -> None:
    target = tmp_path / "out.srj"
    pages = {"": page(1, 2), "http://e.org/2": page(3, 4), "http://e.org/4": page(5)}
    broken = True
    seen: list[str] = []

    def answer(_: int, path: str) -> Answer:
        after = next(key for key in reversed(pages) if key in unquote(path))
        seen.append(after)
        if broken and after == "http://e.org/2":
            return 503, {}, b""
        return 200, JSON, pages[after]

    with server(answer) as (address, _):
        endpoint = Endpoint(address, page=2, tries=2, sleep=lambda _: None)
        with pytest.raises(OutsideError, match="1 pages are kept: run it again"):
            endpoint.download(QUERY, target)
        assert not target.exists()
        broken = False
        endpoint.download(QUERY, target)
    assert seen == ["", "http://e.org/2", "http://e.org/2", "http://e.org/2", "http://e.org/4"]
    rows = json.loads(target.read_text())["results"]["bindings"]
    assert [row["item"]["value"][-1] for row in rows] == ["1", "2", "3", "4", "5"]


def test_a_server_that_ignores_the_filter_is_not_asked_forever(tmp_path: Path) -> None:
    with (
        server(lambda *_: (200, JSON, page(1, 2))) as (address, _),
        pytest.raises(OutsideError, match=r"127\.0\.0\.1: answered the same page again; expected"),
    ):
        Endpoint(address, page=2, sleep=lambda _: None).download(QUERY, tmp_path / "out.srj")


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"file/out\.srj: cannot be written .*expected a writable folder"):
        Endpoint("http://127.0.0.1:9/").download(QUERY, tmp_path / "file" / "out.srj")
