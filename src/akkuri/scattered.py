"""Bytes that lie in several places: sent as one without being copied together, or gathered to be kept."""

from collections.abc import Callable, Iterable

__all__ = ["Gathered", "Scattered", "left_of", "scattered"]

Scattered = list[memoryview]


def scattered(parts: Iterable[bytes | bytearray]) -> Scattered:
    """Return parts as `socket.sendmsg` takes them."""
    return [memoryview(part) for part in parts]


def left_of(parts: Scattered, sent: int) -> Scattered:
    """Return what is left of parts of which so many bytes have been sent."""
    for at, part in enumerate(parts):
        if sent < len(part):
            return [part[sent:], *parts[at + 1 :]]
        sent -= len(part)
    return []


class Gathered:
    """Pieces of which `keep` hears together at their end, unless they have more bytes than `most`."""

    def __init__(self, most: int, keep: Callable[[bytes], None]) -> None:
        self._most = most
        self._keep = keep
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        """Take a piece."""
        self._size += len(piece)
        if self._size <= self._most:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def end(self) -> None:
        """Say that all of them have come."""
        if self._size <= self._most:
            self._keep(b"".join(self._pieces))
