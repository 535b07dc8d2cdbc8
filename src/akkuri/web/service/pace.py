"""How long a client may take to read an answer: all of it, and each piece."""

import asyncio
from typing import Final

__all__ = ["PIECE", "Pace"]

PIECE: Final = 64 * 1024
"""Bytes sent at once: what a client must take within the time for a stall."""


class Pace:
    """A clock for a whole answer that is set forward while the client has a piece to take."""

    def __init__(self, clock: asyncio.Timeout, stall: float) -> None:
        self._clock = clock
        self._end = clock.when()
        self._stall = stall

    def hurry(self) -> None:
        """Give the client the time for a stall."""
        soon = asyncio.get_running_loop().time() + self._stall
        if self._end is None or soon < self._end:
            self._clock.reschedule(soon)

    def rest(self) -> None:
        """Let the whole time count again: it is not the client who is waited for."""
        self._clock.reschedule(self._end)
