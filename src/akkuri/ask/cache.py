"""What was made once and is asked for again, kept in memory; the least recently used leaves first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Final

__all__ = ["Cache"]

SHARE: Final = 32
_OVERHEAD: Final = 200


class Cache:
    """Holds at most `limit` bytes; what is larger than a thirty-second of that is not kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.largest = limit // SHARE
        self._items: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0
        self.hits = 0

    def get(self, key: Hashable) -> Any:
        """Return what is kept, and make it the most recent; None when there is nothing."""
        with self._lock:
            found = self._items.get(key)
            if found is None:
                return None
            self._items.move_to_end(key)
            self.hits += 1
            return found[0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep something of so many bytes if it is not too large."""
        size += _OVERHEAD
        if size > self.largest:
            return
        with self._lock:
            old = self._items.pop(key, None)
            if old is not None:
                self.bytes -= old[1]
            self._items[key] = value, size
            self.bytes += size
            while self.bytes > self._limit:
                _, (_, leaving) = self._items.popitem(last=False)
                self.bytes -= leaving
