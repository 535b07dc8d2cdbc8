"""When Python's cyclic collector looks, which holds up all threads of a process.

Reading a registry or a graph makes a million small objects that stay: looking at them loses time. In a server
it looks at everything when nobody waits for an answer, and else seldom: with hundreds of connections that
takes a tenth of a second.
"""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["collect_seldom", "collect_when_quiet", "give_back", "staying", "uncollected"]

SELDOM: Final = 50
"""Looks at what is new (some thousand objects each) for one at everything, while requests are under way."""
DUE: Final = 10
"""Looks at what is new after which one at everything is worth it."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's cyclic garbage collector off; a quarter of the time of reading and indexing is saved."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def staying() -> Iterator[None]:
    """Make what stays as long as the process: the collector never looks at it.

    It looks at everything in one piece, and no other thread runs meanwhile: a third of a second for a graph.
    """
    with uncollected():
        yield
        gc.freeze()  # while it is off: once it is on again it looks at once at all that was made meanwhile


def collect_seldom() -> None:
    """Let what is here now stay, and look at all else seldom: who serves calls `collect_when_quiet`."""
    gc.freeze()
    new, some, _ = gc.get_threshold()
    gc.set_threshold(new, some, SELDOM)


def collect_when_quiet() -> None:
    """Look at everything if enough is new; nobody waits just now."""
    if gc.get_count()[2] >= DUE:
        gc.collect()


def give_back() -> None:
    """Give the system back what was freed, where the C library keeps it for later (glibc)."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
