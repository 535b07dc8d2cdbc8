"""Whole answers kept in memory, the least recently used leaving first."""

from collections import OrderedDict
from threading import Lock
from typing import Final

__all__ = ["Cache"]

SHARE: Final = 32
_OVERHEAD: Final = 200


class Cache:
    """Holds at most `limit` bytes; an answer larger than a thirty-second of that is not kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.largest = limit // SHARE
        self._items: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0
        self.hits = 0

    def get(self, key: str) -> bytes | None:
        """Return an answer and make it the most recent one."""
        with self._lock:
            found = self._items.get(key)
            if found is not None:
                self._items.move_to_end(key)
                self.hits += 1
            return found

    def put(self, key: str, answer: bytes) -> None:
        """Keep an answer if it is not too large."""
        size = len(answer) + _OVERHEAD
        if size > self.largest:
            return
        with self._lock:
            old = self._items.pop(key, None)
            if old is not None:
                self.bytes -= len(old) + _OVERHEAD
            self._items[key] = answer
            self.bytes += size
            while self.bytes > self._limit:
                _, leaving = self._items.popitem(last=False)
                self.bytes -= len(leaving) + _OVERHEAD
