"""Requests that nobody reads: heads that cannot be taken, and those that waited too long for their turn.

They are answered, counted and logged here; what they asked for is told as far as it can be made out.
"""

import re
from typing import Any, Final

from akkuri.settings import Settings
from akkuri.web.service.access_log import AccessEntry
from akkuri.web.service.bridge import Bridge
from akkuri.web.service.connections import Visitor
from akkuri.web.service.refusals import code_of, malformed

__all__ = ["Unread"]

_LINE: Final = re.compile(rb"([!-~]{1,20}) ([!-~]+?)(?:\?([!-~]*))?(?: HTTP/(\d\.\d))?")
LONGEST: Final = 1000
"""Bytes of an address that are told: it may be refused for its length."""
UNKNOWN: Final = "-"


class Unread:
    """Refuses such requests; `limit` is how long a first line may be."""

    def __init__(self, settings: Settings, limit: int, bridge: Bridge) -> None:
        self._base = settings.base
        self._params = {"limit": limit, "seconds": f"{settings.request_seconds:g}"}
        self._bridge = bridge

    def refuse(self, status: int, visitor: Visitor) -> bytes:
        """Return the answer as it is written, and tell of it."""
        wanted = self._bridge.log.wanted
        entry = AccessEntry(_made_out(visitor.line), visitor.client[0], status, started=visitor.began_at())
        answer = malformed(self._base, status, entry.id if wanted else "", **self._params)
        self._bridge.ended(entry.scope["path"], status)
        if wanted:
            entry.size = len(answer.partition(b"\r\n\r\n")[2])
            entry.told["problem"] = code_of(status)
            self._bridge.log.tell(entry)
        return answer


def _made_out(line: bytes) -> dict[str, Any]:
    """Return what can be made out of a first line, as ASGI has it."""
    found = _LINE.fullmatch(line)
    method, path, query, version = found.groups(b"") if found is not None else (b"", b"", b"", b"")
    return {
        "method": method.decode() or UNKNOWN,
        "path": path[:LONGEST].decode() or UNKNOWN,
        "raw_path": path[:LONGEST] or UNKNOWN.encode(),
        "query_string": query[:LONGEST],
        "http_version": version.decode() or "1.1",
    }
