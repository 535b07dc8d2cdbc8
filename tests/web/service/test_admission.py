"""A few requests at a time: nobody stands behind all who came before, and operators behind none."""

import asyncio
from functools import partial

import pytest

from akkuri.web.service.admission import AT_ONCE, Admission, is_urgent
from loops import in_its_own_loop


def test_all_are_let_in_in_their_order_a_few_at_a_time() -> None:
    async def run() -> list[list[int]]:
        admission, came, rounds = Admission(), list[int](), list[list[int]]()
        for number in range(3 * AT_ONCE):
            admission.ask("one", lambda number=number: came.append(number))  # type: ignore[misc]
        while came:
            rounds.append(came[:])
            came.clear()
            await asyncio.sleep(0)
        return rounds

    rounds = in_its_own_loop(run())
    assert max(map(len, rounds)) <= AT_ONCE
    assert [each for part in rounds for each in part] == list(range(3 * AT_ONCE))


def test_one_that_fails_stands_in_nobodys_way() -> None:
    async def run() -> tuple[list[int], list[str]]:
        admission, came, failures = Admission(), list[int](), list[str]()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, told: failures.append(str(told["exception"])))

        def enter(number: int) -> None:
            if number == AT_ONCE:  # the first that has to wait
                raise RuntimeError("no socket")
            came.append(number)

        for number in range(3 * AT_ONCE):
            admission.ask("one", partial(enter, number))
        for _ in range(3 * AT_ONCE):
            await asyncio.sleep(0)
        return came, failures

    came, failures = in_its_own_loop(run())
    assert came == [number for number in range(3 * AT_ONCE) if number != AT_ONCE]
    assert failures == ["no socket"]


def test_what_is_urgent_waits_for_nobody() -> None:
    async def run() -> list[str]:
        admission, came = Admission(), list[str]()
        for _ in range(3 * AT_ONCE):
            admission.ask("one", lambda: came.append("page"))
        admission.ask("one", lambda: came.append("health"), urgent=True)
        return came[:]

    assert in_its_own_loop(run())[-1] == "health"


def test_who_asks_little_is_let_in_before_those_who_ask_much() -> None:
    async def run() -> list[str]:
        admission, came = Admission(), list[str]()
        for _ in range(10 * AT_ONCE):
            admission.ask("many", lambda: came.append("many"))
        admission.ask("one", lambda: came.append("one"))
        while "one" not in came:
            await asyncio.sleep(0)
        return came[:]

    assert len(in_its_own_loop(run())) <= 2 * AT_ONCE


@pytest.mark.parametrize(
    ("data", "urgent"),
    [
        (b"GET /health/live HTTP/1.1\r\n", True),
        (b"HEAD /health/ready HTTP/1.1\r\n", True),
        (b"GET /metrics HTTP/1.1\r\n", True),
        (b"GET /gaps HTTP/1.1\r\n", False),
        (b"POST /health/live HTTP/1.1\r\n", False),
        (b"G", False),
    ],
)
def test_urgent_is_what_has_a_reserve(data: bytes, urgent: bool) -> None:
    assert is_urgent(data) is urgent
