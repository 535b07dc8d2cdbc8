"""Answers that need no waiting: what is kept, and queries that take a moment, written as soon as asked.

They come neither to gunicorn nor to Flask. What is no plain request, or has no such answer, goes on to them.
"""

import asyncio
import time
from collections.abc import Callable
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from akkuri.ask.processes.attempt import Attempt
from akkuri.web.endpoint.quick import PATH, Answered, QuickQueries
from akkuri.web.service.access_log import AccessEntry
from akkuri.web.service.bridge import Bridge
from akkuri.web.service.visitor import Visitor
from akkuri.web.service.whole_request import WholeRequest
from akkuri.web.service.wsgi import Reply

__all__ = ["AtOnce"]

MOMENT: Final = 1
"""Milliseconds that a question is waited for before all else, where nothing else is under way."""
IN_TURN: Final = 4
"""Questions that are so waited for each time the loop comes round."""
_STATUS: Final = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()
    for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
}


class AtOnce:
    """Answers requests from what the bridge keeps, and by `queries`."""

    def __init__(self, bridge: Bridge, queries: QuickQueries) -> None:
        self._bridge = bridge
        self._queries = queries
        self._in_turn = 0
        self._second = 0
        self._date = b""

    def answer(self, request: WholeRequest, visitor: Visitor) -> bytes | None:
        """Return the answer to a request as it is written; None where it goes the usual way."""
        bridge = self._bridge
        scope = request.scope(visitor.server, visitor.client)
        entry = AccessEntry(scope) if bridge.log.wanted else None
        told = entry.told if entry is not None else None
        reply = bridge.found(scope, told)
        if reply is None:
            client = visitor.whose = bridge.client(scope, request.fields.forwarded)
            if request.path != PATH or request.method == "HEAD":
                return None
            stale = visitor.attempt_begun()
            if stale is not None:
                stale.end()
            attempt = visitor.attempt = Attempt(self._moment(visitor))
            asked = self._queries.asked(scope, request.fields.names, request.body, attempt, client, told)
            if asked is None:
                return None
            visitor.go_on = partial(self._go_on, request, visitor, scope, entry, asked)
            return visitor.go_on()
        return self._given(reply, request, visitor, scope, entry)

    def _go_on(
        self,
        request: WholeRequest,
        visitor: Visitor,
        scope: dict[str, Any],
        entry: AccessEntry | None,
        asked: Callable[[], Answered | None],
    ) -> bytes | None:
        """Return the answer to a query if it is there; this is called again when it has come."""
        found = asked()
        if found is None:
            return None
        visitor.attempt_begun()
        reply = Reply(200, found[0], whole=found[1], told=entry.told if entry is not None else None)
        self._bridge.keep(scope, reply, found[1])
        return self._given(reply, request, visitor, scope, entry)

    def _given(
        self,
        reply: Reply,
        request: WholeRequest,
        visitor: Visitor,
        scope: dict[str, Any],
        entry: AccessEntry | None,
    ) -> bytes | None:
        """Write a reply and tell of it; None where it cannot be written at once."""
        bridge = self._bridge
        if reply.status not in _STATUS or reply.whole is None or len(reply.whole) > visitor.room:
            visitor.whose = bridge.client(scope, request.fields.forwarded)
            return None
        bridge.ended(scope["path"], reply.status)
        if entry is not None:
            entry.client = bridge.client(scope, request.fields.forwarded)
            entry.status, entry.size = reply.status, len(reply.whole)
            bridge.log.tell(entry)
        return self._written(reply, visitor.last(request))

    def _moment(self, visitor: Visitor) -> int:
        """Return how long a question may hold the loop: not at all where others wait for it."""
        if not self._in_turn:
            asyncio.get_running_loop().call_soon(self._next_turn)
        self._in_turn += 1
        return MOMENT if visitor.quiet and self._in_turn <= IN_TURN else 0

    def _next_turn(self) -> None:
        self._in_turn = 0

    def _written(self, reply: Reply, last: bool) -> bytes:
        now = int(time.time())
        if now != self._second:
            self._second = now
            self._date = f"Server: gunicorn/asgi\r\nDate: {formatdate(now, usegmt=True)}\r\n".encode()
        end = b"Connection: close\r\n\r\n" if last else b"\r\n"
        return b"".join((_STATUS[reply.status], reply.header_lines(), self._date, end, reply.whole or b""))
