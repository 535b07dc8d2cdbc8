"""The sockets between the processes of a server."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["listening", "own_folder"]


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder that only this user can enter, and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="akkuri-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def listening(path: Path) -> socket.socket:
    """Return a socket that takes connections at a path."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(128)
    return listener
