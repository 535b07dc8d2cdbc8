"""Trying a question at once: an answer that is there within a moment needs no thread to wait for it.

What turns out to take longer goes on in a thread, with the process that has been asked already.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from akkuri.ask.processes.connection import QueryProcess
from akkuri.ask.processes.messages import Question

__all__ = ["Attempt", "LaterError", "attempted", "trying"]

_CURRENT: ContextVar["Attempt | None"] = ContextVar("akkuri_attempt", default=None)
MOMENT: Final = 2
"""Milliseconds that are waited for an answer at once."""
MOST: Final = 32 * 1024
"""Bytes of such an answer."""


class LaterError(BaseException):
    """Something would have to be waited for; no Exception, so that nobody takes it for a failure."""

    go_on: Callable[[], Any] | None = None
    """Does the rest of what has been tried, where what came before need not be done again."""


class Attempt:
    """One try; where it comes to no end it keeps the process that it has asked, for those who go on.

    An answer is waited for so many milliseconds.
    """

    def __init__(self, moment: int = MOMENT) -> None:
        self.trying = True
        self._moment = moment
        self._held: tuple[Question, QueryProcess, Callable[[QueryProcess], None]] | None = None

    @contextmanager
    def here(self, *, trying: bool) -> Iterator[None]:
        """Let the questions asked in this block be tried, or go on where a try has ended."""
        self.trying = trying
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    def wait(self, question: Question, process: QueryProcess, back: Callable[[QueryProcess], None]) -> None:
        """Wait a moment for the answer of a process; LaterError where it is not there.

        The process is then kept; `back` gives it back when nobody goes on with its question.
        """
        if not process.is_whole(self._moment, MOST):
            self._held = question, process, back
            raise LaterError

    @property
    def descriptor(self) -> int:
        """The file on which the process that is kept answers; -1 where none is."""
        return self._held[1].fileno() if self._held is not None else -1

    def arrived(self, most: int) -> bool | None:
        """Read what has come: whether the answer is whole, None where it will not be in `most` bytes."""
        return self._held[1].arrived(most) if self._held is not None else None

    def taken(self, question: Question) -> QueryProcess | None:
        """Return the process that has been asked a question already; one asked another ends."""
        if self._held is None:
            return None
        if self._held[0] != question:
            self.end()  # its asker has a share of the processes, and would wait for this one
            return None
        process = self._held[1]
        self._held = None
        return process

    def end(self) -> None:
        """End the process that nobody has taken."""
        if self._held is not None:
            _, process, back = self._held
            self._held = None
            process.kill()
            back(process)


def attempted() -> Attempt | None:
    """Return the attempt of which the question at hand is part."""
    return _CURRENT.get()


def trying() -> bool:
    """Say whether nothing may be waited for."""
    found = _CURRENT.get()
    return found is not None and found.trying
