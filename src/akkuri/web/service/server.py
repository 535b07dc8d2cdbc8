"""The web process: gunicorn with one worker, our bridge to the application, our eye on the connections.

gunicorn's `asgi` worker reads HTTP; of it we use what is public: settings, hooks, ASGI and the worker's event
loop. One process, so that the queue, the cache and the numbers are one. A layer that sees every request
before Flask is a WSGI application around Flask's, in `web_process`. This module runs in gunicorn's first
process, which minds the worker and loads nothing of what only the worker needs.
"""

import gc
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication

from akkuri.release.known import KnownReleases
from akkuri.settings import Settings
from akkuri.system import THREAD_STACK, keep_freed
from akkuri.web.service.post import KEPT, LINE, Post

if TYPE_CHECKING:
    from akkuri.web.service.bridge import Bridge
    from akkuri.web.service.web_process import WebProcess

__all__ = ["serve"]

TURN: Final = 0.0002
"""Seconds that a thread computes while others wait: the loop waits its turn behind all that make pages."""
ON_THE_WAY: Final = 256 * 1024
"""Bytes of an answer that the kernel holds of a connection: else megabytes for each reader that stops."""
FREED_MS: Final = 20
"""Milliseconds for which freed memory is kept: pieces of answers take and free it over and over."""
MARGIN: Final = 10
"""Seconds after which a worker that does not end in its time is killed."""


class _Server(BaseApplication):
    """Hands our settings to gunicorn."""

    def __init__(self, options: dict[str, Any], load: Callable[[], Any]) -> None:
        self._options = options
        self._load = load
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._load()


def serve(post: Post, settings: Settings, known: KnownReleases | None) -> None:
    """Serve the release in use, and the others that are known, until a signal; without any a store."""
    worker: list[WebProcess] = []

    def load() -> "Bridge":
        # The process that minds the worker would keep what it has loaded beside the worker's copy: 18 MiB.
        from akkuri.web.service.web_process import WebProcess

        worker.append(WebProcess(post, settings, known))
        return worker[0].bridge

    # As much as was asked for at the start; else it is what `ulimit -s` allows, which may be far more.
    threading.stack_size(THREAD_STACK)
    sys.setswitchinterval(TURN)
    keep_freed(FREED_MS)
    post.listener.set_inheritable(True)
    # The kernel ends what we have given up or no longer look at, such as the last bytes of an answer.
    patience = round((settings.stall_seconds + MARGIN) * 1000)
    post.listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience)
    post.listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ON_THE_WAY)  # connections inherit it
    options = {
        "bind": f"fd://{post.listener.fileno()}",
        "worker_class": "asgi",
        "asgi_loop": "asyncio",
        "http_parser": "python",
        "workers": 1,
        "keepalive": KEPT,
        "timeout": max(60, round(2 * settings.request_seconds)),
        "graceful_timeout": round(settings.stream_seconds) + MARGIN,  # who asks us to end is less patient
        "limit_request_line": LINE,
        "loglevel": "warning",
        "pre_fork": lambda _arbiter, _worker: gc.freeze(),
        "post_worker_init": lambda begun: worker[0].begin(begun),
        "control_socket_disable": True,
        "proc_name": "akkuri",
    }
    _Server(options, load).run()
