"""Who has a connection to the server, and all connections: how many there are, and which are idle."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol, TypeVar

from akkuri.ask.processes.attempt import Attempt
from akkuri.garbage import collect_when_quiet
from akkuri.web.service.admission import Admission
from akkuri.web.service.long_reply import LongReply
from akkuri.web.service.whole_request import WholeRequest

__all__ = ["Connections", "Visitor", "Waited", "Written"]

_Result = TypeVar("_Result")
Written = tuple[bytes, ...]
"""An answer as it is written, in one part or several."""
LATER: Final = 6
"""So many times longer than an idle connection lives one on which a request has begun to come."""
LOOK: Final = 1.0
"""Seconds between two looks for connections that have been idle for too long."""


class Waited(Protocol):
    """An answer that is waited for; None where the request goes the usual way."""

    def whole(self) -> Written | None:
        """Return all of it as it is written."""

    def long(self) -> LongReply | None:
        """Return what sends it as it is made."""

    def left(self) -> None:
        """Tell that nobody waits for it any more."""


class Visitor(ABC):
    """A connection, in whichever form."""

    def __init__(self, all_: "Connections", client: tuple[str, int]) -> None:
        self._all = all_
        self.client = client
        """Address and port of the other side."""
        self.whose = client[0]
        """Who asks, where trusted proxies stand between."""
        self.since = time.monotonic()
        """When it became idle or busy."""
        self.began: float | None = None
        """When the request that has no answer yet began to come."""
        self.heard = False
        """Whether something has come that is no request yet."""
        self.line = b""
        """The first line of what came last, as far as it has come, where others read it."""
        self.asked = ""
        """Method and path of the last request."""
        self.attempt: Attempt | None = None
        """What was begun at once of the request that is not answered yet."""
        self.waited: Waited | None = None
        """Gives its answer when that to which what was begun has come is there."""
        self._early = b""

    @property
    @abstractmethod
    def server(self) -> tuple[str, int]:
        """Address and port of this side."""

    @property
    @abstractmethod
    def room(self) -> int:
        """Bytes of an answer that it takes at once."""

    @abstractmethod
    def close(self) -> None:
        """End when what has been written has been read, or after some time."""

    @abstractmethod
    def abort(self) -> None:
        """Break off with a reset: nothing looks like the end of an answer, and nothing is kept to be sent."""

    @abstractmethod
    def look(self, now: float) -> None:
        """End, or go on otherwise, where something has taken too long that nobody else minds."""

    @property
    def quiet(self) -> bool:
        """Whether no connection has a request under way."""
        return not self._all.busy

    @property
    def stopped(self) -> bool:
        """Whether it ended because the server did."""
        return self._all.stopped

    def last(self, request: WholeRequest) -> bool:
        """Say whether the connection ends with the answer to a request."""
        return request.fields.last or self._all.leaving

    def began_at(self) -> float:
        """Give away when the request that is answered now began to come."""
        began, self.began = self.began, None
        return time.monotonic() if began is None else began

    def attempt_begun(self) -> Attempt | None:
        """Give away what was begun at once of a request."""
        attempt, self.attempt, self.waited = self.attempt, None, None
        return attempt

    def _wait_for_rest(self, data: bytes) -> None:
        """Keep what has come of a request whose small body comes apart from its head."""
        self._early, self.since, self.heard = data, time.monotonic(), True
        self._all.rest(self)

    def _answered(self, request: WholeRequest) -> None:
        """Remember that a request has been answered at once."""
        self.asked, self.since, self.heard = f"{request.method} {request.path}", time.monotonic(), False
        self.began = None
        self._all.rest(self)


Answers = Callable[[WholeRequest, Visitor], Written | None]
"""Gives the answer to a request as it is written, None where it is to be waited for or asked otherwise."""


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

    def beside(self, work: Coroutine[Any, Any, _Result]) -> "asyncio.Task[_Result]":
        """Let something run beside all else."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        return task

    async def end_idle(self) -> None:
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
