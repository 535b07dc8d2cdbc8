"""Files are read for the loop a few at a time, so that others are not long behind what comes."""

import asyncio
from contextlib import suppress

from akkuri.web.service.disk import THREADS, Disk
from loops import in_its_own_loop


def test_few_pieces_come_before_what_came_is_taken() -> None:
    begun, taken, most = list[int](), list[int](), list[int]()

    async def run() -> None:
        disk = Disk()

        async def read(number: int) -> None:
            await disk.read(lambda: begun.append(number))
            taken.append(number)
            most.append(len(begun) - len(taken))

        await asyncio.gather(*(read(number) for number in range(100)))
        await asyncio.to_thread(disk.shutdown)

    in_its_own_loop(run())
    assert taken
    assert sorted(taken) == list(range(100))
    assert max(most) < THREADS


def test_who_no_longer_waits_leaves_its_turn_to_others() -> None:
    async def run() -> list[int]:
        disk, came = Disk(), list[int]()
        waiting = [asyncio.create_task(disk.read(lambda: came.append(0))) for _ in range(50)]
        await asyncio.sleep(0)
        for each in waiting:
            each.cancel()
        with suppress(asyncio.CancelledError):
            await waiting[-1]
        await disk.read(lambda: came.append(1))
        await asyncio.to_thread(disk.shutdown)
        return came

    assert in_its_own_loop(run())[-1] == 1
