"""Analyses take turns: they compute in the web process, which has to answer everybody else meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Final

from akkuri.computing import aside
from akkuri.errors import RequestError
from akkuri.web.http.state import state

__all__ = ["turn"]

AT_ONCE: Final = 2
"""Analyses computed at once: a short one need not wait for a long one, and others have their time too."""


class _Turns:
    """So many at once, and so many more who wait."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(AT_ONCE)
        self._lock = Lock()
        self._asked = 0

    @contextmanager
    def one(self, most: int, seconds: float) -> Iterator[None]:
        with self._asking(most):
            with aside():
                free = self._free.acquire(timeout=seconds)
            if not free:
                raise RequestError(503, "endpoint.crowded")
            try:
                yield
            finally:
                self._free.release()

    @contextmanager
    def _asking(self, most: int) -> Iterator[None]:
        with self._lock:
            if self._asked >= most + AT_ONCE:
                raise RequestError(503, "endpoint.crowded")
            self._asked += 1
        try:
            yield
        finally:
            with self._lock:
                self._asked -= 1


_TURNS: Final = _Turns()


@contextmanager
def turn() -> Iterator[None]:
    """Compute an analysis when it is its turn.

    Raises RequestError 503 when as many wait as may wait for a query, or after the time of a query.
    """
    settings = state().settings
    with _TURNS.one(settings.workers + settings.queue, settings.query_seconds):
        yield
