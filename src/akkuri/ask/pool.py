"""The web process's side of the query processes: who may ask now, who waits, who is told to come back."""

import json
import os
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition
from typing import Any, Final

from akkuri.ask.fence import resident
from akkuri.ask.refusals import ClientGoneError, Refusal
from akkuri.ask.wire import DATA, END, HELLO, FrameReader, send_request
from akkuri.settings import Settings

__all__ = ["Pool", "QueryProcess"]

LOOK: Final = 0.05
START: Final = 10.0
_GONE: Final = select.POLLRDHUP | select.POLLHUP | select.POLLERR


class QueryProcess:
    """A connection to one query process."""

    def __init__(self, path: Path, patience: float = START) -> None:
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._frames = FrameReader(self._sock)
        self.pid = 0
        self.spent = False
        try:
            self._sock.connect(str(path))
            kind, body = self._first_frame(patience)
        except OSError as error:
            self._sock.close()
            raise Refusal("starting") from error
        if kind != HELLO:
            raise Refusal("starting")
        hello = json.loads(body)
        self.pid = int(hello.get("pid", 0))
        self.version: str | None = hello.get("version")
        self.quads: int | None = hello.get("quads")
        self._base = int(hello.get("resident", 0))

    def _first_frame(self, patience: float) -> tuple[bytes, bytes]:
        self._sock.settimeout(patience)
        while (frame := self._frames.ready()) is None:
            if not self._frames.receive():
                raise ConnectionResetError
        self._sock.settimeout(None)
        return frame

    def ask(self, request: dict[str, Any]) -> None:
        """Send a request; ConnectionError when the process has ended meanwhile."""
        send_request(self._sock, request)

    def pieces(
        self, seconds: float, memory: int, client: socket.socket | None = None
    ) -> Generator[bytes, None, None]:
        """Give the answer piece by piece.

        `seconds` bounds the time spent waiting for the process (not for the reader of the pieces),
        `memory` what it may add. Raises Refusal when a limit is passed, the process ends or it reports an
        error, ClientGoneError when `client` closes; except after a reported error the process is dead then
        and `spent` is set.
        """
        budget = seconds
        whole = False
        try:
            while True:
                frame = self._frames.ready()
                while frame is None:
                    before = time.monotonic()
                    self._wait(budget, seconds, memory, client)
                    budget -= time.monotonic() - before
                    frame = self._frames.ready()
                kind, body = frame
                if kind == DATA:
                    yield body
                    continue
                whole = True
                closing = json.loads(body)
                self.spent = bool(closing.pop("last", False))
                if kind == END:
                    return
                raise Refusal(closing.pop("code"), **closing)
        finally:
            if not whole:
                self.kill()

    def _wait(self, budget: float, seconds: float, memory: int, client: socket.socket | None) -> None:
        """Wait until something arrives, looking at the clock, the memory and the client meanwhile."""
        poll = select.poll()
        mine = self._sock.fileno()
        poll.register(mine, select.POLLIN)
        if client is not None:
            poll.register(client.fileno(), _GONE)
        end = time.monotonic() + budget
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise Refusal("time-limit", seconds=f"{seconds:g}")
            ready = dict(poll.poll(min(left, LOOK) * 1000))
            if client is not None and client.fileno() in ready:
                raise ClientGoneError
            if mine in ready:
                try:
                    if self._frames.receive():
                        return
                except ConnectionResetError:
                    pass
                raise Refusal("broken")
            if resident(self.pid) - self._base > memory:
                raise Refusal("memory-limit", mebibytes=memory // (1024 * 1024))

    def parsed(self, text: str, seconds: float) -> dict[str, Any] | None:
        """Ask an explaining process to parse a text; None when it takes too long or ends."""
        try:
            send_request(self._sock, {"text": text})
            self._sock.settimeout(seconds)
            while (frame := self._frames.ready()) is None:
                if not self._frames.receive():
                    return None
        except OSError:
            return None
        reply: dict[str, Any] = json.loads(frame[1])
        return reply

    def kill(self) -> None:
        """End the process at once; the keeper replaces it."""
        self.spent = True
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self._sock.close()

    def close(self) -> None:
        """Close the connection, at which an idle process ends."""
        self.spent = True
        self._sock.close()


class Pool:
    """Lends query processes: as many at once as there are workers, a bounded queue behind them."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._size = settings.workers
        self._queue = settings.queue
        self._patience = settings.queue_seconds
        self._idle: deque[QueryProcess] = deque()
        self._change = Condition()
        self.busy = 0
        self.waiting = 0

    @contextmanager
    def lease(self, request: dict[str, Any]) -> Iterator[QueryProcess]:
        """Lend a process that has been sent a request; Refusal("busy") when the queue is full or too slow."""
        self._enter()
        process: QueryProcess | None = None
        try:
            process = self._sent(request)
            yield process
        finally:
            if process is not None:
                if process.spent:
                    process.close()
                else:
                    self._idle.append(process)
            with self._change:
                self.busy -= 1
                self._change.notify()

    def _sent(self, request: dict[str, Any]) -> QueryProcess:
        """Send a request to an idle process, or to a new one where those have ended meanwhile."""
        while self._idle:
            process = self._idle.pop()
            try:
                process.ask(request)
            except OSError:
                process.close()
            else:
                return process
        process = QueryProcess(self._path)
        process.ask(request)
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
                if not self._change.wait_for(lambda: self.busy < self._size, self._patience):
                    raise Refusal("busy", seconds=max(1, round(self._patience)))
                self.busy += 1
            finally:
                self.waiting -= 1

    def probe(self, patience: float) -> QueryProcess | None:
        """Return an idle process to look at (not to use), connecting if need be; None when there is none."""
        if self._idle:
            return self._idle[-1]
        if self.busy:
            return None
        try:
            process = QueryProcess(self._path, patience)
        except Refusal:
            return None
        self._idle.append(process)
        return process
