"""The WSGI server: gunicorn with one process of threads.

gunicorn and not a faster one, because it breaks the connection when an answer fails half-way (granian sends
the closing chunk, and the truncated answer looks whole) and lets a request see its socket, so that a query
ends when its client goes. One process, so that the queue, the cache and the numbers are one.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from akkuri.ask.processes.fence import die_with_parent
from akkuri.ask.processes.runners import PoolRunner
from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.app import create_app
from akkuri.web.page.site import site

__all__ = ["serve"]

OTHERS = 8
"""Threads beside those that a full pool and a full queue hold: to say 503, and for pages."""


class _Server(BaseApplication):
    """Hands our settings to gunicorn."""

    def __init__(self, options: dict[str, Any], load: Callable[[], Flask]) -> None:
        self._options = options
        self._load = load
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._load()


def serve(
    listener: socket.socket,
    processes: Path,
    settings: Settings,
    release: Release | None,
    ready: int,
    turn: int,
) -> None:
    """Serve on a bound socket until a signal; `processes` is the folder of the query processes' sockets.

    `ready` is a file descriptor that gets one byte when requests can be taken; they are as soon as no other
    process holds the lock of the file `turn`.
    """

    def load() -> Flask:
        app = create_app(settings, Ask(PoolRunner(processes, settings), settings), release)
        if release is not None:
            with app.app_context():
                site().catalogue  # noqa: B018 - read once, so that later changes of its files reach no request
        return app

    def report(worker: Any) -> None:
        die_with_parent(worker.ppid)
        os.write(ready, b"1")
        worker.take_turn(turn)

    listener.set_inheritable(True)
    options = {
        "bind": f"fd://{listener.fileno()}",
        "worker_class": "akkuri.web.service.gunicorn_worker.Worker",
        "workers": 1,
        "threads": settings.workers + settings.queue + OTHERS,
        "worker_connections": 1000,
        "keepalive": 75,
        "timeout": 60,
        "graceful_timeout": max(
            1, round(settings.stream_seconds)
        ),  # the keeper is less patient when asked to stop
        "limit_request_line": 8190,
        "loglevel": "warning",
        "post_worker_init": report,
        "control_socket_disable": True,
        "proc_name": "akkuri",
    }
    _Server(options, load).run()
