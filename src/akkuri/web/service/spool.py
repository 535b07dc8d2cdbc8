"""Pieces of an answer on their way from the thread that makes it to the loop that sends it.

So a thread, and the query process it reads from, are free when the answer is made and not when it is read.
A little is kept in memory, the rest in a temporary file without a name, used as a ring.
"""

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Final

from akkuri.web.service.disk import Disk

__all__ = ["ReaderGoneError", "ReaderTooSlowError", "Room", "Spool", "TooLargeError"]

MEMORY: Final = 256 * 1024
"""Bytes of one answer that wait in memory."""
SHARE: Final = 8
"""One answer may take this part of the room for all."""
PIECE: Final = 256 * 1024
"""Bytes that are read from the file at once."""
LOOK: Final = 0.1
"""Seconds between two looks of a thread that waits for room."""


class ReaderGoneError(ConnectionError):
    """Nobody waits for the answer any more."""


class ReaderTooSlowError(Exception):
    """The reader took too little while others waited for the process that answers it."""


class TooLargeError(Exception):
    """The answer must be kept whole before it is sent and there is no room for it."""


class Room:
    """The bytes of disk that all answers together may take."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.taken = 0
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Take some of the room; False when there is not so much."""
        with self._lock:
            if self.taken + size > self.size:
                return False
            self.taken += size
            return True

    def give(self, size: int) -> None:
        """Give room back."""
        with self._lock:
            self.taken -= size


class Spool:
    """One answer under way: `put` and `finish` in a thread, the rest in the loop; both sides must end it.

    A thread that finds no room waits; but no longer once it has waited `patience` seconds in all and
    `pressed` says that others wait for what it holds. The threads of `disk` read and close the file:
    one that is busy must not hold the loop.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        disk: Disk,
        room: Room,
        patience: float,
        pressed: Callable[[], bool],
    ) -> None:
        self._loop = loop
        self._disk = disk
        self._room = room
        self._size = max(1, room.size // SHARE)
        self._patience = patience
        self._pressed = pressed
        self._change = threading.Condition()
        self._news = asyncio.Event()
        self._memory: list[bytes] = []
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        self._reserved = 0
        self._written = self._read = 0
        self._ended = self._dropped = self._gathering = self._reading = False
        self._error: BaseException | None = None

    def put(self, piece: bytes) -> None:
        """Add a piece. Raises one of the errors above, or OSError when the disk takes no more."""
        left = memoryview(piece)
        while left:
            with self._change:
                if self._dropped:
                    raise ReaderGoneError
                in_memory = self._written == self._read and self._in_memory + len(left) <= MEMORY
                size = len(left) if in_memory else self._awaited(len(left))
                if in_memory:
                    self._memory.append(bytes(left))
                    self._in_memory += size
            if not in_memory:
                self._store(left[:size])
            left = left[size:]
            self._tell()

    def finish(self, error: BaseException | None = None) -> None:
        """Say that there is no more, or that the rest failed."""
        with self._change:
            self._ended, self._error = True, error
            self._close_if_over()
        self._tell()

    async def get(self) -> bytes:
        """Wait for some of the answer; nothing at its end. Raises what `finish` was given."""
        while True:
            with self._change:
                found, ended = self._remembered(), self._ended
                stored = not found and self._read < self._written and not self._dropped
            if stored:
                found = await self._disk.read(self._stored)
            if found:
                return found
            if ended:
                if self._error is not None:
                    raise self._error
                return b""
            await self._wait()

    async def whole(self) -> int:
        """Wait for the end and return how many bytes there are. Raises what `finish` was given."""
        self._gathering = True
        while not self._ended:
            await self._wait()
        if self._error is not None:
            raise self._error
        return self._in_memory + self._written - self._read

    def drop(self) -> None:
        """Throw everything away; whoever puts more is told that the reader has gone."""
        with self._change:
            self._dropped = True
            self._memory.clear()
            self._change.notify_all()
        with suppress(RuntimeError):  # the threads have ended, as the process does
            self._disk.later(self._let_go)

    def _let_go(self) -> None:
        with self._change:
            self._close_if_over()

    async def _wait(self) -> None:
        await self._news.wait()
        self._news.clear()

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._news.set)

    def _awaited(self, wanted: int) -> int:
        """Wait until the file takes some bytes more; returns how many in one piece."""
        waited = 0.0
        while not (size := self._space(wanted)):
            if self._gathering:
                raise TooLargeError
            if waited >= self._patience and self._pressed():
                raise ReaderTooSlowError
            before = time.monotonic()
            self._change.wait(LOOK)
            waited += time.monotonic() - before
            if self._dropped:
                raise ReaderGoneError
        return size

    def _space(self, wanted: int) -> int:
        """Return how many bytes can be written where writing stands, reserving room if need be."""
        if self._written == self._read:
            self._written = self._read = 0
        at = self._written % self._size
        size = min(wanted, self._size - at, self._size - (self._written - self._read))
        more = at + size - self._reserved
        if more > 0:
            if not self._room.take(more):
                return max(0, self._reserved - at)
            self._reserved += more
        return size

    def _store(self, piece: memoryview) -> None:
        """Write outside the lock: only this thread writes, and nobody reads before it is told to."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed when both sides ended
        at = self._written % self._size
        done = 0
        while done < len(piece):
            done += os.pwrite(self._file.fileno(), piece[done:], at + done)
        with self._change:
            self._written += done

    def _remembered(self) -> bytes:
        """Take what waits in memory, which is older than what is in the file."""
        found = b"".join(self._memory)
        self._memory.clear()
        self._in_memory = 0
        if found:
            self._change.notify_all()
        return found

    def _stored(self) -> bytes:
        """Take some of the file, in a thread: nobody writes there before it is taken."""
        with self._change:
            at = self._read % self._size
            size = min(PIECE, self._written - self._read, self._size - at)
            file = self._file if not self._dropped else None
            self._reading = file is not None
        found = b""
        try:
            if file is not None:
                found = os.pread(file.fileno(), size, at)
        finally:
            with self._change:
                self._reading = False
                self._read += len(found)
                self._change.notify_all()
                self._close_if_over()
        return found

    def _close_if_over(self) -> None:
        """Give everything back once neither side needs it."""
        if self._ended and self._dropped and not self._reading:
            if self._file is not None:
                self._file.close()
                self._file = None
            self._room.give(self._reserved)
            self._reserved = 0
