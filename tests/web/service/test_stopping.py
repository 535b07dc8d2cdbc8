"""The end of the server: answers may finish in their time, what is cut is said; deaths are mended."""

import contextlib
import os
import re
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from akkuri.commands.served import GRAPH, PROGRAM, THREADS
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.system import THREAD_STACK
from releases import write_release
from serving import Server, alive, children

COUNT_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT_PAIRS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(?c) > STRLEN(?f)) }"
COUNT_PAIRS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(?c) > STRLEN(?f)) }"
ROWS = 3_500


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "rows.nt"
    file.write_text("".join(f'<x:s{number}> <x:p> "value {number}" .\n' for number in range(ROWS)))
    return file


@contextlib.contextmanager
def asking(server: Server, query: str) -> Iterator[HTTPConnection]:
    until(lambda: answers(server))
    with contextlib.closing(server.connect()) as connection:
        connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
        yield connection


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"


def running(server: Server) -> float:
    lines = server.request("GET", "/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("akkuri_queries_running "))


def counters(server: Server) -> dict[str, float]:
    lines = server.request("GET", "/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if re.match(r"\w+_(total|count|sum|bucket)\b", line))
    return {name: float(value) for name, value in pairs}


def test_an_answer_may_finish_in_its_time(data: Path) -> None:
    """Some seconds of work; the server is asked to end at its beginning."""
    server = Server("--rdf", data, workers=1, query_seconds=60)
    with asking(server, COUNT_PAIRS) as connection:
        until(lambda: running(server) == 1)
        server.process.terminate()
        reply: HTTPResponse = connection.getresponse()
        assert reply.status == 200
        assert int(reply.read().split()[1]) > 0
    assert server.stop() == (0, "")


def test_a_reader_under_way_gets_all_of_its_answer(data: Path) -> None:
    server = Server("--rdf", data, workers=1)
    with asking(server, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000") as connection:
        reply = connection.getresponse()
        start = reply.read(1000)
        server.process.terminate()
        assert (start + reply.read()).count(b"\r\n") == 200_001
        assert server.stop() == (0, "")


def test_what_is_not_ready_when_the_time_is_over_is_cut_and_said(data: Path) -> None:
    server = Server("--rdf", data, workers=1, query_seconds=60, stop_seconds=1)
    with asking(server, COUNT_PRODUCT) as connection:
        until(lambda: running(server) == 1)
        server.process.terminate()
        with pytest.raises((ConnectionError, OSError)):  # and no 503, which would come after a minute
            connection.getresponse()
        code, errors = server.stop()
        assert code == 0
        assert errors.count("\n") == 1
        assert "cut off before their end (1): GET /sparql" in errors


def test_no_time_is_a_setting_too(data: Path) -> None:
    server = Server("--rdf", data, workers=1, query_seconds=60, stop_seconds=0)
    with asking(server, COUNT_PRODUCT) as connection:
        until(lambda: running(server) == 1)
        server.process.terminate()
        with pytest.raises((ConnectionError, OSError)):
            connection.getresponse()
        assert server.stop()[0] == 0


def test_idle_connections_hold_nothing_up(data: Path) -> None:
    server = Server("--rdf", data, workers=1)
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            client = stack.enter_context(socket.create_connection((server.host or "", server.port or 0)))
            client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 200")
        assert server.stop() == (0, "")  # before its patience ends, and long before that of the server


@pytest.fixture(params=["release", "rdf"])
def server(request: pytest.FixtureRequest, data: Path, tmp_path: Path) -> Iterator[Server]:
    if request.param == "rdf":
        arguments: tuple[str | Path, ...] = ("--rdf", data)
    else:
        arguments = ("--release", write_release(tmp_path / "release", "one", '<x:a> <x:p> "1" <x:g> .\n'))
    with Server(*arguments, workers=1) as running_server:
        yield running_server


def below(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def web_process(server: Server) -> int:
    """The child of the keeper that has children: gunicorn; its one child answers."""
    (keeper,) = below(server.process.pid)
    return next(child for child in below(keeper) if below(child))


def answers(server: Server) -> bool:
    with contextlib.suppress(ConnectionError):
        return server.query("ASK { ?s ?p ?o }").status == 200
    return False


@pytest.mark.parametrize("victim", ["keeper", "web", "worker"])
def test_a_death_is_said_and_mended(server: Server, victim: str) -> None:
    assert answers(server)
    before = counters(server)
    (keeper,) = below(server.process.pid)
    web = web_process(server)
    pid = {"keeper": keeper, "web": web, "worker": below(web)[0]}[victim]
    os.kill(pid, signal.SIGKILL)
    until(lambda: not alive(pid))
    # While the keeper is gone its web process may still answer: wait for what takes its place.
    until(lambda: below(server.process.pid) not in ([], [pid]))
    until(lambda: answers(server))
    after = counters(server)
    assert [name for name, value in before.items() if after.get(name, 0) < value] == []
    code, errors = server.stop()
    assert code == 0
    assert "SIGKILL" in errors or "started again" in errors
    assert "Traceback" not in errors


def test_a_server_whose_processes_keep_dying_gives_up(server: Server) -> None:
    killed: list[int] = []
    before: set[int] = set()

    def ended() -> bool:
        return server.process.poll() is not None

    def started_again() -> bool:
        # While the keeper is gone its web process may still answer: what takes its place must.
        return not any(map(alive, before)) and bool(below(server.process.pid)) and answers(server)

    while not ended() and len(killed) < 10:
        until(lambda: ended() or started_again())
        before |= children(server.process.pid)
        for keeper in [] if ended() else below(server.process.pid):
            os.kill(keeper, signal.SIGKILL)
            killed.append(keeper)
    code, errors = server.stop()
    assert code == 3
    # The web processes that die with their keeper count as well, when the server sees both.
    assert 2 <= errors.count("started again") <= len(killed) <= 4


def test_the_death_of_the_first_process_is_said_and_ends_all(server: Server) -> None:
    family = children(server.process.pid)
    server.process.kill()
    _, errors = server.process.communicate(timeout=20)
    assert errors == "The first process of the server has ended; so does the rest.\n"
    until(lambda: not any(alive(pid) for pid in family))


def test_too_small_an_address_space_is_said_at_the_start(data: Path) -> None:
    import subprocess
    import sys

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))

    done = subprocess.run(
        [sys.executable, "-m", "akkuri", "serve", "--rdf", str(data), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limited,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "400 MiB are allowed (ulimit -v)" in done.stderr


@pytest.fixture
def large_stacks() -> Iterator[None]:
    """Let programs that are started have stacks of 112 MiB, as `ulimit -s` would."""
    before = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (112 << 20, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_STACK, before)


@pytest.mark.usefixtures("large_stacks")
def test_with_as_much_address_space_as_it_asks_for_every_page_is_answered(national_release: Release) -> None:
    """Heaps of threads are shared where it is limited; their stacks are not what `ulimit -s` allows."""
    settings = Settings()
    threads = (settings.workers + settings.queue + THREADS) * THREAD_STACK
    needed = PROGRAM + threads + GRAPH * national_release.graph_path.stat().st_size
    with Server("--release", national_release.folder, address_space=needed + (1 << 20)) as server:
        asked = ("/network", "/map", "/search?q=battery", "/gaps", "/")
        with ThreadPoolExecutor(len(asked)) as pool:
            assert {reply.status for reply in pool.map(lambda path: server.request("GET", path), asked)} == {
                200
            }
        _, errors = server.stop()
    assert errors == ""
