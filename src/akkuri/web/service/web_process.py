"""What the one worker of gunicorn does: the application, its connections, and their end."""

import asyncio
import os
import resource
import sys
import time
from typing import Any, Final

from akkuri.ask.processes.fence import die_with_parent
from akkuri.ask.processes.runners import PoolRunner
from akkuri.ask.service import Ask
from akkuri.computing import ComputingTurns
from akkuri.garbage import collect_seldom
from akkuri.release.known import KnownReleases
from akkuri.release.opening import Release
from akkuri.settings import Settings
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
from akkuri.web.service.connections import Connections, Visitor
from akkuri.web.service.farewell import farewell
from akkuri.web.service.handover import Handover
from akkuri.web.service.kept import Kept
from akkuri.web.service.metrics import Metrics
from akkuri.web.service.post import KEPT, LINE, Post
from akkuri.web.service.taking import taking
from akkuri.web.service.threads import Threads
from akkuri.web.service.unread import Unread

__all__ = ["WebProcess"]

OTHERS: Final = 8
"""Threads beside those that a full pool and a full queue hold: to say 503, and for pages."""
RESERVES: Final = {"/health/live": 1, "/health/": 2, "/metrics": 1}
"""Threads of their own for what operators ask, whatever else goes on."""
FILES: Final = 65_536
"""Files and sockets that the process wants to have open; a part of them may be connections."""


class WebProcess:
    """The release in use, and the others that are known; without any a store."""

    def __init__(self, post: Post, settings: Settings, known: KnownReleases | None) -> None:
        self._post = post
        self._settings = settings
        self.bridge, queries, metrics = _application(post, settings, known)
        self._at_once = AtOnce(self.bridge, queries)
        self._unread = Unread(settings, LINE, self.bridge)
        self._handover = Handover(post.turn, metrics.counted)
        metrics.read = self._handover.tell

    def begin(self, worker: Any) -> None:
        """Take connections from now on; gunicorn's worker is about to listen."""
        die_with_parent(worker.ppid)
        collect_seldom()
        os.write(self._post.ready, b"1")
        self._handover.take()  # one process takes connections at a time
        # gunicorn ends when it counts no more connections, and of ours it counts few: `_leave` ends us.
        worker.nr_conns += 1
        settings = self._settings
        times = settings.request_seconds, KEPT, settings.stream_seconds
        connections = Connections(self._unread.refuse, self._at_once.answer, _most_connections(), *times)
        worker.loop.create_server = taking(
            connections, worker.loop.create_server, lambda server: self._leave(server, connections)
        )

    async def _leave(self, server: asyncio.Server, connections: Connections) -> None:
        await farewell(server, connections, self._post.ending, self._handover.give, self._late)
        self._at_once.end()
        self._handover.end()
        sys.stderr.flush()
        os._exit(0)  # the worker itself looks only once a second whether it may end

    def _late(self, cut: list[Visitor]) -> None:
        now = time.monotonic()
        what = "; ".join(f"{each.asked} ({now - each.since:.0f} s)" for each in cut)
        said = text(self._settings.lang, "endpoint.cut-at-stop", count=len(cut), what=what)
        sys.stderr.write(said + "\n")


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
