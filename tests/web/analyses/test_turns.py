"""Analyses in the web process: what many want is computed once, few at once, and nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event
from typing import Any

import pytest
from flask import Flask

from akkuri.errors import RequestError
from akkuri.settings import Settings
from akkuri.web.analyses.basis import analysed, whole_table
from akkuri.web.analyses.turns import AT_ONCE
from akkuri.web.http.state import attach, state

MANY = 12


class Computed:
    """Stands for a subject of analyses; `work` is what an answer takes."""

    name = "computed"

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work
        self.times = self.running = self.most = 0

    def table(self, _basis: object, _request: object) -> Any:
        self.times += 1
        self.running += 1
        self.most = max(self.most, self.running)
        self.work()
        self.running -= 1
        return object()


def at_once(app: Flask, ask: Callable[[], object], count: int = MANY) -> list[object]:
    """Ask in so many threads that all begin together."""
    together = Barrier(count)

    def one(_number: int) -> object:
        with app.test_request_context("/"):
            together.wait()
            return ask()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def long_sum() -> int:
    return sum(range(1_000_000))


def test_what_many_want_at_once_is_computed_once(small_app: Flask) -> None:
    subject: Any = Computed(long_sum)
    found = at_once(small_app, lambda: whole_table(subject, "all", "en"))
    assert subject.times == 1
    assert len(set(map(id, found))) == 1


def test_few_are_computed_at_once(small_app: Flask) -> None:
    pairs = Barrier(AT_ONCE, timeout=20)
    subject: Any = Computed(pairs.wait)
    request: Any = None
    at_once(small_app, lambda: analysed(subject, request))
    assert (subject.times, subject.most) == (MANY, AT_ONCE)


def test_who_has_waited_as_long_as_for_a_query_may_come_back(
    make_small: Callable[[str], Flask],
) -> None:
    app = make_small(Settings().base)
    with app.app_context():
        served = state()
        attach(app, replace(served, settings=replace(served.settings, query_seconds=0.05)))
    begun, end = Barrier(AT_ONCE + 1, timeout=20), Event()
    subject: Any = Computed(lambda: (begun.wait(), end.wait(20)))
    request: Any = None

    def one() -> object:
        with app.test_request_context("/"):
            return analysed(subject, request)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        busy = [pool.submit(one) for _ in range(AT_ONCE)]
        begun.wait()
        with app.test_request_context("/"), pytest.raises(RequestError) as refused:
            analysed(subject, request)
        end.set()
        assert all(each.result() for each in busy)
    assert refused.value.status == 503
