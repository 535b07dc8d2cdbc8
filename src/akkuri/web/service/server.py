"""The web process: gunicorn with one worker, our bridge to the application, our eye on the connections.

gunicorn's `asgi` worker reads HTTP; of it we use what is public: settings, hooks, ASGI and the worker's event
loop. One process, so that the queue, the cache and the numbers are one. A layer that sees every request
before Flask is a WSGI application around Flask's, in `_application`.
"""

import asyncio
import gc
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from akkuri.ask.processes.ending import Ending
from akkuri.ask.processes.fence import die_with_parent
from akkuri.ask.processes.runners import PoolRunner
from akkuri.ask.service import Ask
from akkuri.computing import ComputingTurns
from akkuri.garbage import collect_seldom
from akkuri.release.known import KnownReleases
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.system import THREAD_STACK, keep_freed
from akkuri.texts import LANGUAGES, catalogue, text
from akkuri.web.app import create_app, release_app
from akkuri.web.endpoint.quick import QuickQueries
from akkuri.web.http.public_address import PublicAddress
from akkuri.web.http.state import State
from akkuri.web.page.site import site
from akkuri.web.permanent.dispatch import Wsgi
from akkuri.web.permanent.opened import OpenedReleases
from akkuri.web.service.ahead import get_ready_aside
from akkuri.web.service.at_once import AtOnce
from akkuri.web.service.bridge import Bridge
from akkuri.web.service.connections import Connections
from akkuri.web.service.farewell import farewell
from akkuri.web.service.handover import Handover
from akkuri.web.service.kept import Kept
from akkuri.web.service.metrics import Metrics
from akkuri.web.service.threads import Threads
from akkuri.web.service.unread import Unread
from akkuri.web.service.visitor import Visitor

__all__ = ["Post", "serve"]

OTHERS: Final = 8
"""Threads beside those that a full pool and a full queue hold: to say 503, and for pages."""
RESERVES: Final = {"/health/live": 1, "/health/": 2, "/metrics": 1}
"""Threads of their own for what operators ask, whatever else goes on."""
LINE: Final = 8190
"""Bytes of a request's first line."""
FILES: Final = 65_536
"""Files and sockets that the process wants to have open; a part of them may be connections."""
TURN: Final = 0.0002
"""Seconds that a thread computes while others wait: the loop waits its turn behind all that make pages."""
ON_THE_WAY: Final = 256 * 1024
"""Bytes of an answer that the kernel holds of a connection: else megabytes for each reader that stops."""
FREED_MS: Final = 20
"""Milliseconds for which freed memory is kept: pieces of answers take and free it over and over."""
KEPT: Final = 75
"""Seconds that a connection is kept for the next request."""
MARGIN: Final = 10
"""Seconds after which a worker that does not end in its time is killed."""


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

    def opened(worker: Any) -> None:
        die_with_parent(worker.ppid)
        collect_seldom()
        os.write(post.ready, b"1")
        handover[0].take()  # one process takes connections at a time
        # gunicorn ends when it counts no more connections, and of ours it counts few: `leave` ends us.
        worker.nr_conns += 1
        times = settings.request_seconds, KEPT, settings.stream_seconds
        connections = Connections(unread[0].refuse, at_once[0].answer, _most_connections(), *times)
        worker.loop.create_server = connections.guard(
            worker.loop.create_server, lambda server: leave(server, connections)
        )

    async def leave(server: asyncio.Server, connections: Connections) -> None:
        await farewell(server, connections, post.ending, handover[0].give, late)
        at_once[0].end()
        handover[0].end()
        sys.stderr.flush()
        os._exit(0)  # the worker itself looks only once a second whether it may end

    def late(cut: list[Visitor]) -> None:
        now = time.monotonic()
        what = "; ".join(f"{each.asked} ({now - each.since:.0f} s)" for each in cut)
        sys.stderr.write(text(settings.lang, "endpoint.cut-at-stop", count=len(cut), what=what) + "\n")

    at_once: list[AtOnce] = []
    unread: list[Unread] = []
    handover: list[Handover] = []

    def load() -> Bridge:
        bridge, queries, metrics = _application(post, settings, known)
        at_once.append(AtOnce(bridge, queries))
        unread.append(Unread(settings, LINE, bridge))
        handover.append(Handover(post.turn, metrics.counted))
        metrics.read = handover[0].tell
        return bridge

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
        "post_worker_init": opened,
        "control_socket_disable": True,
        "proc_name": "akkuri",
    }
    _Server(options, load).run()


def _application(
    post: Post, settings: Settings, known: KnownReleases | None
) -> tuple[Bridge, QuickQueries, Metrics]:
    """Build the application: Flask, the bridge, where layers between them will stand, and what is beside."""
    release = known.in_use if known is not None else None
    runner = PoolRunner(post.processes, settings, release.version if release is not None else None)
    ask = Ask(runner, settings)
    metrics = Metrics(ask)

    def make(limits: Settings, other: Ask, opened: Release) -> Wsgi:
        return release_app(State(limits, other, opened, metrics)).wsgi_app

    leases = post.processes / "releases"
    others = None
    if known is not None and leases.exists():
        others = OpenedReleases(leases, known, settings, make, ask.cache)
    app = create_app(settings, ask, release, others, metrics)
    get_ready_aside(app)
    for lang in LANGUAGES:
        catalogue(lang)  # a search reads the texts of all of them
    with app.app_context():
        if release is not None:
            site().catalogue  # noqa: B018 - read once, so that later changes of its files reach no request
    version = str(release.manifest.get("version", "")) if release is not None else ""
    quick = QuickQueries(ask, PublicAddress(app.wsgi_app, settings.public_address), version, metrics.count)
    bridge = Bridge(
        app.wsgi_app,
        settings,
        Threads("web", settings.workers + settings.queue + OTHERS, ComputingTurns()),
        {path: Threads(path, count) for path, count in RESERVES.items()},
        Kept(ask.cache, metrics.given),
        pressed=lambda: runner.pool.waiting > 0,
        on_cut=lambda: metrics.count("cut", 0),
        on_end=metrics.ended,
    )
    return bridge, quick, metrics


def _most_connections() -> int:
    """Raise the number of open files as far as is useful and allowed; returns how many may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if most > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    # A connection may need a second file, for its answer.
    return max(64, (max(soft, most) - 256) // 2)
