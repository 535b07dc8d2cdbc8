"""Moving to new content without a stop: the processes of one generation answer until the next is ready.

The process that minds the generations has one thread and opens nothing. It holds the listening socket, so
that no connection is refused at any moment of a move.
"""

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Container, Hashable
from contextlib import suppress
from typing import Final, Generic, TypeVar

from akkuri.ask.processes.fence import die_with_parent
from akkuri.ask.processes.keeper import RETIRE

__all__ = ["Generations", "report_ready"]

Content = TypeVar("Content", bound=Hashable)

LOOK: Final = 2.0
"""Seconds between two looks for new content; SIGHUP makes it look at once."""
PATIENCE: Final = 10.0
"""Seconds that a generation has to end after SIGTERM, where nothing else is said."""
OFTEN: Final = 3
"""Generations that may end by themselves within PERIOD seconds before the server gives up."""
PERIOD: Final = 60.0
_STOP: Final = {signal.SIGTERM, signal.SIGINT}
_READY: Final = signal.SIGUSR1
_HEARD: Final = {*_STOP, _READY, signal.SIGHUP, signal.SIGCHLD}


def report_ready(parent: int) -> None:
    """Say, in a generation, that it answers."""
    os.kill(parent, _READY)


class Generations(Generic[Content]):
    """Runs one generation after another.

    `run` serves a content in a process of its own, calls `report_ready` with the number it is given and
    returns the exit code; `newest` tells the content to serve now, None when there is none to be seen;
    `failed` hears of a content that could not be served, `again` of how a generation ended that is started
    again, `stopping` is called when the server begins to end, after which generations have `patience`
    seconds. `stamp` gives something that is different when the content has changed in its place: what has
    failed is tried again then, and on SIGHUP.
    """

    def __init__(
        self,
        run: Callable[[Content, int], int],
        newest: Callable[[], Content | None],
        failed: Callable[[Content], None],
        stamp: Callable[[Content], Hashable] = lambda _content: None,
        again: Callable[[str], None] = lambda _ended: None,
        stopping: Callable[[], None] = lambda: None,
        patience: float = PATIENCE,
    ) -> None:
        self._run = run
        self._newest = newest
        self._failed = failed
        self._stamp = stamp
        self._again = again
        self._stopping = stopping
        self._patience = patience
        self._tried: dict[Content, Hashable] = {}
        self._answers = False
        self._deaths: deque[float] = deque(maxlen=OFTEN)
        self._serving = self._coming = 0
        self._retiring: set[int] = set()

    def serve(self, content: Content) -> int:
        """Serve until a signal or until the generation in use ends for good; returns the exit code."""
        mask: set[int] = set(signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD))
        self._served = self._seen = content
        try:
            self._serving = self._try(content, mask)
            while True:
                heard = signal.sigtimedwait(_HEARD, LOOK)
                number = heard.si_signo if heard else 0
                if number in _STOP:
                    return self._stop()
                if heard and number == _READY:
                    self._ready(heard.si_pid)
                code = self._bury(mask)
                if code is not None:
                    return code
                if number in (0, signal.SIGHUP) and not self._coming:
                    self._look(mask, asked=number == signal.SIGHUP)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def _ready(self, pid: int) -> None:
        """Take notice of a generation that answers; the next one takes over."""
        if pid == self._coming:
            self._served = self._seen
            _kill(self._serving, RETIRE)
            self._retiring.add(self._serving)
            self._serving, self._coming = pid, 0
        self._answers = self._answers or pid == self._serving

    def _bury(self, mask: set[int]) -> int | None:
        """See to generations that have ended; returns the exit code when that is the end of the server."""
        ended = dict(self._ended())
        if self._coming in ended:
            self._coming = 0
            self._failed(self._seen)
        self._retiring -= ended.keys()
        if self._serving not in ended:
            return None
        code = ended[self._serving]
        if not self._may_start_again(code):
            self._stop(ended)
            return code if code >= 0 else 3
        self._again(_words(code))
        self._answers = False
        self._serving = self._try(self._served, mask)
        return None

    def _look(self, mask: set[int], *, asked: bool) -> None:
        """Move to new content: what is new, what had failed and may do now, what has changed in its place."""
        newest = self._newest()
        if newest is None:
            return
        changed = self._stamp(newest) != self._tried.get(newest)
        if newest != self._seen:
            due = newest != self._served
        elif newest == self._served:
            due = changed and asked
        else:
            due = changed or asked
        self._seen = newest
        if due:
            self._coming = self._try(newest, mask)

    def _may_start_again(self, code: int) -> bool:
        """Say whether a generation that ended by itself is replaced: one that answered, and not too often."""
        now = time.monotonic()
        often = len(self._deaths) == OFTEN and now - self._deaths[0] < PERIOD
        self._deaths.append(now)
        return code != 0 and self._answers and not often

    def _try(self, content: Content, mask: set[int]) -> int:
        """Start a generation, remembering what its content was like."""
        self._tried = {self._served: self._tried.get(self._served), content: self._stamp(content)}
        return self._start(content, mask)

    def _start(self, content: Content, mask: set[int]) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        code = 3
        try:
            die_with_parent(parent, signal.SIGTERM)  # it ends its own children in good order
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            code = self._run(content, parent)
        except BaseException as error:  # the last place where a generation can say anything
            with suppress(Exception):
                sys.stderr.write(f"akkuri: a server process ended: {error!r}\n")
        finally:
            os._exit(code)

    def _stop(self, gone: Container[int] = ()) -> int:
        """End all generations but those that are gone already, gently as long as the patience lasts."""
        self._stopping()
        for number in _STOP:
            signal.signal(number, signal.SIG_IGN)  # who asks twice is answered once, with our exit code
        left = {pid for pid in (self._serving, self._coming, *self._retiring) if pid and pid not in gone}
        for pid in left:
            _kill(pid, signal.SIGTERM)
        code, limit = 0, time.monotonic() + self._patience
        while left:
            for pid, ended in self._ended():
                left.discard(pid)
                if pid == self._serving:
                    code = max(ended, 0)
            if left and time.monotonic() > limit:
                for pid in left:
                    _kill(pid, signal.SIGKILL)
            signal.sigtimedwait({signal.SIGCHLD}, 0.1)
        return code

    @staticmethod
    def _ended() -> list[tuple[int, int]]:
        """Return the children that have ended, with their exit codes; minus the signal that killed one."""
        found = []
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                found.append((ended[0], os.waitstatus_to_exitcode(ended[1])))
        return found


def _words(code: int) -> str:
    """Say how a process ended."""
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _kill(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
