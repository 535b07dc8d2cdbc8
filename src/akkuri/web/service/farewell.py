"""The end of a web process that takes no more connections: what is under way may finish, in its time."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from akkuri.ask.processes.ending import Ending
from akkuri.web.service.connections import Connection, Connections

__all__ = ["farewell"]

LOOK: Final = 0.05


async def farewell(
    server: asyncio.Server,
    connections: Connections,
    ending: Ending,
    closed: Callable[[], None],
    cut: Callable[[list[Connection]], None],
) -> None:
    """Wait until a server has stopped listening, call `closed`, then see its connections off.

    Those whose answers are not ready when the time is over are broken, and given to `cut`.
    """
    while server.is_serving():
        await asyncio.sleep(LOOK)
    closed()
    while len(connections):
        connections.close_idle(ending.idle)
        if time.monotonic() >= ending.limit:
            late = connections.cut()
            if late:
                cut(late)
            return
        await asyncio.sleep(LOOK)
