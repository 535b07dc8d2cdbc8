"""One connection of the server, between the network and gunicorn.

gunicorn's protocol reads requests and writes answers. Here stands what it leaves out: a first request must
come in time, what is no request gets an answer that people and programs can read, a refused client has a
moment to read why, an answer that fails breaks its connection, and idle ones end when the server does. What
has its answer at once gets it here too, where gunicorn has nothing to do meanwhile.
"""

import asyncio
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from http import HTTPStatus
from typing import Any, Final, cast

from akkuri.web.service.admission import is_urgent
from akkuri.web.service.connections import Connections, Visitor
from akkuri.web.service.whole_request import whole_request

__all__ = ["AT_ONCE", "Connection", "current_connection", "reset"]

AT_ONCE: Final = 32 * 1024
"""Bytes that, with their head, a transport takes at once where nothing waits before them."""
LINGER: Final = 5.0
"""Seconds that a refused client has to read why; what it still sends is thrown away."""
CLOSING: Final = 60.0
"""Seconds that the last bytes of a connection may take."""
_CURRENT: ContextVar["Connection"] = ContextVar("akkuri_connection")
_STATUS: Final = slice(9, 12)
_UNNAMED: Final = b" Unknown\r\n"
"""What gunicorn says behind a status that it does not know."""
_AT_ONCE: Final = struct.pack("ii", 1, 0)


def current_connection() -> "Connection":
    """Return the connection whose request is being handled; LookupError outside of one."""
    return _CURRENT.get()


def reset(client: socket.socket) -> None:
    """Let a socket end with a reset when it is closed."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)


class Connection(Visitor, asyncio.Protocol):
    """One connection: answers at once, or passes on to gunicorn what the network says and back.

    `early` is what has come already, `plain` whether that is one request.
    """

    def __init__(
        self,
        make_inner: Callable[[], asyncio.Protocol],
        all_: Connections,
        client: tuple[str, int] = ("", 0),
        early: bytes = b"",
        *,
        plain: bool = True,
    ) -> None:
        super().__init__(all_, client)
        self._make_inner = make_inner
        self._inner: asyncio.Protocol | None = None
        self._wire: _Wire | None = None
        self._transport: Any = None
        self._first = early
        self._held: bytearray | None = None
        """What came while a request waits to be let in."""
        self._over = False
        self._plain = plain
        """Whether gunicorn has nothing of a request but what it is answering."""
        self._midway = False
        """Whether gunicorn has heard the beginning of a request of which the rest is to come."""
        self._since_inner = False
        """Whether something was answered at once after gunicorn's last answer."""
        self._timer: asyncio.TimerHandle | None = None
        self._lost = asyncio.Event()
        self._requests = 0
        self.answering = False
        """Whether what is written is an answer of the application."""
        self.begins = False
        """Whether what is written next is the beginning of one."""
        self.refused = False
        """Whether the last thing that this client will be told has been written."""

    @property
    def server(self) -> tuple[str, int]:
        """Address and port of this side."""
        name = self._transport.get_extra_info("sockname")
        return name[0], name[1]

    @property
    def room(self) -> int:
        """Bytes of an answer that a transport takes at once."""
        return AT_ONCE

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin where the bare socket ended."""
        self._transport = transport
        self._all.rest(self)
        early, self._first = self._first, b""
        if self._over:
            self.abort()
        elif early:
            self._pass_on(early)

    def data_received(self, data: bytes) -> None:
        """Answer at once, or pass on unless the client has been refused."""
        data, waited, self._early = self._early + data, bool(self._early), b""
        if self.began is None and not self._requests:
            self.began = time.monotonic()
        free = self._plain and self._held is None and not (self._requests or self.refused)
        free = free and (waited or not self.heard)
        request = whole_request(data) if free else None
        if request is not None and request.lacking:
            self._wait_for_rest(data)
            return
        if request is not None and not self.writing:
            answer = self._all.answer(request, self)
            if answer is not None:
                self._since_inner = True
                self._answered(request)
                self._transport.writelines(answer)
                if self.last(request):
                    self.close()
                return
        self._plain = request is not None
        self._pass_on(data)

    def _pass_on(self, data: bytes) -> None:
        """Let gunicorn hear something, the beginning of a request when it is let in."""
        self.heard = True
        if self._held is not None:
            self._held += data
        elif self._requests:
            self._feed(data)
        elif not self.refused:
            self._held, self.since = bytearray(data), time.monotonic()
            self._all.admission.ask(self.whose, self._enter, urgent=is_urgent(data))

    def _enter(self) -> None:
        """Let gunicorn hear what waited; whatever it starts then can ask for `current_connection`."""
        held, self._held = self._held, None
        if held is None or self._transport.is_closing():
            return
        # Empty lines before a request say nothing (RFC 9112, 2.2); within one they end its head.
        data = held if self._midway else held.lstrip(b"\r\n")
        if not data:
            return
        if self._inner is None:
            self._later(self._all.seconds, self._too_slow)
            copy_context().run(self._begin)
        if not self._midway:
            self.line = bytes(data.partition(b"\r\n")[0])
        self._since_inner, self._midway = False, True
        self._feed(bytes(data))

    def _begin(self) -> None:
        _CURRENT.set(self)
        self._inner, self._wire = self._make_inner(), _Wire(self, self._transport)
        # It hands on whatever else is asked of a transport, which no type can say.
        self._inner.connection_made(cast("asyncio.BaseTransport", self._wire))

    def _feed(self, data: bytes) -> None:
        """Pass on, unless the client has been refused; what gunicorn stumbles over is refused too."""
        if not self.refused and self._inner is not None:
            try:
                self._inner.data_received(data)
            except ValueError:  # a number of thousands of digits
                self.refuse(400)

    def eof_received(self) -> bool | None:
        """Pass on, what waited before it."""
        if self._early:
            early, self._early, self._plain = self._early, b"", False
            self._pass_on(early)
        self._enter()
        return None if self.refused or self._inner is None else self._inner.eof_received()

    def pause_writing(self) -> None:
        """Pass on."""
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass on."""
        if self._inner is not None:
            self._inner.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        """Pass on and forget."""
        self._stop_timer()
        if not self._requests:  # else when it is known how that ended
            self._all.forget(self)
        self._held = None
        if self._inner is not None:
            self._inner.connection_lost(error)
            self._inner.resume_writing()  # else an answer waits three seconds more before it hears of that
        self._lost.set()
        attempt = self.attempt_begun()
        if attempt is not None:
            attempt.end()

    def inner_ends(self, wire: "_Wire") -> None:
        """Close as gunicorn wants, unless it only has not heard for long: others have been answered since."""
        if not self.hears(wire):
            return
        if not self._since_inner or self._requests:
            self.close()
            return
        inner, self._inner, self._wire, self._plain = self._inner, None, None, True
        if inner is not None:
            inner.connection_lost(None)

    def hears(self, wire: "_Wire") -> bool:
        """Say whether a wire is that of the protocol that is still asked."""
        return wire is self._wire

    def look(self, now: float) -> None:
        """End when it has been idle for too long; wait for half a request no longer."""
        if self._transport is None:
            return
        if self._early:
            early, self._early, self._plain = self._early, b"", False
            self._pass_on(early)
        elif self._held is not None:
            if now - self.since >= self._all.seconds:
                self.line, self._held = bytes(self._held.partition(b"\r\n")[0]), None
                self.refuse(503)
        elif self._inner is None and now - self.since >= self._all.kept:
            self.close()

    @property
    def alone(self) -> bool:
        """Whether no other connection has a request under way."""
        return self._all.busy == 1

    @property
    def writing(self) -> bool:
        """Whether something still waits for the network to take it."""
        return bool(self._transport.get_write_buffer_size())

    @contextmanager
    def request(self, asked: str) -> Iterator[None]:
        """Count as busy for the time of a request."""
        self._stop_timer()
        self._requests += 1
        self._midway = False
        self.asked, self.since, self.heard = asked, time.monotonic(), False
        self._all.work(self)
        try:
            yield
        finally:
            self._requests -= 1
            if self._lost.is_set():  # perhaps already when gunicorn began with the request
                self._all.forget(self)
            elif not self._requests and not self._transport.is_closing():
                self.since = time.monotonic()
                self._all.rest(self)

    def refuse(self, status: int) -> None:
        """Tell the client why it gets no answer, and end; one that has left, or is cut off, hears nothing."""
        if self._transport.is_closing():
            return
        self._transport.write(self._all.refuse(status, self))
        self.linger()

    def linger(self) -> None:
        """End after what has been written, giving the client a moment to read it while it still sends."""
        if self.refused or self._transport.is_closing():
            return
        self.refused = True
        self._later(LINGER, self.abort)
        self._transport.write_eof()
        self._transport.resume_reading()

    def close(self) -> None:
        """End when what has been written has been read, or after some time."""
        if self._transport is None:
            self._over = True
        elif not self.refused:
            self._later(CLOSING, self.abort)
            self._transport.close()

    def abort(self) -> None:
        """Break off with a reset: nothing looks like the end of an answer, and nothing is kept to be sent."""
        if self._transport is None:
            self._over = True
            return
        client = self._transport.get_extra_info("socket")
        if client is not None and client.fileno() >= 0:
            reset(client)
        self._transport.abort()

    async def broken(self) -> None:
        """Break off, and wait until gunicorn knows."""
        self.abort()
        await self._lost.wait()

    def _too_slow(self) -> None:
        """Give up a connection on which no request has come."""
        if self.heard and not self._requests:
            self.refuse(408)
        else:
            self.close()

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, what)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _phrased(answer: bytes) -> bytes:
    """Say at the beginning of an answer what its status means, where gunicorn has no words for it."""
    if answer.startswith(_UNNAMED, _STATUS.stop):
        with suppress(ValueError):  # a number that HTTP does not know
            phrase = b" %b\r\n" % HTTPStatus(int(answer[_STATUS])).phrase.encode()
            return answer.replace(_UNNAMED, phrase, 1)
    return answer


class _Wire:
    """The transport as gunicorn has it: its own errors are worded anew, what follows them is dropped."""

    def __init__(self, connection: Connection, transport: Any) -> None:
        self._connection = connection
        self._transport = transport

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write an answer, or what it says in our own words when it is not the application's."""
        connection = self._connection
        if connection.refused or not connection.hears(self):
            return
        if not connection.answering and data.startswith(b"HTTP/1.") and data[_STATUS] >= b"400":
            connection.refuse(int(data[_STATUS]))
        else:
            self._transport.write(_phrased(data) if connection.begins else data)
            connection.begins = False

    def write_eof(self) -> None:
        """End writing."""
        if not self._connection.refused and self._connection.hears(self):
            self._transport.write_eof()

    def close(self) -> None:
        """Close, but not before a refused client could read why."""
        self._connection.inner_ends(self)
