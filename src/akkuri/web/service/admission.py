"""Connections and requests are let in a few at a time: nobody stands behind hundreds of others."""

import asyncio
from collections.abc import Callable
from typing import Final

from akkuri.fair import FairLine

__all__ = ["Admission", "is_urgent"]

AT_ONCE: Final = 4
"""Connections and requests that are let in each time the loop comes round."""
URGENT: Final = (b"GET /health/", b"HEAD /health/", b"GET /metrics ")


def is_urgent(data: bytes) -> bool:
    """Say whether what a client sent first asks for what has a reserve of its own."""
    return data.startswith(URGENT)


class Admission:
    """The line of connections that have come and of first bytes that have; each asker has its turn."""

    def __init__(self) -> None:
        self._line: FairLine[Callable[[], None]] = FairLine()
        self._let_in = 0
        self._coming = False

    def ask(self, whose: str, enter: Callable[[], None], *, urgent: bool = False) -> None:
        """Call `enter` at once where few have come since the loop was here last, else when it is its turn."""
        if not urgent and (self._line or self._let_in >= AT_ONCE):
            self._line.add(whose, enter)
            return
        self._let_in += 1
        self._come_again()
        enter()

    def _come_again(self) -> None:
        if not self._coming:
            self._coming = True
            asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        self._coming = False
        self._let_in = 0
        try:
            while self._line and self._let_in < AT_ONCE:
                self._let_in += 1
                self._line.next()()
        finally:  # where one fails the others still have their turn
            if self._let_in:
                self._come_again()
