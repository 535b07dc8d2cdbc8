"""A release that is opened on demand, beside the one in use: query processes of its own, no web process."""

import socket
from pathlib import Path
from typing import Final

from akkuri.ask.processes.ending import Ending
from akkuri.ask.processes.keeper import Keeper, Role
from akkuri.ask.processes.on_demand import answer_lease, held_until_gone
from akkuri.ask.processes.worker import query_process
from akkuri.commands.served import Served
from akkuri.commands.sockets import listening
from akkuri.errors import AkkuriError, UsageError
from akkuri.release.known import KnownReleases
from akkuri.release.pruning import hold
from akkuri.settings import Settings
from akkuri.system import system_failure
from akkuri.temporary import own_folder

__all__ = ["serve_opened"]

PROCESSES: Final = 3
"""Query processes of a release that is opened on demand: two at work and one spare."""


def serve_opened(
    version: str, lease: socket.socket, known: KnownReleases, settings: Settings, explain: Path
) -> None:
    """Open a release, answer the lease with the folder of its sockets, and mind it until the lease ends.

    A release that cannot be opened is answered with `refused`: the sentence that says why, and `damaged`
    where it is the release's fault. `explain` is the socket of the process that explains queries.
    """
    try:
        _serve(version, lease, known, settings, explain)
    except UsageError as error:
        answer_lease(lease, refused=error.sentence(settings.lang), damaged="yes")
    except AkkuriError as error:
        answer_lease(lease, refused=error.sentence(settings.lang))
    except Exception as error:
        failure = system_failure(error)
        if failure is None:
            raise
        answer_lease(lease, refused=failure.sentence(settings.lang))


def _serve(
    version: str, lease: socket.socket, known: KnownReleases, settings: Settings, explain: Path
) -> None:
    release = known.find(version)
    if release is None:
        raise UsageError.worded("release.unknown", version=version)
    hold(release.folder)
    settled = release.verify().settled(settings)
    source = Served(release=release)
    source.check_address_space(settled)
    with own_folder() as folder, Keeper(patience=0, ending=Ending()) as keeper:
        # It is forked before the store is opened, so that it holds none of its pages.
        keeper.start(Role("lease", lambda: held_until_gone(lease), essential=True))
        questions = listening(folder / "query")
        (folder / "explain").symlink_to(explain)
        store = None if source.disk else source.open(settled)
        if store is not None:
            len(store)  # counted before there are others who share its pages
        fenced = store is not None and not settled.service_hosts

        def answering() -> None:
            lease.close()
            opened = source.open(settled) if store is None else store
            query_process(questions, opened, settled, fenced=fenced)

        keeper.start(Role("query", answering, count=PROCESSES))
        answer_lease(lease, sockets=str(folder), folder=str(release.folder))
        keeper.run()
