"""The access log: one line a request to standard output, where a setting asks for it."""

import json
import logging
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from queue import Full, Queue
from threading import Thread
from typing import Any, Final
from uuid import uuid4

__all__ = ["AccessEntry", "AccessLog"]

_LOG: Final = logging.getLogger("akkuri.web")
PATIENCE: Final = 2.0
"""Seconds for which the end of the process waits for lines to be written."""
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
        self._lines: Queue[str | None] = Queue(LINES)
        self._writer = Thread(target=self._write, name="access log", daemon=True)
        if self.wanted:
            self._writer.start()

    def tell(self, entry: AccessEntry) -> None:
        """Write an entry, at once but in a thread of its own."""
        query = entry.scope["query_string"].decode("latin-1") if self._queries else ""
        try:
            self._lines.put_nowait(self._text(entry, query))
        except Full:
            return

    def end(self) -> None:
        """Write what waits, if that is a matter of a moment: the process ends without its threads."""
        if self.wanted:
            with suppress(Full):
                self._lines.put(None, timeout=PATIENCE)
                self._writer.join(PATIENCE)

    def _write(self) -> None:
        """Write lines as they come; where they cannot be written that is said, once until they can be."""
        said = ended = False
        while not ended:
            line = self._lines.get()
            ended = line is None
            try:
                sys.stdout.write(f"{line}\n" if line is not None else "")
                if ended or self._lines.empty():
                    sys.stdout.flush()
                    said = False
            except OSError as error:
                if not said:
                    _LOG.error("The access log cannot be written: %s", error.strerror)
                said = True


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
