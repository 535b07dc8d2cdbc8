"""Answers that are written as soon as they are there: what is kept, and those of queries.

They come neither to gunicorn nor to Flask. What is no plain request, or has no such answer, goes on to them.
"""

import asyncio
import time
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Final

from akkuri.ask.processes.attempt import Attempt
from akkuri.errors import ClientGoneError
from akkuri.scattered import Gathered
from akkuri.web.endpoint.begun import Begun, LongAnswer
from akkuri.web.endpoint.quick import PATH, QuickQueries
from akkuri.web.service.access_log import AccessEntry
from akkuri.web.service.bridge import Bridge
from akkuri.web.service.connections import Visitor, Written
from akkuri.web.service.long_reply import LongReply
from akkuri.web.service.whole_request import WholeRequest
from akkuri.web.service.wsgi import Reply

__all__ = ["AtOnce"]

MOMENT: Final = 1
"""Milliseconds that a question is waited for before all else, where nothing else is under way."""
IN_TURN: Final = 4
"""Questions that are so waited for each time the loop comes round."""
APART: Final = 16 * 1024
"""Bytes of a body that is not copied behind its head."""
_STATUS: Final = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()
    for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
}


class AtOnce:
    """Answers requests from what the bridge keeps, and by `queries`."""

    def __init__(self, bridge: Bridge, queries: QuickQueries) -> None:
        self._bridge = bridge
        self._queries = queries
        self.keep = bridge.keep
        self._in_turn = 0
        self._second = 0
        self._date = b""

    def answer(self, request: WholeRequest, visitor: Visitor) -> Written | None:
        """Return the answer to a request as it is written; None where it goes the usual way."""
        bridge = self._bridge
        scope = request.scope(visitor.server, visitor.client)
        entry = AccessEntry(scope) if bridge.log.wanted else None
        told = entry.told if entry is not None else None
        reply = bridge.found(scope, told, visitor.room)
        if reply is None:
            client = visitor.whose = bridge.client(scope, request.fields.forwarded)
            if request.path != PATH or request.method == "HEAD":
                return None
            stale = visitor.attempt_begun()
            if stale is not None:
                stale.end()
            attempt = visitor.attempt = Attempt(self._moment(visitor))
            begun = self._queries.asked(scope, request.fields.names, request.body, attempt, client, told)
            if begun is None:
                return None
            visitor.waited = _Waited(self, begun, request, visitor, scope, entry)
            return visitor.waited.whole()
        return self.given(reply, request, visitor, scope, entry)

    def given(
        self,
        reply: Reply,
        request: WholeRequest,
        visitor: Visitor,
        scope: dict[str, Any],
        entry: AccessEntry | None,
    ) -> Written | None:
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
        head = self._head(reply, last=visitor.last(request))
        return (head + reply.whole,) if len(reply.whole) < APART else (head, reply.whole)

    def long(
        self,
        answer: LongAnswer,
        request: WholeRequest,
        visitor: Visitor,
        scope: dict[str, Any],
        entry: AccessEntry | None,
    ) -> LongReply:
        """Return what sends an answer as it is made, and tells of it then."""
        bridge = self._bridge

        def sent(size: int, cut: Exception | None) -> None:
            bridge.ended(scope["path"], HTTPStatus.OK)
            reason = ""
            if cut is not None:
                left = isinstance(cut, ClientGoneError)
                reason = bridge.gone(visitor) if left else bridge.cut(cut, f"{request.method} {request.path}")
            if entry is not None:
                entry.client, entry.status, entry.size, entry.cut = visitor.whose, HTTPStatus.OK, size, reason
                bridge.log.tell(entry)

        head = Reply(HTTPStatus.OK, [*answer.headers, ("Transfer-Encoding", "chunked")])
        gathered: Gathered | None = None
        if answer.encoding:  # else all of it passes the cache of answers, and not all of it a thread
            told = entry.told if entry is not None else None
            gathered = bridge.gathered(scope, Reply(HTTPStatus.OK, answer.headers, told=told))
        written = self._head(head, last=visitor.last(request))
        return LongReply(written, answer, visitor.whose, bridge.means, sent, gathered)

    def left(self, visitor: Visitor, scope: dict[str, Any], entry: AccessEntry | None) -> None:
        """Tell of a request whose client left before its answer."""
        bridge = self._bridge
        status, reason = bridge.unanswered(visitor)
        bridge.ended(scope["path"], status)
        if entry is not None:
            entry.client, entry.status, entry.cut = visitor.whose, status, reason
            bridge.log.tell(entry)

    def end(self) -> None:
        """Let the access log come to its end."""
        self._bridge.log.end()

    def _moment(self, visitor: Visitor) -> int:
        """Return how long a question may hold the loop: not at all where others wait for it."""
        if not self._in_turn:
            asyncio.get_running_loop().call_soon(self._next_turn)
        self._in_turn += 1
        return MOMENT if visitor.quiet and self._in_turn <= IN_TURN else 0

    def _next_turn(self) -> None:
        self._in_turn = 0

    def _head(self, reply: Reply, *, last: bool) -> bytes:
        now = int(time.time())
        if now != self._second:
            self._second = now
            self._date = f"Server: gunicorn/asgi\r\nDate: {formatdate(now, usegmt=True)}\r\n".encode()
        end = b"Connection: close\r\n\r\n" if last else b"\r\n"
        return b"".join((_STATUS[reply.status], reply.header_lines(), self._date, end))


@dataclass(frozen=True, slots=True)
class _Waited:
    """A query that is waited for."""

    at_once: AtOnce
    begun: Begun
    request: WholeRequest
    visitor: Visitor
    scope: dict[str, Any]
    entry: AccessEntry | None

    def whole(self) -> Written | None:
        """Return the answer as it is written if it is there."""
        found = self.begun.whole()
        if found is None:
            return None
        self.visitor.attempt_begun()
        told = self.entry.told if self.entry is not None else None
        reply = Reply(HTTPStatus.OK, found[0], whole=found[1], told=told)
        self.at_once.keep(self.scope, reply, found[1])
        written = self.at_once.given(reply, self.request, self.visitor, self.scope, self.entry)
        if written is not None:  # else others give it, and count it
            self.begun.answered()
        return written

    def long(self) -> LongReply | None:
        """Return what sends the answer of which much is there."""
        found = self.begun.long()
        if found is None:
            return None
        self.visitor.attempt_begun()
        self.begun.answered()
        return self.at_once.long(found, self.request, self.visitor, self.scope, self.entry)

    def left(self) -> None:
        """Count it, and tell that nobody waits for it any more."""
        if not self.visitor.stopped:
            self.begun.left()
        self.at_once.left(self.visitor, self.scope, self.entry)
