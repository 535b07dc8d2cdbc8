"""Contents that are opened on demand: each in processes of its own, for as long as a connection is held."""

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from akkuri.ask.processes.fence import die_with_parent

__all__ = ["Lease", "answer_lease", "held_until_gone", "mind_leases"]

_LONGEST: Final = 4096
"""Bytes of a name or an answer."""


def mind_leases(listener: socket.socket, serve: Callable[[str, socket.socket], None]) -> None:
    """Take connections; each names a content, which `serve` gets in a process of its own.

    `serve` answers with `answer_lease` and returns when the content is no longer wanted
    (`held_until_gone`). This process has one thread and opens nothing itself.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those that have ended are not waited for
    parent = os.getpid()
    while True:
        lease, _ = listener.accept()
        if os.fork():
            lease.close()
            continue
        try:
            die_with_parent(parent, signal.SIGTERM)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            serve(_line(lease), lease)
        except BaseException as error:  # the last place where the process can say anything
            with suppress(Exception):
                sys.stderr.write(f"akkuri: a process opened on demand ended: {error!r}\n")
        finally:
            os._exit(0)


def answer_lease(lease: socket.socket, **facts: str) -> None:
    """Tell who asked for a content what became of it."""
    with suppress(OSError):
        lease.sendall(json.dumps(facts).encode() + b"\n")


def held_until_gone(lease: socket.socket) -> None:
    """Return when who asked for a content wants it no longer, or has ended."""
    with suppress(OSError):
        while lease.recv(_LONGEST):
            pass


class Lease:
    """A content that was asked for by name; it is there until `close`."""

    def __init__(self, path: Path, name: str, seconds: float) -> None:
        """Ask for a content and wait for the answer; OSError when there is none in so many seconds."""
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._sock.settimeout(seconds)
            self._sock.connect(str(path))
            self._sock.sendall(name.encode() + b"\n")
            self.facts: dict[str, Any] = json.loads(_line(self._sock))
        except (OSError, ValueError) as error:
            self._sock.close()
            raise OSError(f"{name} was not opened: {error}") from error
        self._sock.setblocking(False)

    @property
    def held(self) -> bool:
        """Whether the content is still there."""
        with suppress(BlockingIOError):
            return bool(self._sock.recv(1, socket.MSG_PEEK))
        return True

    def close(self) -> None:
        """Want the content no longer."""
        self._sock.close()


def _line(sock: socket.socket) -> str:
    """Return one line; ConnectionError when the other side ends before it has."""
    found = b""
    while not found.endswith(b"\n"):
        piece = sock.recv(_LONGEST)
        if not piece or len(found) > _LONGEST:
            raise ConnectionResetError("the other side ended")
        found += piece
    return found.decode().rstrip("\n")
