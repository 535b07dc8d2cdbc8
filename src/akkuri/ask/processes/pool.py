"""The web process's side of the query processes: who may ask now, who waits, who is told to come back."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition

from akkuri.ask.asker import asker_gone
from akkuri.ask.processes.connection import LOOK, START, QueryProcess
from akkuri.ask.processes.messages import Greeting, Question
from akkuri.errors import ClientGoneError, Refusal
from akkuri.settings import Settings

__all__ = ["Pool"]


class Pool:
    """Lends query processes: as many at once as there are workers, a bounded queue behind them.

    Never are more processes connected to than there are workers, since each serves one connection.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._size = settings.workers
        self._queue = settings.queue
        self._patience = settings.queue_seconds
        self._idle: deque[QueryProcess] = deque()
        self._change = Condition()
        self.greeting: Greeting | None = None
        self.busy = 0
        self.waiting = 0

    @contextmanager
    def lease(self, question: Question) -> Iterator[QueryProcess]:
        """Lend a process that was sent a question; Refusal("busy") when the queue is full or too slow."""
        self._enter()
        process: QueryProcess | None = None
        try:
            process = self._sent(question)
            yield process
        finally:
            self._leave(process)

    def probe(self, patience: float) -> bool:
        """Say whether there is a process to ask, connecting to one if need be; then `greeting` is known."""
        with self._change:
            if self.busy and self.greeting is None:
                self._change.wait_for(lambda: self.greeting or not self.busy, patience)
            if self._idle or self.busy:
                return self.greeting is not None
            self.busy += 1
        process: QueryProcess | None = None
        try:
            process = self._connected(patience)
        except Refusal:
            return False
        finally:
            self._leave(process)
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
        process = QueryProcess(self._path, patience)
        with self._change:
            self.greeting = process.greeting
            self._change.notify_all()
        return process

    def _enter(self) -> None:
        with self._change:
            if self.busy < self._size and not self.waiting:
                self.busy += 1
                return
            if self.waiting >= self._queue:
                raise Refusal("busy", seconds=1)
            self.waiting += 1
            try:
                end = time.monotonic() + self._patience
                while self.busy >= self._size:
                    left = end - time.monotonic()
                    if left <= 0:
                        raise Refusal("busy", seconds=max(1, round(self._patience)))
                    if asker_gone():
                        raise ClientGoneError
                    self._change.wait(min(left, LOOK))
                self.busy += 1
            finally:
                self.waiting -= 1

    def _leave(self, process: QueryProcess | None) -> None:
        if process is not None and process.spent:
            process.close()
        with self._change:
            if process is not None and not process.spent:
                self._idle.append(process)
            self.busy -= 1
            self._change.notify_all()
