"""The releases beside the one in use that are open: a bounded number, each closed when nobody asks of it."""

import ctypes
import gc
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock, Thread
from typing import Final

from akkuri.ask.cache import Cache
from akkuri.ask.processes.on_demand import Lease
from akkuri.ask.processes.runners import PoolRunner
from akkuri.ask.service import Ask
from akkuri.computing import aside
from akkuri.errors import RequestError
from akkuri.release.known import KnownReleases
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.permanent.dispatch import Lent, Wsgi

__all__ = ["OpenedReleases"]

WORKERS: Final = 2
"""Queries of one such release that run at once."""
OPENING: Final = 60.0
"""Seconds that opening may take."""
QUEUE: Final = 15.0
"""Seconds that a request waits while another release is being opened."""
_LOG: Final = logging.getLogger("akkuri.web")
_SHOWN: Final = 100


@dataclass(slots=True)
class _Opened:
    application: Wsgi
    lease: Lease
    users: int = 0
    used: float = 0.0
    """When it was used last, on the clock of `time.monotonic`."""


class OpenedReleases:
    """Gives the application of a release by its version, opening it where that is needed.

    `socket` is where releases are opened (akkuri.ask.processes.on_demand); `make` builds an application over
    a way to ask; `cache` is shared by all.
    """

    def __init__(
        self,
        socket: Path,
        known: KnownReleases,
        settings: Settings,
        make: Callable[[Settings, Ask, Release], Wsgi],
        cache: Cache,
    ) -> None:
        self._socket = socket
        self.known = known
        self._settings = settings
        self._make = make
        self._cache = cache
        self._open: dict[str, _Opened] = {}
        self._change = Condition()
        self._opening = Lock()
        self._closer: Thread | None = None
        self._closed = False
        """Whether one was closed whose memory was not given back yet."""

    def lend(self, version: str) -> Lent:
        """Return the application of a release until it is given back.

        Raises RequestError: 404 for a release that is not known, 410 for one that was removed, 503 for one
        that is damaged or cannot be opened now.
        """
        release = self.known.find(version)
        if release is None:
            raise self._unknown(version)
        found = self._taken(version)
        if found is None:
            with aside():
                mine = self._opening.acquire(timeout=QUEUE)
            if not mine:
                raise RequestError(503, "web.releases_busy")
            try:
                found = self._taken(version) or self._open_one(version)
            finally:
                self._opening.release()
        return Lent(found.application, lambda: self._given_back(found))

    def _unknown(self, version: str) -> RequestError:
        removed = self.known.removed().get(version)
        shown = version[:_SHOWN]
        if removed is None:
            return RequestError(404, "web.no_such_release", {"version": shown})
        key = "web.removed_release_commit" if removed.commit else "web.removed_release"
        return RequestError(410, key, {"version": shown, "tag": removed.tag, "commit": removed.commit})

    def _taken(self, version: str) -> _Opened | None:
        """Return a release that is open, as used once more; None where it is not or its processes ended."""
        with self._change:
            found = self._open.get(version)
            if found is not None and not found.lease.held:
                del self._open[version]
                found.lease.close()
                found = None
            if found is not None:
                found.users += 1
            return found

    def _given_back(self, opened: _Opened) -> None:
        with self._change:
            opened.users -= 1
            opened.used = time.monotonic()
            self._change.notify_all()

    def _open_one(self, version: str) -> _Opened:
        try:
            with aside():
                self._make_room()
                lease = Lease(self._socket, version, OPENING)
        except OSError as error:
            _LOG.error("Release %s could not be opened: %s", version, error)
            raise RequestError(503, "web.releases_busy") from error
        if "refused" in lease.facts:
            lease.close()
            _LOG.error("Release %s could not be opened: %s", version, lease.facts["refused"])
            key = "web.damaged_release" if "damaged" in lease.facts else "web.releases_busy"
            raise RequestError(503, key, {"version": version[:_SHOWN]})
        release = Release(Path(lease.facts["folder"]))
        limits = release.settled(self._settings).with_workers(min(WORKERS, self._settings.workers))
        ask = Ask(PoolRunner(Path(lease.facts["sockets"]), limits, release.version), limits, self._cache)
        opened = _Opened(self._make(limits, ask, release), lease, users=1)
        with self._change:
            self._open[version] = opened
            if self._closer is None:
                self._closer = Thread(target=self._close_idle, name="releases", daemon=True)
                self._closer.start()
        return opened

    def _make_room(self) -> None:
        """Close the release that was used least recently where as many are open as may be.

        Waits a while for one that nobody uses; raises RequestError when none becomes free.
        """
        with self._change:
            if not self._change.wait_for(self._room_or_idle, QUEUE):
                raise RequestError(503, "web.releases_busy")
            if len(self._open) >= self._settings.open_releases:
                idle = [version for version, opened in self._open.items() if not opened.users]
                self._close(min(idle, key=lambda version: self._open[version].used))

    def _room_or_idle(self) -> bool:
        room = len(self._open) < self._settings.open_releases
        return room or any(not opened.users for opened in self._open.values())

    def _close(self, version: str) -> None:
        self._open.pop(version).lease.close()
        self._closed = True

    def _close_idle(self) -> None:
        """Close what nobody asks of, for as long as the process lives."""
        while True:
            with self._change:
                now = time.monotonic()
                limit = now - self._settings.open_release_seconds
                idle = {version: each.used for version, each in self._open.items() if not each.users}
                for version, used in idle.items():
                    if used <= limit:
                        self._close(version)
                left = [used - limit for used in idle.values() if used > limit]
            if self._closed:
                self._closed = False
                _give_back_memory()
            with self._change:
                self._change.wait(min(left, default=None))


def _give_back_memory() -> None:
    """Let the system have what a closed release held: an application refers to itself, and malloc keeps."""
    gc.unfreeze()  # what was to stay as long as the release
    gc.collect()
    gc.freeze()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
