"""A process in which every thread waits for another: an engine that could not start all of its threads."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["Standstill"]

_PATIENCE: Final = 10.0
"""Seconds (almost) without computing until a process whose threads all wait for locks is given up."""
_IDLE: Final = 0.05
"""Part of a core that is used by threads which only look again and again whether their lock is free."""
_LOCK: Final = "futex"
"""How the kernel's name of the place where a thread waits begins when it waits for another thread."""
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = 11, 12
"""Where `/proc/PID/stat` has the time spent, counted from 0 behind the name."""


class Standstill:
    """Looks now and then whether a process and all that it started have come to a standstill (Linux).

    Work that waits for a person, a disk or another machine does not stand still, however long it waits;
    where the system does not tell what a thread waits for, nothing ever stands still.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._spent = 0.0
        self._since = time.monotonic()

    def reached(self) -> bool:
        """Return whether nothing was computed for ten seconds and one process waits for itself only."""
        tree = _tree(self._pid)
        spent = sum(_seconds(pid) for pid in tree)
        if spent - self._spent > _PATIENCE * _IDLE:
            self._spent, self._since = spent, time.monotonic()
        return time.monotonic() - self._since >= _PATIENCE and any(_locked(pid) for pid in tree)


def _tree(pid: int) -> list[int]:
    """Return a process and those that it and they started."""
    tree = [pid]
    for one in tree:
        for task in _tasks(one):
            with suppress(OSError):
                tree += map(int, (task / "children").read_text().split())
    return tree


def _tasks(pid: int) -> list[Path]:
    with suppress(OSError):
        return [Path(f"/proc/{pid}/task", task) for task in os.listdir(f"/proc/{pid}/task")]
    return []


def _seconds(pid: int) -> float:
    """Return the computing time that a process has used."""
    with suppress(OSError, IndexError, ValueError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS
    return 0.0


def _locked(pid: int) -> bool:
    """Whether a process has threads, and each of them waits for a lock."""
    tasks = _tasks(pid)
    try:
        return bool(tasks) and all((task / "wchan").read_text().startswith(_LOCK) for task in tasks)
    except OSError:
        return False
