"""The program run on what a stranger sent: in a process of its own, in a folder that is gone afterwards."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from akkuri.computing import aside
from akkuri.errors import RequestError
from akkuri.publish.edition import TABLES
from akkuri.temporary import own_folder
from akkuri.web.page.rendering import language
from akkuri.web.page.site import site

__all__ = ["program", "tables_served", "workplace"]

SECONDS: Final = 60
"""Seconds of computing that a run may take; reading a file is bounded within it (akkuri.commands.bounded)."""
PATIENCE: Final = 240
"""Seconds by the clock: on a busy machine little is computed in a minute."""
AT_ONCE: Final = 2
_places: Final = BoundedSemaphore(AT_ONCE)


@contextmanager
def workplace() -> Iterator[Path]:
    """Give an empty folder, one of few; nothing in it is kept.

    Raises RequestError 503 when all are taken.
    """
    if not _places.acquire(blocking=False):
        raise RequestError(503, "curation.web-busy")
    try:
        with own_folder("sent") as folder:
            yield folder
    finally:
        _places.release()


def program(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    """Run `akkuri` in a folder, in the language of the request.

    Raises RequestError 413 after `SECONDS` of computing, and 503 where `PATIENCE` was not enough for it.
    """
    environment = {**os.environ, "AKKURI_LANG": language().code, "AKKURI_BASE": site().settings.base}
    command = [sys.executable, "-m", "akkuri", *words]
    with (
        aside(),
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as run,
    ):
        with suppress(ProcessLookupError):  # it may have ended already
            resource.prlimit(run.pid, resource.RLIMIT_CPU, (SECONDS, resource.RLIM_INFINITY))
        try:
            output, said = run.communicate(timeout=PATIENCE)
        except BaseException as error:
            run.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise RequestError(503, "curation.web-late", {"seconds": PATIENCE}) from error
            raise
    if run.returncode == -signal.SIGXCPU:
        raise RequestError(413, "curation.web-slow", {"seconds": SECONDS})
    return subprocess.CompletedProcess(command, run.returncode, output, said)


def tables_served(place: Path) -> Path:
    """Return a folder under a place with the tables of the release that is served, as a cluster has them.

    Raises RequestError 404 where the release has none.
    """
    kept, whole = site().cluster, site().folder
    if kept is None or whole is None or not any(kept.glob("*.csv")):
        raise RequestError(404, "curation.web-no-tables")
    folder = place / "tables"
    folder.mkdir()
    for item in (*kept.resolve().iterdir(), (whole / TABLES).resolve()):
        (folder / item.name).symlink_to(item)
    return folder
