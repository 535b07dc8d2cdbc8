"""The access log: one line a request to standard output, where a setting asks for it."""

import json
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from queue import Full, Queue
from threading import Thread
from typing import Any, Final
from uuid import uuid4

__all__ = ["AccessEntry", "AccessLog"]

LINES: Final = 10_000
"""Lines that may wait to be written; further ones are left out, for no request waits for a log."""


@dataclass(slots=True)
class AccessEntry:
    """One request: who asked what, and what came of it."""

    scope: dict[str, Any]
    client: str = ""
    status: int = 0
    size: int = 0
    """Bytes of the body that were sent."""
    told: dict[str, Any] = field(default_factory=dict)
    """What the application says: kind of query, rows, cache that had the answer, why it was refused."""
    cut: str = ""
    """Why the answer was broken off."""
    id: str = field(default_factory=lambda: str(uuid4()))
    started: float = field(default_factory=time.monotonic)


class AccessLog:
    """Writes entries as JSON or in the Common Log Format; `form` empty writes none.

    What was asked, the query string, stands in it only with `queries`.
    """

    def __init__(self, form: str, queries: bool) -> None:
        self.wanted = bool(form)
        self._text = _common if form == "common" else _json
        self._queries = queries
        self._lines: Queue[str] = Queue(LINES)
        if self.wanted:
            Thread(target=self._write, name="access log", daemon=True).start()

    def tell(self, entry: AccessEntry) -> None:
        """Write an entry, at once but in a thread of its own."""
        query = entry.scope["query_string"].decode("latin-1") if self._queries else ""
        try:
            self._lines.put_nowait(self._text(entry, query))
        except Full:
            return

    def _write(self) -> None:
        while True:
            sys.stdout.write(self._lines.get() + "\n")
            if self._lines.empty():
                sys.stdout.flush()


def _json(entry: AccessEntry, query: str) -> str:
    found: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "id": entry.id,
        "client": entry.client,
        "method": entry.scope["method"],
        "path": entry.scope["path"],
        "status": entry.status,
        "bytes": entry.size,
        "seconds": round(time.monotonic() - entry.started, 4),
    }
    more = {**entry.told, "cut": entry.cut, "query": query}
    found |= {name: value for name, value in more.items() if value not in ("", None)}
    return json.dumps(found, ensure_ascii=False)


def _common(entry: AccessEntry, query: str) -> str:
    """Return the Common Log Format; what could end its quotes is escaped."""
    path = entry.scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
    asked = f"{entry.scope['method']} {path} HTTP/{entry.scope['http_version']}"
    asked = asked.replace("\\", "\\\\").replace('"', '\\"')
    when = datetime.now(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")
    return f'{entry.client or "-"} - - [{when}] "{asked}" {entry.status} {entry.size}'
