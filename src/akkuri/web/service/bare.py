"""A connection that is no more than a socket: requests that need nothing else are read and answered on it.

A question that takes longer than a moment is waited for beside others, without a thread; an answer that its
reader does not take at once is written as it is taken, a long one as it is made. Any other request goes,
with the connection, to gunicorn and what stands behind it.
"""

import asyncio
import logging
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from akkuri.ask.processes.connection import LOOK, Arrival
from akkuri.scattered import Scattered, left_of, scattered
from akkuri.web.endpoint.begun import PACKED
from akkuri.web.service.admission import is_urgent
from akkuri.web.service.connection import Connection, reset
from akkuri.web.service.connections import Connections, Visitor, Written
from akkuri.web.service.long_reply import LongReply
from akkuri.web.service.whole_request import WholeRequest, whole_request

__all__ = ["BareConnection"]

_LOG: Final = logging.getLogger("akkuri.web")
READ: Final = 64 * 1024
"""Bytes that are read at once."""
LARGEST: Final = 1024 * 1024
"""Bytes of an answer that is written here."""
UNTAKEN: Final = 32 * 1024 * 1024
"""Bytes that readers have not taken yet, beyond which only what they take at once is written here."""
BEGINNING: Final = 192 * 1024
"""Bytes with which an answer begins that has been waited for longer than `PATIENCE`."""
PATIENCE: Final = 0.15
"""Seconds for which a whole answer is waited for where there is the beginning of one."""


class BareConnection(Visitor):
    """Answers at once, or becomes a `Connection` of the protocol that `make_inner` makes."""

    def __init__(
        self,
        make_inner: Callable[[], asyncio.Protocol],
        all_: Connections,
        client: socket.socket,
        address: Any,
    ) -> None:
        super().__init__(all_, (address[0], address[1]))
        self._make_inner = make_inner
        self._socket = client
        self._loop = asyncio.get_running_loop()
        self._open = True
        self._going: bytes | None = None
        """What has come, while it waits for its turn to be handed over."""
        self._let_in = False
        self._server: tuple[str, int] | None = None
        self._asked: tuple[WholeRequest, bytes] | None = None
        """The request that is waited for, and its bytes."""
        self._source = -1
        """The file on which its answer comes."""
        self._timer: asyncio.TimerHandle | None = None
        self._rest: Scattered = []
        self._last = False
        self._most = 0
        """Bytes of an answer beyond which it is not waited for as a whole."""
        self._long = False
        """Whether the beginning of an answer may be sent before there is more."""
        self._sending: asyncio.Task[bool] | None = None
        """The answer that is sent as it is made."""
        all_.work(self)  # it is not idle while it waits to be let in
        all_.admission.ask(self.whose, self._begin)

    def _begin(self) -> None:
        if not self._open:
            return
        self._let_in = True
        self._all.rest(self)
        self._do(self._read)
        if self._open and not self._rest and self._going is None:
            self._loop.add_reader(self._socket.fileno(), self._do, self._read)

    @property
    def server(self) -> tuple[str, int]:
        """Address and port of this side."""
        if self._server is None:
            name = self._socket.getsockname()
            self._server = name[0], name[1]
        return self._server

    @property
    def room(self) -> int:
        """Bytes of an answer that it takes at once, or in so little time that they can wait here."""
        return LARGEST if self._all.untaken < UNTAKEN else READ // 2

    def _do(self, work: Callable[[], None]) -> None:
        """Do something for the loop; where it fails, break off: it would be called again without end."""
        try:
            work()
        except Exception as error:
            _LOG.exception("%s failed", self.asked, exc_info=error)
            self.abort()

    def _read(self) -> None:
        try:
            data = self._socket.recv(READ)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._leave()
        elif self._sending is not None:
            self._early += data
            if len(self._early) > READ:  # who asks so much before reading waits
                self._loop.remove_reader(self._socket.fileno())
        elif self._asked is not None:
            self._hand_over(self._asked[1] + data, plain=False)
        else:
            self._hear(data)

    def _hear(self, data: bytes) -> None:
        data, self._early = self._early + data, b""
        if self.began is None:
            self.began = time.monotonic()
        request = whole_request(data)
        if request is None:
            self._hand_over(data, plain=False)
        elif request.lacking:
            self._wait_for_rest(data)
        else:
            self._answer(request, data)

    def _answer(self, request: WholeRequest, data: bytes) -> None:
        """Write the answer to a request, wait for it, or let others give it."""
        answer = self._all.answer(request, self)
        if answer is not None:
            self._give(request, answer)
        elif self.attempt is not None and self.attempt.descriptor >= 0:
            self._asked = request, data
            room = self.room
            self._most = min(PACKED, room) if request.fields.encodings else room
            self._long = room == LARGEST
            self.asked, self.since = f"{request.method} {request.path}", time.monotonic()
            self._all.work(self)
            self._source = self.attempt.descriptor
            self._loop.add_reader(self._source, self._do, self._arrived)
            self._timer = self._loop.call_later(LOOK, self._do, self._look_after)
        else:
            self._hand_over(data)

    def _give(self, request: WholeRequest, answer: Written) -> None:
        self._answered(request)
        self._last = self.last(request)
        self._rest = scattered(answer)
        self._all.untaken += sum(map(len, answer))
        self._write()

    def _arrived(self) -> None:
        """Look whether the answer that is waited for is there."""
        if self._asked is None or self.attempt is None:
            self._stop_waiting()
        else:
            self._go_on(*self._asked, self.attempt.arrived(self._most))

    def _go_on(self, request: WholeRequest, data: bytes, arrival: Arrival) -> None:
        if arrival is Arrival.PART:
            return
        source, waited = self._source, self.waited
        self._stop_waiting()  # before the process is given back, or ends
        answer: Written | LongReply | None = None
        if waited is not None and arrival is Arrival.WHOLE:
            answer = waited.whole()
        elif waited is not None and arrival is Arrival.MUCH and self._long:
            answer = waited.long()
        if isinstance(answer, LongReply):
            sent = answer
            self._sending = self._all.beside(answer.send(self._socket, source))
            self._sending.add_done_callback(lambda task: self._do(partial(self._sent, request, sent, task)))
        elif answer is not None:
            self._give(request, answer)
        else:
            self._hand_over(data)

    def _look_after(self) -> None:
        """Wait on for an answer unless that passes a limit, which others tell of."""
        if self._asked is None or self.attempt is None:
            self._stop_waiting()
        elif self.attempt.over:
            self._hand_over(self._asked[1])
        else:
            self._timer = self._loop.call_later(LOOK, self._do, self._look_after)
            if self._long and time.monotonic() - self.since > PATIENCE:
                self._most = min(self._most, BEGINNING)
                if self.attempt.size > self._most:
                    self._go_on(*self._asked, Arrival.MUCH)

    def _sent(self, request: WholeRequest, answer: LongReply, task: "asyncio.Task[bool]") -> None:
        """Listen again when an answer has been sent; break off where it has no end."""
        self._sending = None
        try:
            answer.end()
        finally:
            if not self._open:
                self._end()
        if self._open and (task.cancelled() or not task.result()):
            self.abort()
        elif self._open:
            self._answered(request)
            early, self._early = self._early, b""
            self._loop.add_reader(self._socket.fileno(), self._do, self._read)
            if self.last(request):
                self._leave()
            elif early:
                self._do(lambda: self._hear(early))

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._source >= 0:
            self._loop.remove_reader(self._source)
            self._source = -1
        self._asked = None

    def _write(self) -> None:
        """Write what the network takes of an answer, and the rest when it takes more."""
        try:
            sent = self._socket.sendmsg(self._rest)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:
            self._leave()
            return
        self._all.untaken -= sent
        self._rest = left_of(self._rest, sent)
        if self._rest:
            self._all.work(self)
            self._loop.remove_reader(self._socket.fileno())
            self._loop.add_writer(self._socket.fileno(), self._do, self._write_on)
        elif self._last:
            self._leave()

    def _write_on(self) -> None:
        self._write()
        if self._open and not self._rest:
            self.since = time.monotonic()
            self._loop.remove_writer(self._socket.fileno())
            self._loop.add_reader(self._socket.fileno(), self._do, self._read)
            self._all.rest(self)

    def _hand_over(self, early: bytes, *, plain: bool = True) -> None:
        """Go on with a transport of asyncio when it is its turn.

        `early` is what has come, `plain` whether it is one request.
        """
        self._stop_waiting()
        self._loop.remove_reader(self._socket.fileno())
        self._early, self.heard, self._going = b"", True, early
        self.since = time.monotonic()
        self._all.work(self)
        self._all.admission.ask(self.whose, lambda: self._go_over(early, plain), urgent=is_urgent(early))

    def _go_over(self, early: bytes, plain: bool) -> None:
        if not self._open:
            return
        self._open = False
        self._all.forget(self)
        connection = Connection(self._make_inner, self._all, self.client, early, plain=plain)
        connection.attempt, connection.whose = self.attempt_begun(), self.whose
        connection.began = self.began
        self._all.work(connection)

        async def go_on() -> None:
            try:
                await self._loop.connect_accepted_socket(lambda: connection, self._socket)
            except OSError:
                self._socket.close()
                connection.connection_lost(None)

        self._all.beside(go_on())

    def _leave(self) -> None:
        """End; nobody waits for what was begun."""
        if not self._open:
            return
        if self._asked is not None and self.waited is not None:
            self.waited.left()
        self._stop_waiting()
        self._open = False
        attempt = self.attempt_begun()
        if attempt is not None:
            attempt.end()
        if self._sending is not None:
            self._sending.cancel()  # and then the socket is closed
        else:
            self._end()

    def _end(self) -> None:
        self._all.untaken -= sum(map(len, self._rest))
        self._rest = []
        self._loop.remove_reader(self._socket.fileno())
        self._loop.remove_writer(self._socket.fileno())
        self._socket.close()
        self._all.forget(self)

    def close(self) -> None:
        """End; what has been written is still sent."""
        self._leave()

    def abort(self) -> None:
        """Break off with a reset."""
        if self._open:
            reset(self._socket)
            self._leave()

    def _turn_away(self) -> None:
        """Say, where something was asked, that there was no turn for it."""
        with suppress(OSError):
            data = self._socket.recv(READ) if self._going is None else self._going
            if data:
                self.line = data.partition(b"\r\n")[0]
                self._socket.send(self._all.refuse(503, self))
        self._leave()

    def look(self, now: float) -> None:
        """End when it has been idle or read too slowly for too long; wait for half a request no longer."""
        idle = now - self.since
        if not self._open or self._sending is not None:
            return
        if not self._let_in or self._going is not None:
            if idle >= self._all.seconds:
                self._turn_away()
        elif self._early:
            self._hand_over(self._early, plain=False)
        elif self._rest:
            if idle >= self._all.whole:
                self.abort()
        elif self._asked is None and idle >= (self._all.kept if self.asked else self._all.seconds):
            self._leave()
