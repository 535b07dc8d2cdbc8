"""Several requests for the same thing at once: one is worked on, the others wait for what is kept of it."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

from akkuri.errors import ClientGoneError
from akkuri.web.service.exchange import Exchange
from akkuri.web.service.request_body import SenderGoneError
from akkuri.web.service.wsgi import Reply

__all__ = ["UnderWay"]

Make = Callable[[], Awaitable[Reply]]
Find = Callable[[], Reply | None]


class UnderWay:
    """What is being made, by what it will be kept by. Who waits holds a socket and no thread."""

    def __init__(self) -> None:
        self._made: dict[Hashable, asyncio.Future[bool]] = {}

    async def reply(self, key: Hashable, exchange: Exchange, make: Make, find: Find) -> Reply:
        """Make a reply, or wait for one who makes it and find what was kept.

        Who finds nothing makes its own: at once where the first was answered, as then none is kept of this;
        where the first has left, one after another. Raises ClientGoneError when the client of `exchange`
        leaves, and as `make`.
        """
        while (first := self._made.get(key)) is not None:
            waiting: list[asyncio.Future[Any]] = [first, exchange.watch()]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if not first.done():
                raise ClientGoneError
            kept = find()
            if kept is not None:
                return kept
            if first.result():
                return await make()
        mine = self._made[key] = asyncio.get_running_loop().create_future()
        answered = True
        try:
            return await make()
        except (ClientGoneError, SenderGoneError):
            answered = False
            raise
        finally:
            del self._made[key]
            mine.set_result(answered)
