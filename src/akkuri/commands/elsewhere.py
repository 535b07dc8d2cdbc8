"""The store elsewhere that has the triples of the release that is served."""

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from akkuri.errors import AkkuriError
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store.marker import Marker

if TYPE_CHECKING:
    from akkuri.store.release_outside import ReleaseOutside

__all__ = ["Elsewhere"]

LOOK: Final = 5.0
"""Seconds between two looks at the version that the store names."""
PATIENCE: Final = 2.0
"""Seconds that such a look may take."""
SHARE: Final = 0.9
"""Part of the time for a query that the store may take, so that it is told what took so long."""


@dataclass(slots=True)
class Elsewhere:
    """A store at an address, for whatever release is served."""

    address: str
    _said: str | None = None
    _looked: float = float("-inf")

    def store(self, release: Release, settings: Settings, seconds: float | None = None) -> "ReleaseOutside":
        """Return the store as that of a release; nothing is asked of it yet."""
        from akkuri.store.release_outside import ReleaseOutside

        quads = int(release.manifest.get("triples", 0))
        timeout = settings.query_seconds * SHARE if seconds is None else seconds
        return ReleaseOutside(self.address, Marker(settings.base), release.version, quads, timeout)

    def version(self, release: Release, settings: Settings) -> str | None:
        """Return the version that the store names, as it was some seconds ago at most; None: unknown."""
        if time.monotonic() - self._looked >= LOOK:
            self._said = None
            with suppress(AkkuriError):
                self._said = self.store(release, settings, PATIENCE).named()
            self._looked = time.monotonic()
        return self._said
