"""A few requests at a time: what operators ask does not stand behind all who came before."""

import asyncio

import pytest

from akkuri.web.service.admission import AT_ONCE, Admission, is_urgent
from loops import in_its_own_loop


def test_all_are_let_in_in_their_order_a_few_at_a_time() -> None:
    async def run() -> list[list[int]]:
        admission, came, rounds = Admission(), list[int](), list[list[int]]()
        for number in range(3 * AT_ONCE):
            admission.ask(lambda number=number: came.append(number), urgent=False)  # type: ignore[misc]
        while came:
            rounds.append(came[:])
            came.clear()
            await asyncio.sleep(0)
        return rounds

    rounds = in_its_own_loop(run())
    assert max(map(len, rounds)) <= AT_ONCE
    assert [each for part in rounds for each in part] == list(range(3 * AT_ONCE))


def test_what_is_urgent_waits_for_nobody() -> None:
    async def run() -> list[str]:
        admission, came = Admission(), list[str]()
        for _ in range(3 * AT_ONCE):
            admission.ask(lambda: came.append("page"), urgent=False)
        admission.ask(lambda: came.append("health"), urgent=True)
        return came[:]

    assert in_its_own_loop(run())[-1] == "health"


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
