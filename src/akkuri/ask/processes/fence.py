"""What a query process may still do: open nothing, take so much memory, live no longer than its parent."""

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["address_space", "bound_memory", "deep_stack", "die_with_parent", "no_new_files", "resident"]

_PR_SET_PDEATHSIG: Final = 1
_STACK: Final = 112 * 1024 * 1024
"""The kernel keeps 128 MiB free below the stack of every process, so it can grow so far at any time."""
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def die_with_parent(parent: int, number: int = signal.SIGKILL) -> None:
    """Ask the kernel for a signal to this process when its parent ends, however the parent ends (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def deep_stack() -> None:
    """Let the stack of this process's first thread grow: the engine recurses over every part of a query."""
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    most = _STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_STACK, (most, hard))


def no_new_files() -> None:
    """Let no file or connection be opened from now on: SERVICE and LOAD have nowhere to go even unseen."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))


def address_space(pid: int | str = "self") -> int:
    """Return the bytes of address space a process has, 0 where the system does not tell."""
    return _statm(pid, 0)


def resident(pid: int | str = "self") -> int:
    """Return the bytes of memory a process holds, 0 where the system does not tell."""
    return _statm(pid, 1)


def _statm(pid: int | str, column: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[column]) * _PAGE
    except (OSError, IndexError):
        return 0


def bound_memory(extra: int) -> None:
    """Let the process add at most `extra` bytes of address space: the backstop behind the watched limit."""
    base = address_space()
    if base:
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = [limit for limit in (base + extra, soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(allowed), hard))
