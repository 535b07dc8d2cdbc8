"""What the operating system refuses - room on a disk, memory, the length of a file - as one sentence each."""

import ctypes
import errno
import os
import re
import resource
from contextlib import suppress
from pathlib import Path
from threading import get_native_id
from typing import Final

from akkuri.errors import OutsideError
from akkuri.texts import Wording

__all__ = [
    "THREAD_STACK",
    "WAITING_CONNECTIONS",
    "address_space_limit",
    "behind_others",
    "bound_arenas",
    "check_system",
    "give_back_freed",
    "keep_freed",
    "killed",
    "no_memory",
    "system_failure",
]

MIB: Final = 1024 * 1024
THREAD_STACK: Final = 8 * MIB
"""Bytes of address space for the stack of each thread of the server."""
WAITING_CONNECTIONS: Final = 1024
"""Connections that may wait to be taken: one that finds no room is tried again only after a second."""
BEHIND: Final = 2
"""How much nicer what computes is than what only passes requests on, as `nice` counts."""
_ARENA_MAX: Final = -8
"""How the GNU C library calls the number of heaps that threads may have."""
_PURGE_DELAY: Final = 15
"""How mimalloc calls the milliseconds after which free memory goes back (mimalloc.h, mi_option_e)."""
_REASONS: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "too-long",
    errno.EIO: "broken",
    errno.ENOMEM: "memory",
    errno.EMFILE: "files",
    errno.ENFILE: "files",
}
"""Error number → what is lacking; any other says something about the place and not about the system."""
_QUOTED: Final = re.compile(r"\(os error (\d+)\)")
_NO_TEMPORARY: Final = "No usable temporary directory"
"""What Python's library says where no temporary folder can be written to, full ones included."""
_NO_MEMORY_SIGNS: Final = ("cannot allocate memory", "failed to map segment", "can't start new thread")


def address_space_limit() -> int | None:
    """Return the bytes of address space a process may have (`ulimit -v`); None when there is no limit."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def behind_others() -> None:
    """Let the thread at hand have the processor after others: where all compute some must answer."""
    with suppress(OSError):  # a system whose threads have no priority of their own
        os.setpriority(os.PRIO_PROCESS, get_native_id(), BEHIND)


def bound_arenas(count: int) -> None:
    """Let threads share so many heaps of the GNU C library: each reserves 64 MiB of address space."""
    with suppress(AttributeError):  # another C library has no such heaps
        ctypes.CDLL(None).mallopt(_ARENA_MAX, count)


def keep_freed(milliseconds: int) -> None:
    """Let mimalloc, where it is in use, keep what is free for a while: who needs it next has it at once."""
    with suppress(AttributeError):  # the C library's own allocator
        ctypes.CDLL(None).mi_option_set(_PURGE_DELAY, ctypes.c_long(milliseconds))


def give_back_freed() -> None:
    """Let mimalloc, where it is in use, give back to the system what it has kept."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mi_collect(ctypes.c_bool(True))


def check_system(place: Path, error: Exception) -> None:
    """Raise OutsideError for an error that is the system's and not that of the place being written."""
    found = system_failure(error, place)
    if found is not None:
        raise found from error


def killed(signal_name: str) -> OutsideError:
    """Return the error for work whose process was ended by a signal, as happens when memory runs out."""
    return OutsideError.worded("system.killed", signal=signal_name, limit=_limit())


def no_memory() -> OutsideError:
    """Return the error for work that needs more memory than there is."""
    return OutsideError.worded("system.memory", limit=_limit())


def system_failure(error: BaseException, place: Path | None = None) -> OutsideError | None:
    """Return the error to show for an exception that means that the system refused something, else None.

    `place` is what was being written, where it is known.
    """
    said = str(error)
    number = error.errno if isinstance(error, OSError) else _number(said)
    if number in _REASONS:
        name = place or getattr(error, "filename", None) or Wording("system.standard-output")
        return OutsideError.worded(f"system.{_REASONS[number]}", place=name, limit=_limit())
    if isinstance(error, FileNotFoundError) and _NO_TEMPORARY in said:
        return OutsideError.worded("system.temporary")
    if isinstance(error, MemoryError) or any(sign in said.lower() for sign in _NO_MEMORY_SIGNS):
        return no_memory()
    return None


def _number(said: str) -> int | None:
    """Return the error number that an engine quotes."""
    found = _QUOTED.search(said)
    return int(found[1]) if found else None


def _limit() -> str:
    """Return the limit of the address space, in words that can follow others, or nothing."""
    limit = address_space_limit()
    return "" if limit is None else f" (ulimit -v: {limit // MIB} MiB)"
