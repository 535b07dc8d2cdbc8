"""Lending query processes: the first questions may all come at once, and nobody gets more than a share."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from akkuri.ask.asker import asked_by
from akkuri.ask.processes.attempt import Attempt
from akkuri.ask.processes.connection import Limits, QueryProcess
from akkuri.ask.processes.messages import Greeting, Question
from akkuri.ask.processes.pool import Pool
from akkuri.errors import Refusal
from akkuri.settings import Settings
from akkuri.store import Dataset
from serving import Server

TOGETHER = 12
LIMITS = Limits(1, 1)
QUESTION = Question("ASK {}", "json", "http://kg.example/", Dataset(), (), (), {})


def test_the_first_questions_may_come_at_once(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("<x:s> <x:p> <x:o> .\n")
    with Server("--workers", "1", "--rdf", data) as server, ThreadPoolExecutor(TOGETHER) as pool:
        start = Barrier(TOGETHER)

        def ask(number: int) -> str:
            start.wait()
            if number % 3 == 0:
                return json.loads(server.request("GET", "/health/ready").body)["status"]
            return server.query(f"SELECT (COUNT(*) + {number} AS ?n) {{ ?s ?p ?o }}", accept="text/csv").text

        replies = list(pool.map(ask, range(TOGETHER)))
    assert replies == ["ready" if number % 3 == 0 else f"n\r\n{number + 1}\r\n" for number in range(TOGETHER)]


class Willing(QueryProcess):
    """A query process that takes every question and never answers."""

    def __init__(self, path: Path, patience: float) -> None:
        self.greeting = Greeting()
        self.spent = False

    def ask(self, question: Question) -> None:
        """Take the question."""

    def is_whole(self, milliseconds: int, most: int) -> bool:
        """Pretend that the answer is there, where it is tried at once."""
        return True


@pytest.fixture
def willing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akkuri.ask.processes.pool.QueryProcess", Willing)


@contextmanager
def leased(pool: Pool, asker: str) -> Iterator[None]:
    with asked_by(lambda: False, asker), pool.lease(QUESTION, LIMITS):
        yield


def lease(pool: Pool, asker: str) -> str:
    """Lease a process and give it back; returns the code of the refusal, or nothing."""
    try:
        with leased(pool, asker):
            return ""
    except Refusal as refusal:
        return refusal.code


@pytest.mark.usefixtures("willing")
def test_one_asker_leaves_a_process_to_others(tmp_path: Path) -> None:
    pool = Pool(tmp_path, Settings(workers=3, queue_seconds=0.05))
    with leased(pool, "one"), leased(pool, "one"):
        assert lease(pool, "one") == "share"
        assert lease(pool, "other") == ""
    assert lease(pool, "one") == ""


@pytest.mark.usefixtures("willing")
def test_one_asker_leaves_a_quarter_of_the_queue_to_others(tmp_path: Path) -> None:
    pool = Pool(tmp_path, Settings(workers=2, queue=4, queue_seconds=60))
    with ThreadPoolExecutor(5) as threads:
        with leased(pool, "one"):
            waiting = [threads.submit(lease, pool, "one") for _ in range(3)]
            deadline = time.monotonic() + 20
            while pool.waiting < 3:
                assert time.monotonic() < deadline
            try:
                assert threads.submit(lease, pool, "one").result(10) == "share"
                assert threads.submit(lease, pool, "other").result(10) == ""
            finally:
                assert pool.waiting == 3
        assert [each.result(20) for each in waiting] == ["", "", ""]


@pytest.mark.usefixtures("willing")
def test_who_has_no_share_yet_is_answered_at_once_while_others_wait_for_theirs(tmp_path: Path) -> None:
    pool = Pool(tmp_path, Settings(workers=2, queue=4, queue_seconds=60))
    with leased(pool, "one"), leased(pool, "other"):
        pass  # both processes are connected to now
    with ThreadPoolExecutor(1) as threads:
        with leased(pool, "one"):
            waiting = threads.submit(lease, pool, "one")
            deadline = time.monotonic() + 20
            while not pool.waiting:
                assert time.monotonic() < deadline
            with Attempt().here(trying=True), leased(pool, "other"):  # LaterError: it is to wait
                assert pool.busy == 2
        assert waiting.result(20) == ""
