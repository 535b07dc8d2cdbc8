"""One generation of the server: a keeper with its web process and its query processes."""

import os
import select
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from akkuri.ask.gate.explainer import explain_process
from akkuri.ask.processes.ending import Ending
from akkuri.ask.processes.generations import report_ready
from akkuri.ask.processes.keeper import Keeper, Role
from akkuri.ask.processes.on_demand import mind_leases
from akkuri.ask.processes.worker import query_process
from akkuri.commands.serve_opened import serve_opened
from akkuri.commands.served import Served
from akkuri.commands.sockets import listening
from akkuri.errors import OutsideError
from akkuri.release.known import KnownReleases, known_beside
from akkuri.settings import Settings
from akkuri.system import address_space_limit, bound_arenas
from akkuri.temporary import own_folder
from akkuri.texts import text

__all__ = ["Ears", "serve_generation"]

SPARE: Final = 1
"""Query processes beyond the workers, so that a killed one is replaced before anybody waits for it."""
START_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Ears:
    """What all generations share: the listening socket, and the file whose lock is the turn to use it."""

    listener: socket.socket
    turn: int

    @property
    def address(self) -> str:
        """The address that people open."""
        host, port = self.listener.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve_generation(ears: Ears, source: Served, settings: Settings, said: str, parent: int) -> int:
    """Fork the web process, open the store, fork the query processes, and mind them all.

    When they answer, the text `said` goes to stdout and the process `parent` is told.
    """
    ending = Ending()

    def orphaned() -> None:
        click.echo(text(settings.lang, "endpoint.orphaned"), err=True)

    with (
        own_folder() as folder,
        Keeper(settings.stream_seconds, settings.ending_seconds, ending, orphaned) as keeper,
    ):
        questions, rejected = listening(folder / "query"), listening(folder / "explain")
        ready, web_ready = os.pipe()
        known = known_beside(source.release, settings.release) if source.release is not None else None

        def web() -> None:
            from akkuri.web.service.post import Post
            from akkuri.web.service.server import serve

            os.close(ready)
            if address_space_limit() is not None:
                bound_arenas(1)  # its many threads would reserve more than all else takes
            serve(Post(ears.listener, folder, web_ready, ears.turn, ending), settings, known)

        keeper.start(Role("web", web, essential=True))
        if known is not None and known.root is not None and settings.open_releases:
            leases = listening(folder / "releases")
            # The socket stays open here, for the process that follows one that has ended.
            keeper.start(Role("releases", lambda: _open_others(leases, known, settings, folder)))
        os.close(web_ready)
        store = None if source.disk else source.open(settings)
        if store is not None and store.version is not None:
            len(store)  # counted before there are others who share its pages
        address = ears.address
        ears.listener.close()
        fenced = store is not None and not source.remote and not settings.service_hosts

        keeper.start(
            Role(
                "query",
                lambda: query_process(
                    questions, source.open(settings) if store is None else store, settings, fenced=fenced
                ),
                count=settings.workers + SPARE,
            )
        )
        keeper.start(Role("explain", lambda: explain_process(rejected)))
        if not select.select([ready], [], [], START_SECONDS)[0] or not os.read(ready, 1):
            raise OutsideError.worded("endpoint.no-web")
        what = source.words(store, settings.lang)
        click.echo(text(settings.lang, said, address=address, what=what))
        report_ready(parent)
        return keeper.run()
    return 0


def _open_others(leases: socket.socket, known: KnownReleases, settings: Settings, folder: Path) -> None:
    """Open releases beside the one in use, each in processes of its own."""

    def serve(version: str, lease: socket.socket) -> None:
        serve_opened(version, lease, known, settings, folder / "explain")

    mind_leases(leases, serve)
