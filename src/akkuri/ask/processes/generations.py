"""Moving to new content without a stop: the processes of one generation answer until the next is ready.

The process that minds the generations has one thread and opens nothing. It holds the listening socket, so
that no connection is refused at any moment of a move.
"""

import os
import signal
import sys
import time
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
"""Seconds that a generation has to end after SIGTERM."""
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
    `failed` hears of a content that could not be served. `stamp` gives something that is different when
    the content has changed in its place: what has failed is tried again then, and on SIGHUP.
    """

    def __init__(
        self,
        run: Callable[[Content, int], int],
        newest: Callable[[], Content | None],
        failed: Callable[[Content], None],
        stamp: Callable[[Content], Hashable] = lambda _content: None,
    ) -> None:
        self._run = run
        self._newest = newest
        self._failed = failed
        self._stamp = stamp
        self._tried: dict[Content, Hashable] = {}
        self._serving = self._coming = 0
        self._retiring: set[int] = set()

    def serve(self, content: Content) -> int:
        """Serve until a signal or until the generation in use ends by itself; returns the exit code."""
        before: set[int] = set(signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD))
        seen = content
        try:
            self._serving = self._try(content, content, before)
            while True:
                heard = signal.sigtimedwait(_HEARD, LOOK)
                number = heard.si_signo if heard else signal.SIGHUP
                if number in _STOP:
                    return self._stop()
                if number == _READY and heard and heard.si_pid == self._coming:
                    content = seen
                    self._switch()
                ended = dict(self._ended())
                if self._serving in ended:
                    self._stop(ended)
                    code = ended[self._serving]
                    return code if code >= 0 else 3
                for pid in ended:
                    if pid == self._coming:
                        self._coming = 0
                        self._failed(seen)
                    self._retiring.discard(pid)
                if number == signal.SIGHUP and not self._coming:
                    newest = self._newest()
                    if newest is not None and self._is_due(newest, seen, content, asked=heard is not None):
                        self._coming = self._try(newest, content, before)
                    seen = newest or seen
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _is_due(self, newest: Content, seen: Content, served: Content, *, asked: bool) -> bool:
        """Say whether to move: to what is new, to what had failed and may do now, to what has changed."""
        if newest != seen:
            return newest != served
        changed = self._stamp(newest) != self._tried.get(newest)
        return changed and asked if newest == served else changed or asked

    def _try(self, content: Content, served: Content, mask: set[int]) -> int:
        """Start a generation, remembering what its content was like."""
        self._tried = {served: self._tried.get(served), content: self._stamp(content)}
        return self._start(content, mask)

    def _start(self, content: Content, mask: set[int]) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        code = 3
        try:
            die_with_parent(parent)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            code = self._run(content, parent)
        except BaseException as error:  # the last place where a generation can say anything
            with suppress(Exception):
                sys.stderr.write(f"akkuri: a server process ended: {error!r}\n")
        finally:
            os._exit(code)

    def _switch(self) -> None:
        """Let the next generation take over; the last one answers what it was asked and ends."""
        _kill(self._serving, RETIRE)
        self._retiring.add(self._serving)
        self._serving, self._coming = self._coming, 0

    def _stop(self, gone: Container[int] = ()) -> int:
        """End all generations but those that are gone already, gently as long as the patience lasts."""
        left = {pid for pid in (self._serving, self._coming, *self._retiring) if pid and pid not in gone}
        for pid in left:
            _kill(pid, signal.SIGTERM)
        code, limit = 0, time.monotonic() + PATIENCE
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


def _kill(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
