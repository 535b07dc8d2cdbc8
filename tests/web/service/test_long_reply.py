"""A long answer whose reader is slow: whoever makes it lets go of it once, however it ends."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest

from akkuri.web.service import long_reply
from akkuri.web.service.disk import Disk
from akkuri.web.service.long_reply import LongReply, Means
from akkuri.web.service.spool import Room, Spool
from loops import in_its_own_loop

PIECE = b"x" * (1 << 20)


class Made:
    """An answer of many pieces, and how often it was let go of."""

    encoding = ""

    def __init__(self, pieces: int = 1000, fault: Exception | None = None) -> None:
        self._pieces = pieces
        self.closed = 0
        self.pouring = Event()
        self._fault = fault

    def piece(self) -> bytes | None:
        return PIECE

    def pour(self, put: Callable[[bytes], None], gone: Callable[[], bool]) -> None:
        for _ in range(self._pieces):
            put(PIECE)
            self.pouring.set()
            if gone():
                return

    def close(self) -> None:
        self.closed += 1
        if self._fault is not None:
            raise self._fault


class Sent:
    """A reply to a reader that takes nothing of itself; it has 30 seconds for each piece."""

    def __init__(
        self,
        made: Any,
        thread: Callable[[str, Callable[[], None]], None],
        seconds: float = 30,
        pressed: Callable[[], bool] = lambda: False,
    ) -> None:
        self.told: list[Exception | None] = []
        self.room = Room(64 << 20)
        self.disk = Disk()
        self.ours, self.theirs = socket.socketpair()
        self.ours.setblocking(False)

        def spool(loop: asyncio.AbstractEventLoop) -> Spool:
            return Spool(loop, self.disk, self.room, 30, lambda: False)

        means = Means(seconds, 30, spool, thread, pressed)
        self.reply = LongReply(
            b"HTTP/1.1 200 OK\r\n\r\n", made, "one", means, lambda _size, cut: self.told.append(cut)
        )

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()
        self.disk.shutdown()


def test_who_is_cut_off_while_a_thread_pours_leaves_nothing_behind() -> None:
    made = Made()
    threads: list[Thread] = []

    def thread(_whose: str, work: Callable[[], None]) -> None:
        threads.append(Thread(target=work))
        threads[0].start()

    async def work() -> Sent:
        sent = Sent(made, thread)
        task = asyncio.create_task(sent.reply.send(sent.ours, -1))
        while not made.pouring.is_set():
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        sent.reply.end()
        return sent

    sent = in_its_own_loop(work())
    threads[0].join(30)
    sent.close()
    assert not threads[0].is_alive()
    assert made.closed == 1
    assert sent.room.taken == 0
    assert len(sent.told) == 1


def test_a_reader_who_is_slower_for_moments_only_needs_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_reply, "BRIEFLY", 30)
    made = Made()
    pieces = [PIECE, PIECE, PIECE]
    made.piece = lambda: pieces.pop() if pieces else None  # type: ignore[method-assign]

    def thread(_whose: str, _work: Callable[[], None]) -> None:
        raise RuntimeError("no thread")

    async def work() -> tuple[Sent, bool, int]:
        sent, taken = Sent(made, thread), 0
        sent.theirs.setblocking(False)
        loop = asyncio.get_running_loop()
        task = asyncio.create_task(sent.reply.send(sent.ours, -1))
        while taken < 3 * len(PIECE):
            taken += len(await loop.sock_recv(sent.theirs, 1 << 20))
        whole = await task
        sent.reply.end()
        return sent, whole, taken

    sent, whole, taken = in_its_own_loop(work())
    sent.close()
    assert whole
    assert taken > 3 * len(PIECE)
    assert (made.closed, sent.told) == (1, [None])


def test_while_others_wait_for_a_process_a_thread_takes_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_reply, "BRIEFLY", 1000)

    def thread(_whose: str, _work: Callable[[], None]) -> None:
        raise RuntimeError("no thread")

    async def work() -> Sent:
        sent = Sent(Made(), thread, pressed=lambda: True)
        assert not await sent.reply.send(sent.ours, -1)
        sent.reply.end()
        return sent

    sent = in_its_own_loop(work())
    sent.close()
    assert [str(cut) for cut in sent.told] == ["no thread"]


def test_where_no_thread_can_be_had_what_makes_it_is_let_go_of() -> None:
    made = Made()

    def thread(_whose: str, _work: Callable[[], None]) -> None:
        raise RuntimeError("no thread")

    async def work() -> tuple[Sent, bool]:
        sent = Sent(made, thread)
        whole = await sent.reply.send(sent.ours, -1)
        sent.reply.end()
        return sent, whole

    sent, whole = in_its_own_loop(work())
    sent.close()
    assert (whole, made.closed, [str(cut) for cut in sent.told]) == (False, 1, ["no thread"])


def test_what_cannot_be_let_go_of_ends_the_answer_for_its_reader() -> None:
    made = Made(1, OSError("no process"))

    def thread(_whose: str, work: Callable[[], None]) -> None:
        work()

    async def work() -> tuple[Sent, bool]:
        sent = Sent(made, thread)
        task = asyncio.create_task(sent.reply.send(sent.ours, -1))
        loop = asyncio.get_running_loop()
        sent.theirs.setblocking(False)
        while not task.done():
            reading = asyncio.create_task(loop.sock_recv(sent.theirs, 1 << 20))
            await asyncio.wait([task, reading], return_when=asyncio.FIRST_COMPLETED)
            reading.cancel()
        sent.reply.end()
        return sent, task.result()

    sent, whole = in_its_own_loop(work())
    sent.close()
    assert (whole, made.closed, [str(cut) for cut in sent.told]) == (False, 1, ["no process"])


def test_who_reads_slowly_but_on_and_on_is_not_cut_off_in_a_large_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each read takes four seconds by the clock of the loop: the whole piece far more than a stall may."""
    made = Made(1)

    async def work() -> tuple[Sent, bool, float]:
        loop, passed = asyncio.get_running_loop(), [0.0]
        real = loop.time
        monkeypatch.setattr(loop, "time", lambda: real() + passed[0])
        sent = Sent(made, lambda _whose, work: work(), seconds=1e6)
        sent.theirs.setblocking(False)
        task = asyncio.create_task(sent.reply.send(sent.ours, -1))
        while not task.done():
            await asyncio.sleep(0)
            with suppress(BlockingIOError):
                passed[0] += 4 if sent.theirs.recv(1 << 16) else 0
        sent.reply.end()
        return sent, task.result(), passed[0]

    sent, whole, passed = in_its_own_loop(work())
    sent.close()
    assert passed > 60
    assert (whole, sent.told) == (True, [None])
