"""One request under way: what was asked, whether its client is still there, and sending the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from threading import Event
from typing import Any

from akkuri.errors import ClientGoneError
from akkuri.web.page.i18n import accepted_language
from akkuri.web.service.access_log import AccessEntry
from akkuri.web.service.connection import AT_ONCE, Connection
from akkuri.web.service.disk import Disk
from akkuri.web.service.pace import PIECE, Pace
from akkuri.web.service.request_body import Receive
from akkuri.web.service.wsgi import Reply

__all__ = ["Exchange", "Send"]

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Exchange:
    """A request and its answer on one connection."""

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send, connection: Connection) -> None:
        self.scope = scope
        self.receive = receive
        self.connection = connection
        self.gone = Event()
        """Set when nobody waits for the answer any more."""
        self.watcher: asyncio.Task[None] | None = None
        self.entry = AccessEntry(scope, started=connection.began_at())
        """What the access log says of it."""
        self._to_network = send

    async def _send(self, message: dict[str, Any]) -> None:
        self.connection.begins |= message["type"] == "http.response.start"
        self.entry.status = message.get("status", self.entry.status)
        self.entry.size += len(message.get("body", b""))
        await self._to_network(message)

    @property
    def language(self) -> str:
        """The language of what the server says by itself."""
        return accepted_language(self.header(b"accept-language"))

    @property
    def has_body(self) -> bool:
        """Whether the request announces a body."""
        return self.header(b"content-length") is not None or self.header(b"transfer-encoding") is not None

    def header(self, name: bytes) -> str | None:
        """Return a header of the request by its name in small letters."""
        return next((value.decode("latin-1") for key, value in self.scope["headers"] if key == name), None)

    def watch(self) -> "asyncio.Task[None]":
        """Notice from now on when the client leaves; the body must have been taken in."""
        if self.watcher is None:
            self.watcher = asyncio.create_task(self._watch())
        return self.watcher

    def end(self) -> None:
        """Let go of everything that still works on the answer."""
        self.gone.set()
        self.connection.answering = False
        if self.watcher is not None:
            self.watcher.cancel()

    async def answer(self, reply: Reply, seconds: float, stall: float, disk: Disk) -> None:
        """Send a reply in so many seconds, each piece of it within the time for a stall.

        Raises TimeoutError, ClientGoneError, and what the making of the rest of the answer raised.
        """
        if reply.whole is not None and len(reply.whole) <= AT_ONCE and not self.connection.writing:
            await self._at_once(reply, reply.whole)
            return
        async with asyncio.timeout(seconds) as clock:
            pace = Pace(clock, stall)
            self.connection.answering = True
            await self._send(
                {"type": "http.response.start", "status": reply.status, "headers": reply.raw_headers()}
            )
            last = b""
            if reply.whole is not None and len(reply.whole) <= PIECE:
                last = reply.whole
            else:
                self.watch()
                async for found in _pieces(reply, disk):
                    for at in range(0, len(found), PIECE):
                        await self._piece(found[at : at + PIECE], pace)
            pace.hurry()
            await self._send({"type": "http.response.body", "body": last})
            self.connection.answering = False

    async def _at_once(self, reply: Reply, body: bytes) -> None:
        """Send what the transport takes without waiting, so that no clock is needed."""
        self.connection.answering = True
        await self._send(
            {"type": "http.response.start", "status": reply.status, "headers": reply.raw_headers()}
        )
        await self._send({"type": "http.response.body", "body": body})
        self.connection.answering = False

    async def _piece(self, body: bytes, pace: Pace) -> None:
        pace.hurry()
        await self._send({"type": "http.response.body", "body": body, "more_body": True})
        pace.rest()
        if self.gone.is_set():
            raise ClientGoneError

    async def _watch(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.gone.set()


async def _pieces(reply: Reply, disk: Disk) -> Any:
    """Give the body of a reply as it comes."""
    if reply.whole is not None:
        yield reply.whole
        return
    while True:
        if reply.spool is not None:
            found = await reply.spool.get()
        elif reply.file is not None:
            found = await disk.read(reply.file.read)
        else:
            return
        if not found:
            return
        yield found
