"""What web processes tell each other of their counters, in a file that all of them have.

The one that takes connections writes its totals whenever somebody reads them and when its turn ends; one
that has given its turn away adds at its end what it counted since. So no number that was read falls again,
however a process ends, and what the end of an old one cuts is counted too.
"""

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Final

from akkuri.web.service.going_on import GoingOn

__all__ = ["Handover"]

_TURN: Final = 0
_CONTENT: Final = 1
"""Bytes of the file whose locks are the turn to take connections, and the right to read and write it."""


class Handover:
    """The part of one process in it; `file` is the descriptor of the file."""

    def __init__(self, file: int, counted: GoingOn) -> None:
        self._file = file
        self._counted = counted
        self._mine = False
        self._threads = Lock()

    def take(self) -> None:
        """Wait for the turn, and count on where those before ended; from nothing where they said nothing.

        Where a lock cannot be had everybody has the turn: that harms no client, and the numbers little.
        """
        with suppress(OSError):
            fcntl.lockf(self._file, fcntl.LOCK_EX, 1, _TURN)
        self._mine = True
        self._alone(self._go_on)

    def tell(self) -> None:
        """Write what is counted, while it is one's turn."""
        with self._threads:
            if self._mine:
                self._alone(self._write)

    def give(self) -> None:
        """Let the next one have its turn."""
        self.tell()
        self._mine = False
        self._counted.mark()
        with suppress(OSError):
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _TURN)

    def end(self) -> None:
        """Add what was counted since."""
        self._alone(self._add)

    def _go_on(self, told: list[bytes]) -> None:
        self._counted.go_on(*told[:1])
        self._write(told)

    def _write(self, told: list[bytes]) -> None:
        for late in told[1:]:
            self._counted.add(late)
        totals = self._counted.totals() + b"\n"
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, totals, 0)

    def _add(self, told: list[bytes]) -> None:
        os.pwrite(self._file, self._counted.since_mark() + b"\n", sum(len(line) + 1 for line in told))

    def _alone(self, work: Callable[[list[bytes]], None]) -> None:
        """Work on the lines of the file, totals first, while nobody else does.

        Not at all where they cannot be had: counting from nothing harms nobody.
        """
        with suppress(OSError):
            fcntl.lockf(self._file, fcntl.LOCK_EX, 1, _CONTENT)
            try:
                work(os.pread(self._file, os.fstat(self._file).st_size, 0).splitlines())
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _CONTENT)
