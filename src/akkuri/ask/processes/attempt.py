"""Trying a question at once: an answer that is there within a moment needs no thread to wait for it.

What turns out to take longer goes on in a thread, with the process that has been asked already.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from akkuri.ask.processes.connection import Arrival, Limits, QueryProcess
from akkuri.ask.processes.messages import Question
from akkuri.ask.processes.trying import tried

__all__ = ["Attempt", "LaterError", "attempted"]

_CURRENT: ContextVar["Attempt | None"] = ContextVar("akkuri_attempt", default=None)
MOMENT: Final = 2
"""Milliseconds that are waited for an answer at once."""
MOST: Final = 32 * 1024
"""Bytes of such an answer."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A process that has been asked, and what its question may take."""

    question: Question
    process: QueryProcess
    limits: Limits
    back: Callable[[QueryProcess], None]
    since: float


class LaterError(BaseException):
    """Something would have to be waited for; no Exception, so that nobody takes it for a failure."""

    go_on: Callable[[], Any] | None = None
    """Does the rest of what has been tried, where what came before need not be done again."""


class Attempt:
    """One try; where it comes to no end it keeps the process that it has asked, for those who go on.

    An answer is waited for so many milliseconds.
    """

    def __init__(self, moment: int = MOMENT) -> None:
        self._moment = moment
        self._held: _Held | None = None

    @contextmanager
    def here(self, *, trying: bool) -> Iterator[None]:
        """Let the questions asked in this block be tried, or go on where a try has ended."""
        token = _CURRENT.set(self)
        try:
            with tried(trying):
                yield
        finally:
            _CURRENT.reset(token)

    def wait(
        self,
        question: Question,
        process: QueryProcess,
        limits: Limits,
        back: Callable[[QueryProcess], None],
    ) -> None:
        """Wait a moment for the answer of a process; LaterError where it is not there.

        The process is then kept; `back` gives it back when nobody goes on with its question.
        """
        since = time.monotonic()
        if not process.is_whole(self._moment, MOST):
            self._held = _Held(question, process, limits, back, since)
            raise LaterError

    @property
    def descriptor(self) -> int:
        """The file on which the process that is kept answers; -1 where none is."""
        return self._held.process.fileno() if self._held is not None else -1

    def arrived(self, most: int) -> Arrival:
        """Read what has come of the answer; MUCH where that is more than so many bytes."""
        return self._held.process.arrived(most) if self._held is not None else Arrival.BROKEN

    @property
    def size(self) -> int:
        """Bytes of the answer that have come."""
        return self._held.process.arrived_bytes if self._held is not None else 0

    @property
    def over(self) -> bool:
        """Whether waiting for the answer passes a limit: who goes on hears of it."""
        held = self._held
        return held is None or held.process.passes(held.limits, time.monotonic() - held.since)

    def taken(self, question: Question) -> QueryProcess | None:
        """Return the process that has been asked a question already; one asked another ends."""
        held = self._held
        if held is None:
            return None
        if held.question != question:
            self.end()  # its asker has a share of the processes, and would wait for this one
            return None
        self._held = None
        held.process.waited = time.monotonic() - held.since
        return held.process

    def end(self) -> None:
        """End the process that nobody has taken."""
        held, self._held = self._held, None
        if held is not None:
            held.process.kill()
            held.back(held.process)


def attempted() -> Attempt | None:
    """Return the attempt of which the question at hand is part."""
    return _CURRENT.get()
