"""The end of a web process that takes no more connections: what is under way may finish, in its time."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from akkuri.ask.processes.ending import Ending
from akkuri.web.service.connections import Connections, Visitor

__all__ = ["farewell"]

LOOK: Final = 0.05
LAST: Final = 2.0
"""Seconds that those have who answered what was cut, to tell of it."""


async def farewell(
    server: asyncio.Server,
    connections: Connections,
    ending: Ending,
    closed: Callable[[], None],
    cut: Callable[[list[Visitor]], None],
) -> None:
    """Stop listening when told to end, or when the server stopped by itself, and see the connections off.

    Calls `closed` when no more are taken. Those whose answers are not ready in time are broken, and given to
    `cut`.
    """
    while server.is_serving() and not ending.begun:
        await asyncio.sleep(LOOK)
    connections.leaving = True
    begun = time.monotonic()
    server.close()
    closed()
    try:
        await asyncio.sleep(LOOK)  # what was accepted last must have become a connection
        while len(connections) and time.monotonic() < ending.limit:
            connections.close_idle(ending.idle, begun)
            await asyncio.sleep(LOOK)
    finally:  # also when the worker is asked to end at once
        late = connections.cut()
        if late:
            cut(late)
        end = time.monotonic() + LAST
        while len(connections) and time.monotonic() < end:  # those who answered say how it ended
            await asyncio.sleep(LOOK)
