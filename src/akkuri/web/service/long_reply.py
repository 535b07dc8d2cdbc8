"""Sending an answer as it is made, from the query process to a socket, in the loop.

As soon as the client is slower than the process for more than moments, a thread takes what comes and keeps it
(`web.service.spool`): the process makes its answer while that is read, and is free when it is made.
"""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Final

from akkuri.ask.processes.connection import LOOK
from akkuri.errors import ClientGoneError
from akkuri.scattered import Gathered, Scattered, left_of, scattered
from akkuri.web.endpoint.begun import LongAnswer
from akkuri.web.service.pace import PIECE, Pace
from akkuri.web.service.spool import Spool

__all__ = ["LongReply", "Means"]

TURN: Final = 0.001
"""Seconds for which pieces are sent before the loop looks at others."""
BRIEFLY: Final = 0.1
"""Seconds, in all of an answer, for which a client's taking is waited for before a thread keeps the rest.

Not while others wait for the process that makes it.
"""
AGAIN: Final = 0.02
"""Seconds after which it is looked again at whether they do."""
_END: Final = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Means:
    """What a long answer may take: seconds in all and for a piece, a spool, and a thread for an asker.

    `pressed` says whether others wait for the process that makes it.
    """

    seconds: float
    stall: float
    spool: Callable[[asyncio.AbstractEventLoop], Spool]
    thread: Callable[[str, Callable[[], None]], None]
    pressed: Callable[[], bool] = lambda: False


class LongReply:
    """A reply of which `head` is known and the rest is being made for a client.

    `sent` hears how many bytes of its body were written, and what broke it off: nothing where it is whole,
    ClientGoneError where nobody waited for it any more. `gathered` takes what a thread has poured.
    """

    def __init__(
        self,
        head: bytes,
        answer: LongAnswer,
        whose: str,
        means: Means,
        sent: Callable[[int, Exception | None], None],
        gathered: Gathered | None = None,
    ) -> None:
        self._head = head
        self._answer = answer
        self._whose = whose
        self._means = means
        self._sent = sent
        self._gathered = gathered
        self._loop = asyncio.get_running_loop()
        self._size = 0
        self._poured = False
        self._cut: Exception | None = None
        self._whole = False
        self._gone = Event()

    async def send(self, client: socket.socket, source: int) -> bool:
        """Send it to its end; False where it is broken off. `source` is the file on which it comes.

        Call `end` afterwards.
        """
        try:
            async with asyncio.timeout(self._means.seconds) as clock:
                pace = Pace(clock, self._means.stall)
                packed = self._answer.encoding
                left = scattered((self._head,)) if packed else await self._handed_on(client, source)
                if left is not None:
                    await self._kept(client, left, pace)
                await self._write(client, _END, pace)
            self._whole = True
        except (ClientGoneError, ConnectionError):
            return False  # nobody waits for it
        except Exception as error:  # whatever it is, it is said
            self._cut = error
            return False
        return True

    def end(self) -> None:
        """Let go of what makes it, and tell of it."""
        self._gone.set()
        if not self._poured:
            self._answer.close()
        self._sent(self._size, self._cut or (None if self._whole else ClientGoneError()))

    async def _handed_on(self, client: socket.socket, source: int) -> Scattered | None:
        """Send pieces as they come; where the client is too slow returns what it has not taken of them."""
        left = scattered((self._head,))
        turn, patience = self._loop.time(), BRIEFLY
        while True:
            while left:
                try:
                    left = left_of(left, client.sendmsg(left))
                except (BlockingIOError, InterruptedError):
                    if patience <= 0 or self._means.pressed():
                        return left
                    before = self._loop.time()
                    await self._taking(client, min(patience, AGAIN))
                    patience -= self._loop.time() - before
            while not (piece := self._answer.piece()):
                if piece is None:
                    return None
                await self._ready(source, LOOK)
            left = scattered(self._chunk(piece))
            if self._loop.time() - turn > TURN:
                await asyncio.sleep(0)
                turn = self._loop.time()

    async def _kept(self, client: socket.socket, left: Scattered, pace: Pace) -> None:
        """Send the rest while a thread keeps what comes."""
        spool = self._means.spool(self._loop)
        self._means.thread(self._whose, partial(self._pour, spool))
        self._poured = True  # from now on that thread lets go of what makes it
        try:
            for part in left:
                for at in range(0, len(part), PIECE):  # a single value may have megabytes
                    await self._write(client, part[at : at + PIECE], pace)
            while found := await spool.get():
                for at in range(0, len(found), PIECE):
                    await self._write(client, b"".join(self._chunk(found[at : at + PIECE])), pace)
        finally:
            spool.drop()

    def _pour(self, spool: Spool) -> None:
        failed: BaseException | None = None
        try:
            with closing(self._answer):
                self._answer.pour(partial(self._put, spool), self._gone.is_set)
            if self._gathered is not None:
                self._gathered.end()
        except Exception as error:  # whatever it is, the loop hears of it
            failed = error
        finally:
            spool.finish(failed)

    def _put(self, spool: Spool, piece: bytes) -> None:
        spool.put(piece)
        if self._gathered is not None:
            self._gathered.add(piece)

    def _chunk(self, piece: bytes) -> tuple[bytes, ...]:
        self._size += len(piece)
        return b"%x\r\n" % len(piece), piece, b"\r\n"

    async def _write(self, client: socket.socket, data: bytes | memoryview, pace: Pace) -> None:
        pace.hurry()
        await self._loop.sock_sendall(client, data)
        pace.rest()

    async def _ready(self, file: int, seconds: float) -> None:
        """Wait until something can be read, but no longer than so many seconds."""
        with self._told(seconds) as (come, tell):
            self._loop.add_reader(file, tell)
            try:
                await come
            finally:
                self._loop.remove_reader(file)

    async def _taking(self, client: socket.socket, seconds: float) -> None:
        """Wait until the client takes more, but no longer than so many seconds."""
        with self._told(seconds) as (come, tell):
            self._loop.add_writer(client, tell)
            try:
                await come
            finally:
                self._loop.remove_writer(client)

    @contextmanager
    def _told(self, seconds: float) -> Iterator[tuple["asyncio.Future[None]", Callable[[], None]]]:
        """Give what can be waited for and what ends that, which happens by itself after so many seconds."""
        come: asyncio.Future[None] = self._loop.create_future()

        def tell() -> None:
            if not come.done():
                come.set_result(None)

        timer = self._loop.call_later(seconds, tell)
        try:
            yield come, tell
        finally:
            timer.cancel()
