"""A connection to one query process: its greeting, requests, and answers within the limits."""

import math
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from akkuri.ask.asker import asker_gone
from akkuri.ask.processes.fence import resident
from akkuri.ask.processes.messages import Closing, Greeting, Parsed, Question
from akkuri.ask.processes.trying import trying
from akkuri.ask.processes.wire import DATA, HELLO, FrameReader, send_request
from akkuri.computing import aside
from akkuri.errors import ClientGoneError, Refusal

__all__ = ["LOOK", "START", "Limits", "QueryProcess"]

LOOK: Final = 0.05
"""Seconds between two looks at what can end a wait: the clock, the memory, the asker."""
START: Final = 10.0
"""Seconds that a process has to greet."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, fewer of them while `crowded` says so, and bytes it may add."""

    seconds: float
    memory: int
    crowded_seconds: float = math.inf
    crowded: Callable[[], bool] = lambda: False


class Arrival(Enum):
    """What has come of an answer."""

    PART = "part"
    WHOLE = "whole"
    MUCH = "much"
    """So much that it is not waited for as a whole."""
    BROKEN = "broken"


class QueryProcess:
    """A connection to one query process."""

    def __init__(self, path: Path, patience: float = START) -> None:
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._frames = FrameReader(self._sock)
        self._poll = select.poll()
        self._poll.register(self._sock.fileno(), select.POLLIN)
        self.spent = False
        self.waited = 0.0
        """Seconds that the answer at hand has been waited for before its pieces are asked for."""
        self._looked = 0.0
        """When its memory was looked at."""
        try:
            self._sock.connect(str(path))
            kind, body = self._first_frame(patience)
        except OSError as error:
            self._sock.close()
            raise Refusal("starting") from error
        if kind != HELLO:
            raise Refusal("starting")
        self.greeting = Greeting.decode(body)

    def _first_frame(self, patience: float) -> tuple[bytes, bytes]:
        self._sock.settimeout(patience)
        while (frame := self._frames.ready()) is None:
            if not self._frames.receive():
                raise ConnectionResetError
        self._sock.settimeout(None)
        return frame

    def ask(self, question: Question) -> None:
        """Send a question; ConnectionError when the process has ended meanwhile."""
        self.waited, self._looked = 0.0, time.monotonic()
        send_request(self._sock, question.encode())

    def is_whole(self, milliseconds: int, most: int) -> bool:
        """Wait a moment for the end of an answer of so many bytes at most; `pieces` gives what has come."""
        end = time.monotonic() + milliseconds / 1000
        while not self._frames.ended():
            left = end - time.monotonic()
            if left <= 0 or len(self._frames) > most or not self._poll.poll(left * 1000):
                return False
            with suppress(ConnectionResetError):
                if self._frames.receive():
                    continue
            return False
        return True

    def fileno(self) -> int:
        """Return the file on which answers come."""
        return self._sock.fileno()

    def arrived(self, most: int) -> Arrival:
        """Read what has come of an answer; MUCH where that is more than so many bytes."""
        try:
            if not self._frames.receive():
                return Arrival.BROKEN
        except OSError:
            return Arrival.BROKEN
        if len(self._frames) > most:
            return Arrival.MUCH
        return Arrival.WHOLE if self._frames.ended() else Arrival.PART

    @property
    def arrived_bytes(self) -> int:
        """Bytes of an answer that have come and were not given yet."""
        return len(self._frames)

    def passes(self, limits: Limits, seconds: float) -> bool:
        """Say whether an answer that has been waited for so long passes a limit."""
        try:
            self._look(seconds, limits)
        except Refusal:
            return True
        return False

    def pieces(self, limits: Limits) -> Generator[bytes, None, None]:
        """Give the answer piece by piece.

        `limits.seconds` bounds the time spent waiting for the process (not for the reader of the pieces),
        `limits.memory` what it may add. In a try an empty piece says that nothing has come. Raises Refusal
        when a limit is passed, the process ends or it reports an error, ClientGoneError when the asker
        leaves; except after a reported error the process is dead then and `spent` is set.
        """
        budget = limits.seconds - self.waited
        whole = False
        try:
            while True:
                frame = self._frames.ready()
                while frame is None:
                    if not trying():
                        budget -= self._wait(budget, limits)
                    elif not self._receive(socket.MSG_DONTWAIT):
                        self._look(limits.seconds - budget, limits)
                        before = time.monotonic()
                        yield b""
                        budget -= time.monotonic() - before
                    frame = self._frames.ready()
                kind, body = frame
                if kind == DATA:
                    yield body
                    continue
                whole = True
                closing = Closing.decode(body)
                self.spent = closing.last
                if closing.failure is None:
                    return
                raise closing.failure.refusal()
        finally:
            if not whole:
                self.kill()

    def _wait(self, budget: float, limits: Limits) -> float:
        """Wait until something arrives; returns how many seconds that took."""
        waited = 0.0
        if budget <= 0 or not self._poll.poll(0):
            with aside():
                before = time.monotonic()
                self._watch(budget, limits)
                waited = time.monotonic() - before
        if asker_gone():
            raise ClientGoneError
        self._receive()
        return waited

    def _receive(self, flags: int = 0) -> bool:
        """Read what has arrived; False where that is nothing."""
        with suppress(ConnectionResetError):
            try:
                if self._frames.receive(flags):
                    return True
            except BlockingIOError:
                return False
        raise Refusal("broken")

    def _watch(self, budget: float, limits: Limits) -> None:
        """Wait until something can be read, looking at the clock, the memory and the asker meanwhile."""
        end = time.monotonic() + budget
        while True:
            left = end - time.monotonic()
            self._look(limits.seconds - left, limits)
            if self._poll.poll(min(left, LOOK) * 1000):
                return
            if asker_gone():
                raise ClientGoneError

    def _look(self, waited: float, limits: Limits) -> None:
        """Refuse to wait on where an answer that has been waited for so long passes a limit."""
        if waited >= limits.seconds:
            raise Refusal("time-limit", seconds=f"{limits.seconds:g}")
        if waited > limits.crowded_seconds and limits.crowded():
            raise Refusal("crowded-limit", seconds=f"{limits.crowded_seconds:g}")
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        if resident(self.greeting.pid) - self.greeting.resident > limits.memory:
            raise Refusal("memory-limit", mebibytes=limits.memory // (1024 * 1024))

    def parsed(self, text: str, seconds: float) -> Parsed | None:
        """Ask an explaining process to parse a text; None when it takes too long or ends."""
        try:
            send_request(self._sock, text.encode("utf-8", "surrogatepass"))
            self._sock.settimeout(seconds)
            while (frame := self._frames.ready()) is None:
                if not self._frames.receive():
                    return None
        except OSError:
            return None
        return Parsed.decode(frame[1])

    def kill(self) -> None:
        """End the process at once; the keeper replaces it."""
        self.spent = True
        if self.greeting.pid:
            with suppress(ProcessLookupError):
                os.kill(self.greeting.pid, signal.SIGKILL)
        self._sock.close()

    def close(self) -> None:
        """Close the connection, at which an idle process ends."""
        self.spent = True
        self._sock.close()
