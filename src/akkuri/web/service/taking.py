"""How new connections are taken from the listening socket.

They are taken here, so that a request that has its answer at once costs no more than reading and writing it
(`web.service.bare`).
"""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

from akkuri.system import WAITING_CONNECTIONS
from akkuri.web.service.bare import BareConnection
from akkuri.web.service.connections import Connections

__all__ = ["taking"]

TURN: Final = WAITING_CONNECTIONS
"""Connections that are taken before the loop looks at others again: whose they are is known then."""
AGAIN: Final = 1.0
"""Seconds after which connections are taken again when there was no room for more."""
_NO_ROOM: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def taking(
    connections: Connections,
    create_server: Callable[..., Awaitable[asyncio.Server]],
    opened: Callable[[asyncio.Server], Coroutine[Any, Any, None]],
) -> Callable[..., Any]:
    """Return a `create_server` (asyncio) whose protocols stand behind our connections.

    `opened` runs beside each server from its beginning.
    """

    async def guarded(factory: Callable[[], asyncio.Protocol], **options: Any) -> asyncio.Server:
        options["backlog"] = WAITING_CONNECTIONS
        server = await create_server(factory, **options)
        _take_from(options["sock"], factory, connections)
        connections.beside(opened(server))
        connections.beside(connections.end_idle())
        return server

    return guarded


def _take_from(
    listener: socket.socket, factory: Callable[[], asyncio.Protocol], connections: Connections
) -> None:
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
            BareConnection(factory, connections, client, address)

    def again() -> None:
        if listener.fileno() == descriptor:
            loop.add_reader(descriptor, take)

    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
    loop.add_reader(descriptor, take)
