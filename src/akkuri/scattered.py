"""Bytes that lie in several places and are sent as one, without being copied together."""

from collections.abc import Iterable

__all__ = ["Scattered", "left_of", "scattered"]

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
