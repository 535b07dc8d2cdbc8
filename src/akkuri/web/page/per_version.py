"""What is gathered of the release that is served: made at first use, and when the content changes."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from akkuri.computing import held
from akkuri.garbage import staying

__all__ = ["PerVersion"]

_Made = TypeVar("_Made")


class PerVersion(Generic[_Made]):
    """Keeps one thing for one version of the content."""

    def __init__(self, version: Callable[[], str], make: Callable[[], _Made]) -> None:
        self._version_now = version
        self._make = make
        self._made: tuple[str, _Made] | None = None
        self._lock = Lock()

    def __call__(self) -> _Made:
        """Return the thing for what is served now."""
        with held(self._lock):
            version = self._version_now()
            if self._made is None or self._made[0] != version:
                with staying():
                    self._made = version, self._make()
            return self._made[1]
