"""What the endpoint does to a client's connection: never wait for it without end, break it off visibly."""

import ctypes
import socket
import struct
from contextlib import suppress
from typing import Final

__all__ = ["bound_stall", "reset"]

_NO_ADDRESS: Final = b"\0" * 16
"""A socket address of the family AF_UNSPEC: connecting to it dissolves a connection."""


def bound_stall(client: socket.socket, seconds: float) -> None:
    """Let a write to a client that takes nothing fail after some seconds."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", max(1, int(seconds)), 0))


def reset(client: socket.socket) -> None:
    """Break a connection with a reset, so that even a client that reads to the end of file sees the cut.

    The socket stays open for the server to close in its own way.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).connect(client.fileno(), _NO_ADDRESS, len(_NO_ADDRESS))
