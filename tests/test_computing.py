"""Threads that compute take turns: few at once, in order, and none keeps the others for long."""

import threading

from akkuri.computing import ComputingTurns, aside, held

LIMIT = 10


def test_no_more_compute_at_once_than_may() -> None:
    turns, together, most = ComputingTurns(2, long=LIMIT), 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal together, most
        for _ in range(50):
            with turns.own():
                with lock:
                    together += 1
                    most = max(most, together)
                sum(range(2_000))
                with lock:
                    together -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(LIMIT)
    assert most <= 2


def test_who_waits_lets_others_compute() -> None:
    turns, go, waits = ComputingTurns(1, long=LIMIT), threading.Event(), threading.Event()

    def wait() -> None:
        with turns.own(), aside():
            waits.set()
            assert go.wait(LIMIT)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert waits.wait(LIMIT)
    with turns.own():
        go.set()
    waiting.join(LIMIT)
    assert not waiting.is_alive()


def test_who_wants_a_lock_lets_its_holder_compute() -> None:
    turns, lock, wanted = ComputingTurns(1, long=LIMIT), threading.Lock(), threading.Event()

    def want() -> None:
        with turns.own():
            wanted.set()
            with held(lock):
                pass

    wanting = threading.Thread(target=want)
    with lock:
        wanting.start()
        assert wanted.wait(LIMIT)
        with turns.own():
            pass
    wanting.join(LIMIT)
    assert not wanting.is_alive()


def test_a_long_computation_keeps_nobody_waiting() -> None:
    turns, over, began = ComputingTurns(1, long=0.0), threading.Event(), threading.Event()

    def long() -> None:
        with turns.own():
            began.set()
            assert over.wait(LIMIT)

    computing = threading.Thread(target=long)
    computing.start()
    assert began.wait(LIMIT)
    with turns.own():
        over.set()
    computing.join(LIMIT)
    assert not computing.is_alive()
