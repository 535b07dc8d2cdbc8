"""Where the web process stands among the others, and what gunicorn and the application both go by."""

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from akkuri.ask.processes.ending import Ending

__all__ = ["KEPT", "LINE", "Post"]

LINE: Final = 8190
"""Bytes of a request's first line."""
KEPT: Final = 75
"""Seconds that a connection is kept for the next request."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where the web process stands among the others.

    `listener` is the bound socket, `processes` the folder of the query processes' sockets; `ready` is a file
    descriptor that gets one byte when requests can be taken, `turn` one of a file by which the processes take
    turns and tell what they have counted (`Handover`); `ending` says how long answers may
    take after the process has been asked to end.
    """

    listener: socket.socket
    processes: Path
    ready: int
    turn: int
    ending: Ending
