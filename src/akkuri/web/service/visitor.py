"""Who has a connection to the server, as the parts see it that answer at once and that count connections."""

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from akkuri.ask.processes.attempt import Attempt
from akkuri.web.service.long_reply import LongReply
from akkuri.web.service.whole_request import WholeRequest

if TYPE_CHECKING:
    from akkuri.web.service.connections import Connections

__all__ = ["Visitor", "Waited", "Written"]

Written = tuple[bytes, ...]
"""An answer as it is written, in one part or several."""


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
