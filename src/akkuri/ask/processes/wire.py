"""What the web process and a query process say to each other over a Unix socket.

A request is a length and bytes. A reply is frames: one letter, a length, the bytes. `H` hello, `D` data,
`Z` the end of a whole answer, `E` an error. A reply without its end is no answer. What the bytes of all but
`D` say stands in `messages`.
"""

import struct
from socket import socket
from typing import Final

__all__ = ["DATA", "END", "ERROR", "HELLO", "FrameReader", "FrameSink", "read_request", "send_request"]

HELLO: Final = b"H"
DATA: Final = b"D"
END: Final = b"Z"
ERROR: Final = b"E"

_HEAD: Final = struct.Struct("!cI")
_LENGTH: Final = struct.Struct("!I")
_FULL: Final = 64 * 1024
_READ: Final = 256 * 1024
_SHORT: Final = 8 * 1024


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

    def write(self, data: bytes, /) -> int:
        """Take a piece of the answer."""
        self._parts += data
        if len(self._parts) >= _FULL:
            self._sock.sendall(_HEAD.pack(DATA, len(self._parts)) + self._parts)
            self._parts.clear()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the rest goes out with the end."""

    def finish(self, kind: bytes, closing: bytes) -> None:
        """Send the rest of the data (only before END) and the closing frame in one piece."""
        out = bytearray()
        if self._parts and kind == END:
            out += _HEAD.pack(DATA, len(self._parts)) + self._parts
        self._parts.clear()
        self._sock.sendall(out + _HEAD.pack(kind, len(closing)) + closing)


class FrameReader:
    """Cuts what arrives on a socket into frames."""

    def __init__(self, sock: socket) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self._at = 0
        """Where in the buffer begins what has not been given yet."""
        self._arriving = memoryview(bytearray(_READ))

    def ready(self) -> tuple[bytes, bytes] | None:
        """Return the next frame that has arrived whole, or None."""
        if len(self) < _HEAD.size:
            return None
        kind, size = _HEAD.unpack_from(self._buffer, self._at)
        begin = self._at + _HEAD.size
        end = begin + size
        if len(self._buffer) < end:
            return None
        with memoryview(self._buffer) as view:
            body = bytes(view[begin:end])
        self._at = end
        if end == len(self._buffer):
            self._buffer = bytearray()
            self._at = 0
        return kind, body

    def __len__(self) -> int:
        return len(self._buffer) - self._at

    def ended(self) -> bool:
        """Say whether the frame that closes an answer has arrived."""
        at = self._at
        size: int
        while len(self._buffer) >= at + _HEAD.size:
            kind, size = _HEAD.unpack_from(self._buffer, at)
            at += _HEAD.size + size
            if kind != DATA:
                return at <= len(self._buffer)
        return False

    def receive(self) -> bool:
        """Read once what has arrived; False when the other side has gone."""
        size = self._sock.recv_into(self._arriving)
        if self._at:
            del self._buffer[: self._at]  # little: what has been given goes with the last of it
            self._at = 0
        self._buffer += self._arriving[:size]
        return size > 0
