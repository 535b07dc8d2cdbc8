"""A gunicorn worker whose threads take a request when its head has arrived, so that slow senders hold none.

Where a head is not whole, the connection waits with the other idle ones until the kernel has more of it.
"""

import socket
import struct
from contextlib import suppress
from typing import Any, Final

from gunicorn.workers import gthread

__all__ = ["Worker"]

LATER: Final = vars(gthread)["_DEFER"]
"""What a handler returns for a connection that is to wait without a thread."""
HEAD: Final = 32 * 1024
"""Bytes of a head that are waited for; what is longer the parser refuses."""
STALL: Final = 10
"""Seconds without a byte after which a body counts as cut off."""


class Worker(gthread.ThreadWorker):
    """Threads for whole requests only."""

    def handle(self, conn: Any) -> Any:
        """Handle a request whose head is there; else wait for more without a thread."""
        if not _arrived(conn):
            return LATER
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", STALL, 0))
        return super().handle(conn)


def _arrived(conn: Any) -> bool:
    """Say whether a head has arrived, or an end; else let the connection be readable with the next byte."""
    if conn.initialized and conn.parser.unreader.buf.getvalue():
        return True
    try:
        head = conn.sock.recv(HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True
    waited, conn.waited = getattr(conn, "waited", 0), 0
    if not head or len(head) == HEAD or len(head) == waited or b"\r\n\r\n" in head:
        if waited:
            _readable_from(conn, 1)
        return True
    conn.waited = len(head)
    _readable_from(conn, len(head) + 1)
    return False


def _readable_from(conn: Any, size: int) -> None:
    with suppress(OSError):
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size)
