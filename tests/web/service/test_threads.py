"""Threads that the requests of all askers share: who asks for much leaves the next one to others."""

import threading

from akkuri.computing import ComputingTurns
from akkuri.web.service.threads import Threads

LIMIT = 10


def test_who_asks_little_waits_for_one_of_those_who_ask_much() -> None:
    threads, go, over, came = Threads("test", 1), threading.Event(), threading.Event(), list[str]()
    threads.run("many", lambda: came.append(str(go.wait(LIMIT))))
    for _ in range(50):
        threads.run("many", lambda: came.append("many"))
    threads.run("one", lambda: came.append("one"))
    threads.run("last", over.set)
    go.set()
    assert over.wait(LIMIT)
    assert came.index("one") <= 2


def test_what_fails_is_counted_no_longer() -> None:
    threads, over = Threads("test", 1, ComputingTurns()), threading.Event()
    for _ in range(1000):
        threads.run("one", lambda: 1 // 0)
    threads.run("one", over.set)
    assert over.wait(LIMIT)
    assert not threads.crowded
