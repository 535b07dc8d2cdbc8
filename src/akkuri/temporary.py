"""Temporary folders: of their user alone, held while the process that made them lives, and gone with it.

A process that is killed leaves its folders behind. The next one of the same user removes them once it is sure
that nobody uses them: no process holds their lock, and none listens on a socket in them.
"""

import fcntl
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

__all__ = ["clear_left", "held_folder", "own_folder"]

_NAMED: Final = re.compile(r"akkuri-(?:[a-z]+-)?[a-z0-9_]{8}")
_HELD: Final = 0o1700
"""The mode of a folder that is held by a lock: one without it that nobody holds is left behind."""
QUIET: Final = 3600.0
"""Seconds after which any other folder, as older versions made them, is left behind."""
_SOCKETS: Final = Path("/proc/net/unix")


@contextmanager
def own_folder(purpose: str = "") -> Iterator[Path]:
    """Make a folder that only this user can enter, for a purpose (one word), and remove it in the end.

    It is held by this process and by those that it forks.
    """
    folder, lock = held_folder(purpose)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def held_folder(purpose: str = "") -> tuple[Path, int]:
    """Make such a folder and return it with the descriptor that holds it; whoever asks removes it."""
    folder = Path(tempfile.mkdtemp(prefix=f"akkuri-{purpose}-" if purpose else "akkuri-"))
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    with suppress(OSError):  # some file systems have no locks
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        folder.chmod(_HELD)
    return folder, lock


def clear_left() -> None:
    """Remove the folders of this user that killed processes have left behind."""
    with suppress(OSError):
        listening = _SOCKETS.read_text(encoding="utf-8", errors="surrogateescape")
        for entry in os.scandir(tempfile.gettempdir()):
            if _NAMED.fullmatch(entry.name) is not None:
                with suppress(OSError):
                    _clear(entry, listening)


def _clear(entry: "os.DirEntry[str]", listening: str) -> None:
    facts = entry.stat(follow_symlinks=False)
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or f"{entry.path}/" in listening:
        return
    if stat.S_IMODE(facts.st_mode) != _HELD and time.time() - facts.st_mtime < QUIET:
        return
    lock = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(entry.path, ignore_errors=True)
    finally:
        os.close(lock)
