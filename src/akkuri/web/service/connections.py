"""All connections of the server: how many there are, which are idle, and how new ones are taken.

A connection is taken from the listening socket here, so that a request that has its answer at once costs no
more than reading and writing it (`web.service.bare`).
"""

import asyncio
import errno
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

from akkuri.garbage import collect_when_quiet
from akkuri.system import WAITING_CONNECTIONS
from akkuri.web.service.admission import Admission
from akkuri.web.service.bare import BareConnection
from akkuri.web.service.visitor import Visitor, Written
from akkuri.web.service.whole_request import WholeRequest

__all__ = ["Connections"]

_Result = TypeVar("_Result")
Answers = Callable[[WholeRequest, Visitor], Written | None]
"""Gives the answer to a request as it is written, None where it is to be waited for or asked otherwise."""

LATER: Final = 6
"""So many times longer than an idle connection lives one on which a request has begun to come."""
TURN: Final = WAITING_CONNECTIONS
"""Connections that are taken before the loop looks at others again: whose they are is known then."""
LOOK: Final = 1.0
"""Seconds between two looks for connections that have been idle for too long."""
AGAIN: Final = 1.0
"""Seconds after which connections are taken again when there was no room for more."""
_NO_ROOM: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


class Connections:
    """All open connections; at most `most`, beyond which the one that is idle for longest is closed.

    `refuse` gives the bytes of an answer for a status and who gets it, `answer` what needs no waiting; a
    first request has `seconds` to come, the next one `kept`, an answer `whole` to be taken.
    """

    def __init__(
        self,
        refuse: Callable[[int, Visitor], bytes],
        answer: Answers,
        most: int,
        seconds: float = 30,
        kept: float = 75,
        whole: float = 600,
    ) -> None:
        self.refuse = refuse
        self.answer = answer
        self.seconds = seconds
        self.kept = kept
        self.whole = whole
        self.leaving = False
        """Whether the server ends: a connection has its last answer then."""
        self.stopped = False
        """Whether the time of the server is over, and what was under way is cut."""
        self.untaken = 0
        """Bytes of answers that bare connections still have to write."""
        self._most = most
        self._busy: dict[Visitor, None] = {}
        self._idle: dict[Visitor, None] = {}
        self._beside: set[asyncio.Task[Any]] = set()
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
            server = await create_server(factory, **options)
            self._take_from(options["sock"], factory)
            self.beside(opened(server))
            self.beside(self._end_idle())
            return server

        return guarded

    def beside(self, work: Coroutine[Any, Any, _Result]) -> "asyncio.Task[_Result]":
        """Let something run beside all else."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        return task

    def _take_from(self, listener: socket.socket, factory: Callable[[], asyncio.Protocol]) -> None:
        """Take connections ourselves, in place of the server, which goes on to end when it is told to."""
        loop = asyncio.get_running_loop()
        descriptor = listener.fileno()

        def take() -> None:
            for _ in range(TURN):
                try:
                    client, address = listener.accept()
                except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                    return
                except OSError as error:
                    if error.errno not in _NO_ROOM:
                        raise
                    loop.remove_reader(descriptor)
                    loop.call_later(AGAIN, again)
                    return
                client.setblocking(False)
                BareConnection(factory, self, client, address)

        def again() -> None:
            if listener.fileno() == descriptor:
                loop.add_reader(descriptor, take)

        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
        loop.add_reader(descriptor, take)

    async def _end_idle(self) -> None:
        """End connections on which something has taken too long, where gunicorn does not know of them.

        When no request is under way the garbage is collected, too.
        """
        while True:
            await asyncio.sleep(LOOK)
            now = time.monotonic()
            for connection in (*self._idle, *self._busy):
                connection.look(now)
            if not self._busy:
                collect_when_quiet()

    def rest(self, connection: Visitor) -> None:
        """Count a connection as idle, now."""
        self.forget(connection)  # one that was idle already is now so for the shortest time
        self._idle[connection] = None
        if len(self) > self._most and len(self._idle) > 1:
            next(iter(self._idle)).close()

    def work(self, connection: Visitor) -> None:
        """Count a connection as busy."""
        self._idle.pop(connection, None)
        self._busy[connection] = None

    def forget(self, connection: Visitor) -> None:
        """Count a connection no longer."""
        self._idle.pop(connection, None)
        self._busy.pop(connection, None)

    def close_idle(self, seconds: float, begun: float) -> None:
        """Close those idle for some time since the end has `begun`; where a request has begun to come, later.

        What they were idle before does not count: their clients had no cause to ask sooner.
        """
        now = time.monotonic()
        for connection in list(self._idle):
            if now - max(connection.since, begun) >= seconds * (LATER if connection.heard else 1):
                connection.close()

    def cut(self) -> list[Visitor]:
        """Break all; returns those that were busy."""
        self.stopped = True
        busy = list(self._busy)
        for connection in (*busy, *self._idle):
            connection.abort()
        return busy
