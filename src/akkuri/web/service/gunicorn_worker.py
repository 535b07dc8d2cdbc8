"""A gunicorn worker whose threads take a request when its head has arrived, so that slow senders hold none.

Where a head is not whole, the connection waits with the other idle ones until the kernel has more of it.
Only one worker takes connections at a time, so that who has seen a new release never meets the old one again.
"""

import fcntl
import selectors
import socket
import struct
import time
from contextlib import suppress
from functools import partial
from typing import Any, Final

from gunicorn.workers import gthread

__all__ = ["Worker"]

LATER: Final = vars(gthread)["_DEFER"]
"""What a handler returns for a connection that is to wait without a thread."""
HEAD: Final = 32 * 1024
"""Bytes of a head that are waited for; what is longer the parser refuses."""
STALL: Final = 10
"""Seconds without a byte after which a body counts as cut off, and in an ending worker a head too."""


class Worker(gthread.ThreadWorker):
    """Threads for whole requests only; takes connections from its turn on until it is asked to end."""

    turn: int | None = None
    """Descriptor of the file whose lock is the turn to take connections."""

    def take_turn(self, turn: int) -> None:
        """Wait until no other worker takes connections; the kernel ends the turn of one that was killed."""
        fcntl.lockf(turn, fcntl.LOCK_EX)
        self.turn = turn

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Take connections or not; the turn ends with the last one that is taken."""
        super().set_accept_enabled(enabled)
        if not self.alive and self.turn is not None:
            fcntl.lockf(self.turn, fcntl.LOCK_UN)

    def handle(self, conn: Any) -> Any:
        """Handle a request whose head is there; else wait for more without a thread."""
        if not _arrived(conn):
            return LATER
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", STALL, 0))
        return super().handle(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Let a head that is on its way arrive also while the worker ends; gunicorn would close."""
        if self.alive or fs.cancelled() or fs.exception() or fs.result() is not LATER:
            super().finish_request(conn, fs)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + STALL
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)


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
