"""The connections of the server, between the network and gunicorn.

gunicorn's protocol reads requests and writes answers. Here stands what it leaves out: a first request must
come in time, what is no request gets an answer that people and programs can read, a refused client has a
moment to read why, an answer that fails breaks its connection, and idle ones end when the server does.
"""

import asyncio
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any, Final

from akkuri.system import WAITING_CONNECTIONS
from akkuri.web.service.admission import Admission, is_urgent

__all__ = ["Connection", "Connections", "current_connection"]

LINGER: Final = 5.0
"""Seconds that a refused client has to read why; what it still sends is thrown away."""
LATER: Final = 6
"""So many times longer than an idle connection lives one on which a request has begun to come."""
CLOSING: Final = 60.0
"""Seconds that the last bytes of a connection may take."""
_CURRENT: ContextVar["Connection"] = ContextVar("akkuri_connection")
_STATUS: Final = slice(9, 12)
_AT_ONCE: Final = struct.pack("ii", 1, 0)


def current_connection() -> "Connection":
    """Return the connection whose request is being handled; LookupError outside of one."""
    return _CURRENT.get()


class Connections:
    """All open connections; at most `most`, beyond which the one that is idle for longest is closed.

    `refuse` gives the bytes of an answer for a status; a first request has `seconds` to come.
    """

    def __init__(self, refuse: Callable[[int], bytes], seconds: float, most: int) -> None:
        self.refuse = refuse
        self.seconds = seconds
        self._most = most
        self._busy: dict[Connection, None] = {}
        self._idle: dict[Connection, None] = {}
        self._beside: set[asyncio.Task[None]] = set()
        self.admission = Admission()

    def __len__(self) -> int:
        return len(self._busy) + len(self._idle)

    @property
    def busy(self) -> int:
        """How many have a request under way."""
        return len(self._busy)

    def guard(
        self,
        create_server: Callable[..., Awaitable[asyncio.Server]],
        opened: Callable[[asyncio.Server], Coroutine[Any, Any, None]],
    ) -> Callable[..., Any]:
        """Return a `create_server` (asyncio) whose protocols stand behind our connections.

        `opened` runs beside each server from its beginning.
        """

        async def guarded(factory: Callable[[], asyncio.Protocol], **options: Any) -> asyncio.Server:
            options["backlog"] = WAITING_CONNECTIONS
            server = await create_server(lambda: Connection(factory, self), **options)
            self._beside.add(asyncio.create_task(opened(server)))
            return server

        return guarded

    def rest(self, connection: "Connection") -> None:
        """Count a connection as idle, now."""
        self._busy.pop(connection, None)
        self._idle[connection] = None
        if len(self) > self._most and len(self._idle) > 1:
            next(iter(self._idle)).close()

    def work(self, connection: "Connection") -> None:
        """Count a connection as busy."""
        self._idle.pop(connection, None)
        self._busy[connection] = None

    def forget(self, connection: "Connection") -> None:
        """Count a connection no longer."""
        self._idle.pop(connection, None)
        self._busy.pop(connection, None)

    def close_idle(self, seconds: float) -> None:
        """Close those that have been idle for some time; where a request has begun to come, later."""
        now = time.monotonic()
        for connection in list(self._idle):
            if now - connection.since >= seconds * (LATER if connection.heard else 1):
                connection.close()

    def cut(self) -> list["Connection"]:
        """Break all; returns those that were busy."""
        busy = list(self._busy)
        for connection in (*busy, *self._idle):
            connection.abort()
        return busy


class Connection(asyncio.Protocol):
    """One connection: passes on to gunicorn what the network says, and to the network what gunicorn says."""

    def __init__(self, factory: Callable[[], asyncio.Protocol], all_: Connections) -> None:
        self._factory = factory
        self._inner: asyncio.Protocol | None = None
        """gunicorn's side, made when the first bytes are let in."""
        self._held: bytearray | None = None
        """What came while a request waits to be let in."""
        self._all = all_
        self._transport: Any = None
        self._timer: asyncio.TimerHandle | None = None
        self._lost = asyncio.Event()
        self._requests = 0
        self.heard = False
        """Whether something has come that is no request yet."""
        self.since = time.monotonic()
        """When it became idle or busy."""
        self.asked = ""
        """Method and path of the last request."""
        self.answering = False
        """Whether what is written is an answer of the application."""
        self.refused = False
        """Whether the last thing that this client will be told has been written."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for a request; until it comes a connection is a socket and little else."""
        self._transport = transport
        self._later(self._all.seconds, self._too_slow)
        self._all.rest(self)

    def data_received(self, data: bytes) -> None:
        """Pass on, the beginning of a request when it is let in; but nothing of a client that was refused."""
        self.heard = True
        if self._held is not None:
            self._held += data
        elif self._requests:
            self._pass_on(data)
        elif not self.refused:
            self._held = bytearray(data)
            self._all.admission.ask(self._enter, urgent=is_urgent(data))

    def _enter(self) -> None:
        """Pass on what waited; whatever gunicorn starts from here on can ask for `current_connection`."""
        held, self._held = self._held, None
        if held is None or self._transport.is_closing():
            return
        if self._inner is None:
            self._inner = self._factory()
            copy_context().run(self._begin, self._inner)
        self._pass_on(bytes(held))

    def _begin(self, inner: asyncio.Protocol) -> None:
        _CURRENT.set(self)
        inner.connection_made(_Wire(self, self._transport))  # type: ignore[arg-type]

    def _pass_on(self, data: bytes) -> None:
        """Pass on, unless the client has been refused; what gunicorn stumbles over is refused too."""
        if not self.refused and self._inner is not None:
            try:
                self._inner.data_received(data)
            except ValueError:  # a number of thousands of digits
                self.refuse(400)

    def eof_received(self) -> bool | None:
        """Pass on, what waited before it."""
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
        self._all.forget(self)
        self._held = None
        if self._inner is not None:
            self._inner.connection_lost(error)
        self._lost.set()

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
        self.asked, self.since, self.heard = asked, time.monotonic(), False
        self._all.work(self)
        try:
            yield
        finally:
            self._requests -= 1
            if not self._requests and not self._transport.is_closing():
                self.since = time.monotonic()
                self._all.rest(self)

    def refuse(self, status: int) -> None:
        """Tell the client why it gets no answer, and end."""
        self._transport.write(self._all.refuse(status))
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
        if not self.refused:
            self._later(CLOSING, self.abort)
            self._transport.close()

    def abort(self) -> None:
        """Break off with a reset: nothing looks like the end of an answer, and nothing is kept to be sent."""
        client = self._transport.get_extra_info("socket")
        if client is not None and client.fileno() >= 0:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
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
        if connection.refused:
            return
        if not connection.answering and data.startswith(b"HTTP/1.") and data[_STATUS] >= b"400":
            connection.refuse(int(data[_STATUS]))
        else:
            self._transport.write(data)

    def write_eof(self) -> None:
        """End writing."""
        if not self._connection.refused:
            self._transport.write_eof()

    def close(self) -> None:
        """Close, but not before a refused client could read why."""
        self._connection.close()
