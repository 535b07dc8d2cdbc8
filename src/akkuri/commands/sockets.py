"""The sockets between the processes of a server."""

import socket
from pathlib import Path

__all__ = ["listening"]


def listening(path: Path) -> socket.socket:
    """Return a socket that takes connections at a path."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(128)
    return listener
