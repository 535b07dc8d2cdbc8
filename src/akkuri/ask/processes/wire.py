"""What the web process and a query process say to each other over a Unix socket.

A request is a length and bytes. A reply is frames: one letter, a length, the bytes. `H` hello, `D` data,
`Z` the end of a whole answer, `E` an error. A reply without its end is no answer. What the bytes of all but
`D` say stands in `messages`.
"""

import struct
import time
from collections import deque
from socket import socket
from typing import Final, cast

from akkuri.scattered import left_of, scattered

__all__ = ["DATA", "END", "ERROR", "HELLO", "FrameReader", "FrameSink", "read_request", "send_request"]

HELLO: Final = b"H"
DATA: Final = b"D"
END: Final = b"Z"
ERROR: Final = b"E"

_HEAD: Final = struct.Struct("!cI")
_LENGTH: Final = struct.Struct("!I")
_FULL: Final = 256 * 1024
"""Bytes of a frame: each one wakes the other side, which costs more than it does to copy this much."""
_SOME: Final = 64 * 1024
_SOON: Final = 0.02
"""Seconds after the last frame from which on `_SOME` are enough for one."""
_READ: Final = 256 * 1024
_SHORT: Final = 8 * 1024
_ARRIVING: Final = 64 * 1024
"""Bytes that are read before it is known of which frames they are."""


def send_request(sock: socket, body: bytes) -> None:
    """Send one request."""
    sock.sendall(_LENGTH.pack(len(body)) + body)


def read_request(sock: socket) -> bytes | None:
    """Wait for a request; None when the other side has gone. The next one comes when this is answered."""
    found = sock.recv(_SHORT)
    while len(found) < _LENGTH.size or len(found) < _LENGTH.size + _LENGTH.unpack_from(found)[0]:
        piece = sock.recv(_READ) if found else b""
        if not piece:
            return None
        found += piece
    return found[_LENGTH.size :]


class FrameSink:
    """Collects what the engine writes and sends large frames; sending blocks when the reader is slow."""

    def __init__(self, sock: socket) -> None:
        self._sock = sock
        self._parts = bytearray()
        self._sent = time.monotonic()

    def write(self, data: bytes, /) -> int:
        """Take a piece of the answer."""
        self._parts += data
        size = len(self._parts)
        if size >= _FULL or (size >= _SOME and time.monotonic() - self._sent > _SOON):
            _send(self._sock, _HEAD.pack(DATA, size), self._parts)
            self._parts.clear()
            self._sent = time.monotonic()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the rest goes out with the end."""

    def finish(self, kind: bytes, closing: bytes) -> None:
        """Send the rest of the data (only before END) and the closing frame in one piece."""
        end = _HEAD.pack(kind, len(closing)) + closing
        if self._parts and kind == END:
            _send(self._sock, _HEAD.pack(DATA, len(self._parts)), self._parts, end)
        else:
            _send(self._sock, end)
        self._parts.clear()


def _send(sock: socket, *parts: bytes | bytearray) -> None:
    """Send some parts as one, without copying them into one."""
    left = scattered(parts)
    while left:
        left = left_of(left, sock.sendmsg(left))


class FrameReader:
    """Cuts what arrives on a socket into frames; a large one is read to where it stays."""

    def __init__(self, sock: socket) -> None:
        self._sock = sock
        self._arriving = memoryview(bytearray(_ARRIVING))
        self._whole: deque[tuple[bytes, bytes]] = deque()
        self._beginning = b""
        """What has come of the next frame, where that is not yet its head."""
        self._kind = b""
        self._body = bytearray()
        self._lacking = 0
        """Bytes of the body of the frame at hand that have not come; then others follow it."""
        self._size = 0

    def ready(self) -> tuple[bytes, bytes] | None:
        """Return the next frame that has arrived whole, or None."""
        if not self._whole:
            return None
        kind, body = self._whole.popleft()
        self._size -= len(body)
        return kind, body

    def __len__(self) -> int:
        """Return how many bytes have arrived and were not given yet."""
        return self._size

    def ended(self) -> bool:
        """Say whether the frame that closes an answer has arrived."""
        return bool(self._whole) and self._whole[-1][0] != DATA

    def receive(self, flags: int = 0) -> bool:
        """Read once what has arrived; False when the other side has gone."""
        if not self._lacking:
            size = self._sock.recv_into(self._arriving, 0, flags)
            self._cut(size)
            return size > 0
        at = len(self._body) - self._lacking
        with memoryview(self._body) as body, body[at:] as lacking:
            size = self._sock.recvmsg_into((lacking, self._arriving[:_SHORT]), 0, flags)[0]
        mine = min(size, self._lacking)
        self._lacking -= mine
        self._size += mine
        if not self._lacking:
            # Nobody writes there any more, and all that is done with it can be done with bytes.
            self._whole.append((self._kind, cast("bytes", self._body)))
            self._cut(size - mine)
        return size > 0

    def _cut(self, size: int) -> None:
        """Take the frames out of what has arrived; of the last one perhaps only the beginning."""
        found = self._arriving[:size]
        if self._beginning:
            found = memoryview(self._beginning + found)
        at = 0
        while len(found) - at >= _HEAD.size:
            kind, length = _HEAD.unpack_from(found, at)
            at += _HEAD.size
            body = found[at : at + length]
            at += len(body)
            self._size += len(body)
            if len(body) == length:
                self._whole.append((kind, bytes(body)))
                continue
            self._kind, self._lacking = kind, length - len(body)
            self._body = bytearray(length)
            self._body[: len(body)] = body
        self._beginning = bytes(found[at:])
