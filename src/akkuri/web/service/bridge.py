"""WSGI on ASGI: whole bodies in, spooled answers out, and a thread only while the application works.

A slow client, at either end, holds a socket and perhaps a temporary file: no thread and no query process.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any, Final

from akkuri.ask.processes.attempt import Attempt
from akkuri.errors import AkkuriError, ClientGoneError, Refusal
from akkuri.scattered import Gathered
from akkuri.settings import Settings
from akkuri.texts import text
from akkuri.web.endpoint.quick import PATH, SHORT
from akkuri.web.http.client_address import client_address, trusted_networks
from akkuri.web.http.problems import status_of
from akkuri.web.service.access_log import AccessLog
from akkuri.web.service.connection import current_connection
from akkuri.web.service.connections import Visitor
from akkuri.web.service.disk import Disk
from akkuri.web.service.exchange import Exchange, Send
from akkuri.web.service.kept import Kept
from akkuri.web.service.long_reply import Means
from akkuri.web.service.refusals import refusal, worded
from akkuri.web.service.request_body import (
    BodyTooLargeError,
    BodyTooSlowError,
    Receive,
    SenderGoneError,
    taken_in,
)
from akkuri.web.service.request_head import head_fault, in_origin_form
from akkuri.web.service.spool import ReaderTooSlowError, Room, Spool, TooLargeError
from akkuri.web.service.threads import Call, Threads
from akkuri.web.service.under_way import UnderWay
from akkuri.web.service.wsgi import TOLD, Application, Reply, environ

__all__ = ["Bridge"]

ALIVE: Final = "/health/live"
"""What the loop itself answers once the application has: that it is alive, whatever the threads do."""
LEFT: Final = 499
"""What the access log and the numbers say in place of a status where the client left before it had one."""
QUICK: Final = 0.02
"""Seconds after which it is worth watching whether the client leaves."""
_LOG: Final = logging.getLogger("akkuri.web")


class Bridge:
    """An ASGI application that runs a WSGI application.

    `reserves` are threads of their own for paths that begin so; `kept` has answers ready; `pressed` says
    whether queries wait for a process; `on_cut` hears of every answer that is broken off, `on_end` of path
    and status of every request.
    """

    def __init__(
        self,
        application: Application,
        settings: Settings,
        threads: Threads,
        reserves: Mapping[str, Threads],
        kept: Kept,
        pressed: Callable[[], bool],
        on_cut: Callable[[], None],
        on_end: Callable[[str, int], None],
    ) -> None:
        self._application = application
        self._settings = settings
        self.log = AccessLog(settings.access_log, settings.access_log_queries == "yes")
        self._trusted = trusted_networks(settings.trusted_proxies)
        self._threads = threads
        self._reserves = dict(reserves)
        self._kept = kept
        self._alive: dict[str, Reply] = {}
        self._under_way = UnderWay()
        self._disk = Disk()
        self._room = Room(settings.spool_bytes)
        self._pressed = pressed
        self._on_cut = on_cut
        self.ended = on_end
        times = settings.stream_seconds, settings.stall_seconds
        self.means = Means(*times, self._spool, threads.run, pressed)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request (or the start and end of the server)."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            scope = in_origin_form(scope)
            connection = current_connection()
            exchange = Exchange(scope, receive, send, connection)
            with connection.request(f"{scope['method']} {scope['path']}"):
                try:
                    await self._handle(exchange)
                finally:
                    exchange.end()
                    _end(connection.attempt_begun())
                    if not exchange.entry.status:
                        exchange.entry.status, exchange.entry.cut = self.unanswered(connection)
                    self.ended(scope["path"], exchange.entry.status)
                    if self.log.wanted:
                        self.log.tell(exchange.entry)

    async def _handle(self, exchange: Exchange) -> None:
        try:
            exchange.entry.client = self.client(exchange.scope, exchange.header(b"x-forwarded-for") or "")
            fault = head_fault(exchange.scope)
            reply = self._found(exchange) if fault is None else self._refusal(exchange, *fault)
            if reply is None:
                key = self._kept.shared(exchange.scope)
                make, find = partial(self._reply, exchange), partial(self._found, exchange)
                reply = await (make() if key is None else self._under_way.reply(key, exchange, make, find))
        except (SenderGoneError, ClientGoneError):
            return
        except Exception as error:
            _LOG.exception("%s failed", exchange.connection.asked, exc_info=error)
            reply = self._refusal(exchange, 500, "internal")
        try:
            await self._answer(exchange, reply)
        finally:
            reply.close()

    def _found(self, exchange: Exchange) -> Reply | None:
        return self.found(exchange.scope, exchange.entry.told)

    def found(
        self, scope: dict[str, Any], told: dict[str, Any] | None = None, room: int | None = None
    ) -> Reply | None:
        """Return what is kept for a request, as `Kept.find`; `told` hears what the access log says of it."""
        if scope["path"] == ALIVE and (alive := self._alive.get(scope["method"])):
            return alive
        reply = self._kept.find(scope, room)
        if reply is not None and told is not None:
            told |= {**(reply.told or {}), "cache": "page"}
        return reply

    async def _reply(self, exchange: Exchange) -> Reply:
        """Take the request in and let the application answer; or say why not."""
        limits = self._settings
        threads = self._threads_for(exchange.scope["path"])
        body: IO[bytes] = BytesIO()
        size: int | None = None
        try:
            if threads.crowded:
                return self._refusal(exchange, 503, "crowded")
            if int(exchange.header(b"content-length") or 0) > limits.upload_bytes:
                raise BodyTooLargeError
            if exchange.has_body:
                body, size = await taken_in(exchange.receive, limits.upload_bytes, limits.request_seconds)
        except BodyTooLargeError:
            return self._refusal(exchange, 413, "body-too-large", limit=limits.upload_bytes)
        except BodyTooSlowError:
            return self._refusal(exchange, 408, "request-too-slow", seconds=f"{limits.request_seconds:g}")
        except OSError as error:
            _LOG.error("A request's body could not be kept: %s", error)
            return self._refusal(exchange, 503, "no-room")
        env = environ(exchange.scope, body, size)
        env["akkuri.client"] = exchange.entry.client
        if self.log.wanted:
            env["akkuri.request"] = exchange.entry.id
            env[TOLD] = exchange.entry.told
        reply = await self._called(exchange, env, threads)
        if exchange.scope["path"] == ALIVE and reply.whole is not None and reply.status == HTTPStatus.OK:
            self._alive[exchange.scope["method"]] = reply
        return reply

    def client(self, scope: dict[str, Any], forwarded: str) -> str:
        """Return whose request it is; `forwarded` is its X-Forwarded-For."""
        remote = str(scope["client"][0]) if scope.get("client") else ""
        return client_address(remote, forwarded, self._trusted)

    def keep(self, scope: dict[str, Any], reply: Reply, body: bytes) -> None:
        """Keep an answer that was made elsewhere, if it may be."""
        keep = self._kept.keep(scope)
        if keep is not None:
            keep(reply, body)

    def gathered(self, scope: dict[str, Any], reply: Reply) -> Gathered | None:
        """Return what keeps an answer that comes in pieces, if it may be."""
        keep = self._kept.keep(scope)
        return None if keep is None else Gathered(keep.largest, partial(keep, reply))

    def _threads_for(self, path: str) -> Threads:
        return next((own for start, own in self._reserves.items() if path.startswith(start)), self._threads)

    def _refusal(self, exchange: Exchange, status: int, code: str, **params: Any) -> Reply:
        entry = exchange.entry
        entry.told["problem"] = code
        name = entry.id if self.log.wanted else ""
        return refusal(self._settings.base, exchange.language, status, code, name, **params)

    async def _called(self, exchange: Exchange, env: dict[str, Any], threads: Threads) -> Reply:
        """Wait until the application has given the head of its answer."""
        keep = self._kept.keep(exchange.scope)
        attempt = exchange.connection.attempt_begun()
        asked = Call(self._application, env, exchange.gone, self._spool, keep, attempt)
        tried = attempt is not None or not _is_small_query(env) or not exchange.connection.alone
        if not tried and asked.at_once():
            return asked.head.result()
        threads.run(exchange.entry.client, asked.run)
        try:
            await asyncio.wait([asked.head], timeout=QUICK)
            if not asked.head.done():
                waiting: list[asyncio.Future[Any]] = [asked.head, exchange.watch()]
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if not asked.head.done():
                raise ClientGoneError
        finally:
            asked.forget()
        return asked.head.result()

    def _spool(self, loop: asyncio.AbstractEventLoop) -> Spool:
        return Spool(loop, self._disk, self._room, self._settings.query_seconds, self._pressed)

    async def _answer(self, exchange: Exchange, reply: Reply) -> None:
        """Send a reply within the time for it; break it off visibly when that cannot be."""
        limits = self._settings
        try:
            if reply.spool is not None:
                exchange.watch()
                if exchange.scope["http_version"] == "1.0" and reply.header("content-length") is None:
                    reply = await self._gathered(exchange, reply, reply.spool)
            await exchange.answer(reply, limits.stream_seconds, limits.stall_seconds, self._disk)
            if reply.final:
                exchange.connection.linger()
        except (TimeoutError, ReaderTooSlowError) as error:
            await self._cut(exchange, error)
        except (AkkuriError, OSError) as error:
            if exchange.gone.is_set():
                exchange.entry.cut = self.gone(exchange.connection)
            else:
                await self._cut(exchange, error)
        except Exception as error:
            await self._cut(exchange, error)

    async def _gathered(self, exchange: Exchange, reply: Reply, spool: Spool) -> Reply:
        """Wait for all of an answer: in HTTP/1.0, without its length, a broken one would look whole."""
        base, lang = self._settings.base, exchange.language
        try:
            length = await spool.whole()
        except Refusal as error:
            return worded(base, lang, status_of(error), error.kind, error.sentence(lang))
        except TooLargeError:
            return self._refusal(exchange, 503, "no-room")
        return Reply(reply.status, [*reply.headers, ("Content-Length", str(length))], spool=spool)

    def gone(self, visitor: Visitor) -> str:
        """Say why an answer ended for which nobody waits any more; where the server ends it counts as cut."""
        if not visitor.stopped:
            return text(self._settings.lang, "endpoint.reader-left")
        self._on_cut()
        return text(self._settings.lang, "endpoint.server-stopped")

    def unanswered(self, visitor: Visitor) -> tuple[int, str]:
        """Return what is told in place of a status where there was no answer, and why."""
        return HTTPStatus.SERVICE_UNAVAILABLE if visitor.stopped else LEFT, self.gone(visitor)

    async def _cut(self, exchange: Exchange, error: Exception) -> None:
        exchange.entry.cut = self.cut(error, exchange.connection.asked)
        await exchange.connection.broken()

    def cut(self, error: Exception, asked: str) -> str:
        """Say, and return, why the answer to what was asked is broken off."""
        reason = str(error)
        if isinstance(error, TimeoutError | ReaderTooSlowError):
            reason = text(self._settings.lang, "endpoint.reader-too-slow")
        elif not isinstance(error, AkkuriError | OSError):
            _LOG.exception("%s failed", asked, exc_info=error)
            reason = text(self._settings.lang, "endpoint.internal")
        _LOG.warning("An answer was cut off (%s): %s", asked, reason)
        self._on_cut()
        return reason


def _end(attempt: Attempt | None) -> None:
    if attempt is not None:
        attempt.end()


def _is_small_query(env: dict[str, Any]) -> bool:
    """Say whether a request is a short query, which may take less time than a thread to begin."""
    if env["PATH_INFO"] != PATH:
        return False
    if env["REQUEST_METHOD"] == "POST":
        return int(env.get("CONTENT_LENGTH", SHORT)) < SHORT
    return len(env["QUERY_STRING"]) < SHORT and "query=" in env["QUERY_STRING"]


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return
