"""The web process's side of the query processes: who may ask now, who waits, who is told to come back."""

import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Condition

from akkuri.ask.asker import asker_address, asker_gone
from akkuri.ask.processes.attempt import LaterError, attempted
from akkuri.ask.processes.connection import LOOK, START, Limits, QueryProcess
from akkuri.ask.processes.messages import Greeting, Question
from akkuri.ask.processes.trying import trying
from akkuri.computing import aside
from akkuri.errors import ClientGoneError, Refusal
from akkuri.settings import Settings

__all__ = ["Pool"]


class Pool:
    """Lends query processes: as many at once as there are workers, a bounded queue behind them.

    One asker has at most a share of the processes, and of the places in the queue: the rest is for others.

    Never are more processes connected to than there are workers, since each serves one connection.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._size = settings.workers
        self._queue = settings.queue
        self._patience = settings.queue_seconds
        self._share = settings.client_workers or max(1, settings.workers - 1)
        self._places = max(1, settings.queue - settings.queue // 4)
        self._running: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()
        self._idle: deque[QueryProcess] = deque()
        self._change = Condition()
        self.greeting: Greeting | None = None
        self.busy = 0
        self.waiting = 0

    @contextmanager
    def lease(self, question: Question, limits: Limits) -> Iterator[QueryProcess]:
        """Lend a process that was sent a question; Refusal("busy") when the queue is full or too slow."""
        asker = asker_address()
        attempt = attempted()
        process = attempt.taken(question) if attempt is not None else None
        if process is None and attempt is not None and trying():
            process = self._at_once(question, asker)
            attempt.wait(question, process, limits, partial(self._leave, asker=asker))
        elif process is None:
            self._enter(asker)
        try:
            if process is None:
                process = self._sent(question)
            yield process
        finally:
            self._leave(process, asker)

    def _at_once(self, question: Question, asker: str) -> QueryProcess:
        """Send a question to an idle process; LaterError where that is to be waited for."""
        with self._change:
            if not self._idle or not self._may(asker) or self._others_first():
                raise LaterError
            process = self._idle.pop()
            self.busy += 1
            self._running[asker] += 1
        try:
            process.ask(question)
        except OSError as error:
            process.close()
            self._leave(process, asker)
            raise LaterError from error
        return process

    def others_wait(self, asker: str) -> bool:
        """Say whether a query of somebody else waits who could have the process of this asker's."""
        with self._change:
            return any(self._running[other] < self._share for other in self._waiting if other != asker)

    def probe(self, patience: float) -> bool:
        """Say whether there is a process to ask, connecting to one if need be; then `greeting` is known."""
        with self._change:
            if self.busy and self.greeting is None:
                self._change.wait_for(lambda: self.greeting or not self.busy, patience)
            if self._idle or self.busy:
                return self.greeting is not None
            self.busy += 1
            self._running[""] += 1
        process: QueryProcess | None = None
        try:
            process = self._connected(patience)
        except Refusal:
            return False
        finally:
            self._leave(process, "")
        return True

    def _sent(self, question: Question) -> QueryProcess:
        """Send a question to an idle process, or to a new one where those have ended meanwhile."""
        while True:
            kept = self._taken()
            process = kept or self._connected(START)
            try:
                process.ask(question)
            except OSError as error:
                process.close()
                if kept is None:
                    raise Refusal("broken") from error
            else:
                return process

    def _taken(self) -> QueryProcess | None:
        with self._change:
            return self._idle.pop() if self._idle else None

    def _connected(self, patience: float) -> QueryProcess:
        with aside():
            process = QueryProcess(self._path, patience)
        with self._change:
            self.greeting = process.greeting
            self._change.notify_all()
        return process

    def _enter(self, asker: str) -> None:
        with self._change:
            if self._entered(asker):
                return
        with aside(), self._change:
            if not self._entered(asker):
                self._wait(asker)
                self.busy += 1
                self._running[asker] += 1

    def _entered(self, asker: str) -> bool:
        """Take a place at once where nobody waits who could have it."""
        if not self._may(asker) or self._others_first():
            return False
        self.busy += 1
        self._running[asker] += 1
        return True

    def _others_first(self) -> bool:
        """Say whether somebody waits who could have a process: who has their share by now could not."""
        return any(self._running[other] < self._share for other in self._waiting)

    def _may(self, asker: str) -> bool:
        return self.busy < self._size and self._running[asker] < self._share

    def _wait(self, asker: str) -> None:
        if self._waiting[asker] >= self._places:
            raise Refusal("share", seconds=max(1, round(self._patience)))
        if self.waiting >= self._queue:
            raise Refusal("busy", seconds=1)
        self.waiting += 1
        self._waiting[asker] += 1
        try:
            end = time.monotonic() + self._patience
            while not self._may(asker):
                left = end - time.monotonic()
                if left <= 0:
                    own = self._running[asker] >= self._share and self.busy < self._size
                    raise Refusal("share" if own else "busy", seconds=max(1, round(self._patience)))
                if asker_gone():
                    raise ClientGoneError
                self._change.wait(min(left, LOOK))
        finally:
            self.waiting -= 1
            _less(self._waiting, asker)

    def _leave(self, process: QueryProcess | None, asker: str) -> None:
        if process is not None and process.spent:
            process.close()
        with self._change:
            if process is not None and not process.spent:
                self._idle.append(process)
            self.busy -= 1
            _less(self._running, asker)
            self._change.notify_all()


def _less(counted: Counter[str], name: str) -> None:
    """Count one less, and forget a name that has none."""
    counted[name] -= 1
    if counted[name] <= 0:
        del counted[name]
