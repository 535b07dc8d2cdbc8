"""Threads that compute take turns: of many that could run only a few do.

Python runs one thread at a time and lets each run for a moment: who wants to run while thirty others do waits
for thirty moments, again and again. So the turn is held while a thread computes and given to others while it
waits for something.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Lock, get_ident
from typing import Final, Protocol

from akkuri.fair import FairLine

__all__ = ["ComputingTurns", "aside", "held"]

AT_ONCE: Final = 2
"""Threads that compute at once."""
LONG: Final = 1.0
"""Seconds after which a turn does not count any more: what takes long must not keep what is short waiting."""
LOOK: Final = 0.05
"""Seconds between two looks at whether a turn has been held for long."""


class ComputingTurns:
    """Turns of the threads of one process, given to those who wait for an answer one after another."""

    def __init__(self, count: int = AT_ONCE, long: float = LONG) -> None:
        self._count = count
        self._long = long
        self._lock = Lock()
        self._since: dict[int, float] = {}
        self._line: FairLine[tuple[int, Event]] = FairLine()

    @contextmanager
    def own(self, whose: str = "") -> Iterator[None]:
        """Compute in this block, for somebody, when it is this thread's turn."""
        token = _TURNS.set((self, whose))
        self.take(whose)
        try:
            yield
        finally:
            self.give()
            _TURNS.reset(token)

    def take(self, whose: str = "") -> None:
        """Wait for this thread's turn."""
        come = Event()
        with self._lock:
            self._line.add(whose, (get_ident(), come))
            self._admit()
        while not come.wait(LOOK):
            with self._lock:
                self._admit()

    def give(self) -> None:
        """Let the next have the turn."""
        with self._lock:
            self._since.pop(get_ident(), None)
            self._admit()

    def _admit(self) -> None:
        now = time.monotonic()
        free = self._count - sum(now - since < self._long for since in self._since.values())
        while self._line and free > 0:
            thread, come = self._line.next()
            self._since[thread] = now
            come.set()
            free -= 1


_TURNS: ContextVar[tuple[ComputingTurns, str] | None] = ContextVar("akkuri_computing_turns", default=None)


@contextmanager
def aside() -> Iterator[None]:
    """Let others compute while this block waits for something."""
    own = _TURNS.get()
    if own is None:
        yield
        return
    turns, whose = own
    turns.give()
    try:
        yield
    finally:
        turns.take(whose)


class _Waited(Protocol):
    """A lock or a semaphore."""

    def acquire(self) -> bool: ...

    def release(self) -> None: ...


@contextmanager
def held(lock: _Waited) -> Iterator[None]:
    """Hold a lock that another thread may hold while it computes."""
    with aside():
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
