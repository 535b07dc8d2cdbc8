"""Answers on their way from a thread to the loop: the same bytes in the same order, within their room."""

import asyncio
import os
import threading
from collections.abc import Callable

import pytest

from akkuri.web.service.disk import Disk
from akkuri.web.service.spool import (
    MEMORY,
    SHARE,
    ReaderGoneError,
    ReaderTooSlowError,
    Room,
    Spool,
    TooLargeError,
)
from loops import in_its_own_loop

MIB = 1024 * 1024


def spooled(
    room: Room,
    make: Callable[[Spool], None],
    read: Callable[[Spool, asyncio.Future[None]], object],
    pressed: bool = False,
    patience: float = 0.0,
) -> object:
    """Run `make` in a thread and `read` in the loop; the future is done when the thread is."""

    async def run() -> object:
        loop = asyncio.get_running_loop()
        disk = Disk()
        spool = Spool(loop, disk, room, patience, lambda: pressed)
        made = asyncio.ensure_future(asyncio.to_thread(make, spool))
        try:
            return await read(spool, made)  # type: ignore[misc]
        finally:
            spool.drop()
            await made
            await asyncio.to_thread(disk.shutdown)

    return in_its_own_loop(run())


def pieces(spool: Spool, wanted: bytes, size: int) -> None:
    for at in range(0, len(wanted), size):
        spool.put(wanted[at : at + size])
    spool.finish()


async def everything(spool: Spool, _made: object) -> bytes:
    found = bytearray()
    while piece := await spool.get():
        found += piece
    return bytes(found)


@pytest.mark.parametrize("size", [1_000, 100_003, 3 * MIB])
def test_a_long_answer_goes_through_a_small_room(size: int) -> None:
    wanted = bytes(range(251)) * 40_000  # ten million bytes, ten times what the file may hold
    room = Room(SHARE * MIB)
    assert spooled(room, lambda spool: pieces(spool, wanted, size), everything) == wanted
    assert room.taken == 0


def test_the_thread_is_free_when_the_answer_fits_though_nobody_reads() -> None:
    async def read(spool: Spool, made: asyncio.Future[None]) -> bytes:
        await made
        return await everything(spool, made)

    wanted = b"0123456789" * 500_000
    assert spooled(Room(SHARE * 8 * MIB), lambda spool: pieces(spool, wanted, 70_000), read) == wanted


def test_little_stays_in_memory() -> None:
    room = Room(SHARE * 8 * MIB)

    async def read(spool: Spool, made: asyncio.Future[None]) -> int:
        await made
        return room.taken

    taken = spooled(room, lambda spool: pieces(spool, bytes(4 * MIB), 65_536), read)
    assert 4 * MIB - MEMORY <= int(str(taken)) <= 4 * MIB
    assert room.taken == 0


def test_the_length_is_known_when_the_answer_is_whole() -> None:
    async def read(spool: Spool, made: asyncio.Future[None]) -> tuple[int, int]:
        return await spool.whole(), len(await everything(spool, made))

    found = spooled(Room(SHARE * 8 * MIB), lambda spool: pieces(spool, bytes(3_000_000), 65_536), read)
    assert found == (3_000_000, 3_000_000)


def failing(caught: list[BaseException], size: int) -> Callable[[Spool], None]:
    def make(spool: Spool) -> None:
        try:
            pieces(spool, bytes(size), 65_536)
        except Exception as error:
            caught.append(error)
            spool.finish(error)

    return make


def test_what_must_be_whole_and_does_not_fit_fails_at_once() -> None:
    async def read(spool: Spool, _made: object) -> None:
        with pytest.raises(TooLargeError):
            await spool.whole()

    room = Room(SHARE * MIB)
    spooled(room, failing([], 4 * MIB), read)
    assert room.taken == 0


def test_a_reader_that_takes_nothing_is_given_up_only_when_others_wait() -> None:
    async def stopped(spool: Spool, made: asyncio.Future[None]) -> bool:
        await asyncio.wait([made], timeout=0.5)
        return made.done()

    caught: list[BaseException] = []
    assert spooled(Room(SHARE * MIB), failing(caught, 4 * MIB), stopped, pressed=True) is True
    assert isinstance(caught.pop(), ReaderTooSlowError)
    assert spooled(Room(SHARE * MIB), failing(caught, 4 * MIB), stopped, pressed=False) is False
    assert isinstance(caught.pop(), ReaderGoneError)


def test_all_answers_together_keep_within_the_room() -> None:
    room = Room(1000)
    taken = [room.take(600), room.take(600), room.take(400)]
    assert taken == [True, False, True]
    room.give(600)
    assert room.take(600)


def test_what_made_the_answer_fail_reaches_the_reader_after_what_there_is() -> None:
    def make(spool: Spool) -> None:
        spool.put(b"a start")
        spool.finish(ValueError("and no end"))

    async def read(spool: Spool, made: asyncio.Future[None]) -> bytes:
        await made
        start = await spool.get()
        with pytest.raises(ValueError, match="and no end"):
            await spool.get()
        return start

    assert spooled(Room(MIB), make, read) == b"a start"


def test_the_file_is_gone_when_both_sides_have_ended() -> None:
    room = Room(SHARE * 8 * MIB)
    ended = threading.Event()

    def make(spool: Spool) -> None:
        pieces(spool, bytes(2 * MIB), 65_536)
        ended.set()

    async def read(spool: Spool, made: asyncio.Future[None]) -> bool:
        await made
        assert room.taken
        spool.drop()
        return ended.is_set()

    assert spooled(room, make, read) is True
    assert room.taken == 0


def test_the_loop_never_waits_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    used, loop = set[int](), set[int]()
    read = os.pread

    def watched(*given: int) -> bytes:
        used.add(threading.get_ident())
        return read(*given)

    monkeypatch.setattr(os, "pread", watched)
    wanted = bytes(range(251)) * 40_000

    async def slowly(spool: Spool, made: asyncio.Future[None]) -> bytes:
        loop.add(threading.get_ident())
        await made
        return await everything(spool, made)

    found = spooled(Room(100 * MIB), lambda spool: pieces(spool, wanted, MIB), slowly)
    assert found == wanted
    assert used
    assert not used & loop
