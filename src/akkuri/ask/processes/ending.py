"""How long answers may still take when their server has been asked to end, told across processes."""

import math
import mmap
import struct
import time
from typing import Final

__all__ = ["Ending"]

_FORM: Final = struct.Struct("dd")


class Ending:
    """Shared by the process that makes it and all that are forked from it."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _FORM.size)
        self._write(math.inf, math.inf)

    def begin(self, seconds: float, idle: float) -> None:
        """Grant answers so many seconds from now, idle connections `idle` from now or their last one."""
        self._write(min(self.limit, time.monotonic() + seconds), idle)

    @property
    def begun(self) -> bool:
        """Whether the end has been asked for."""
        return self.limit < math.inf

    @property
    def limit(self) -> float:
        """The time (`time.monotonic`) at which what is still under way is cut."""
        limit: float = _FORM.unpack(self._shared[:])[0]
        return limit

    @property
    def idle(self) -> float:
        """Seconds after which a connection without a request is closed."""
        idle: float = _FORM.unpack(self._shared[:])[1]
        return idle

    def _write(self, limit: float, idle: float) -> None:
        self._shared[:] = _FORM.pack(limit, idle)
