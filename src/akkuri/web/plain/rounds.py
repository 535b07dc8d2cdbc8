"""Writing a site round by round: pages, then what they lead to, by several processes."""

import gc
import os
import re
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Final

from flask import Flask

from akkuri.errors import AkkuriError, OutsideError
from akkuri.web.plain.places import PlainFile
from akkuri.web.plain.writing import TOGETHER, PlainFiles, answer_of, write_files

__all__ = ["write_all", "write_pages"]

_TAKEN: Final = 50
"""Places that a process takes at a time, at most."""
_SHARES: Final = 4
"""It takes this part of its share of what is left: at the end little, so that none waits long for another."""
_KIND: Final = re.compile(r"/doc/([^/]+)/[^/]+\?")
"""The address of a page about a record."""
_FORK: Final = get_context("fork")


def write_all(
    app: Flask, start: Iterable[PlainFile], out: Path, base: str, meanwhile: Callable[[], None] = lambda: None
) -> PlainFiles:
    """Write the files of some places, and of all that their pages lead to, round by round.

    `meanwhile` is done here while the processes write. Raises OutsideError when a process that writes fails.
    """
    whole = PlainFiles()
    given = {place.file: place for place in start}
    first = _one_of_each_kind(given)  # here, so that the processes that come after have what these needed
    whole.take(write_files(app, list(first.values()), out, base))
    with _writers(app, out, base) as writers:
        while todo := whole.lacking(given):
            writers.begin(sorted(todo, key=_neighbours), whole.files)
            meanwhile()
            meanwhile = _nothing
            for part in writers.done():
                whole.take(part)
    return whole


def _nothing() -> None:
    """Do nothing."""


def _one_of_each_kind(places: Mapping[str, PlainFile]) -> dict[str, PlainFile]:
    """Return a page about a record of each kind."""
    kinds = {kind[1]: place for place in places.values() if (kind := _KIND.match(place.address))}
    return {place.file: place for place in kinds.values()} or dict(places)


def _neighbours(place: PlainFile) -> tuple[bool, str, str]:
    """Return the key by which the forms of one answer are written one after the other.

    What takes longest comes first, so that no process is left with it at the end.
    """
    answer = answer_of(place)
    return answer not in TOGETHER, answer, place.address


def write_pages(app: Flask, places: Sequence[PlainFile], out: Path, base: str) -> list[PlainFiles]:
    """Write some places and other forms of the same answers, those mostly in the same of several processes.

    Raises what stopped a process, OutsideError when one has ended.
    """
    if len(places) < 2 * _TAKEN:
        return [write_files(app, places, out, base)]
    with _writers(app, out, base) as writers:
        writers.begin(places)
        return writers.done()


@contextmanager
def _writers(app: Flask, out: Path, base: str) -> Iterator["_Writers"]:
    """Give the processes that write; they end with the block."""
    writers = _Writers(app, out, base)
    try:
        yield writers
    finally:
        writers.end()


class _Writers:
    """Processes that write, as many as there are processors; each keeps what it has read to the end."""

    def __init__(self, app: Flask, out: Path, base: str) -> None:
        self._out = out
        self._begun = _FORK.Value("l", 0)
        self._started = []
        processes = os.cpu_count() or 1
        for _ in range(processes):
            here, there = _FORK.Pipe()
            given = (there, self._begun, processes, app, out, base)
            process = _FORK.Process(target=_serve, args=given, daemon=True)
            process.start()
            there.close()
            self._started.append((process, here))

    def begin(self, places: Sequence[PlainFile], done: Collection[str] = ()) -> None:
        """Let the processes write places; `done` are the files that stand already."""
        self._begun.value = 0
        for _, here in self._started:
            with suppress(BrokenPipeError):  # of a process that has ended: it is told as that
                here.send((places, done))

    def done(self) -> list[PlainFiles]:
        """Return what each has written, or raise what stopped one, OutsideError when one has ended."""
        found: list[PlainFiles] = []
        for process, here in self._started:
            told = _told(here)
            if told is None:
                process.join()
                raise OutsideError.worded("plain.process-failed", folder=self._out, code=process.exitcode)
            if isinstance(told, Exception):
                raise told
            found.append(told)
        return found

    def end(self) -> None:
        """End the processes."""
        for process, here in self._started:
            process.kill()
            process.join()
            here.close()


def _told(here: Connection) -> PlainFiles | Exception | None:
    """Return what a process has written, or what stopped it; None when it has ended without a word."""
    try:
        told: PlainFiles | Exception = here.recv()
    except (EOFError, ConnectionResetError):
        return None
    return told


def _taken(places: Sequence[PlainFile], begun: "Synchronized[int]", processes: int) -> Iterator[PlainFile]:
    """Yield places that no other process has begun, a few at a time, until there are none left.

    The forms of one answer are taken together.
    """
    while True:
        with begun.get_lock():
            first = begun.value
            share = min(_TAKEN, (len(places) - first) // (processes * _SHARES))
            if first < len(places) and answer_of(places[first]) in TOGETHER:
                share = 1
            last = min(first + max(1, share), len(places))
            while first < last < len(places) and answer_of(places[last]) == answer_of(places[last - 1]):
                last += 1
            begun.value = last
        if first >= len(places):
            return
        yield from places[first:last]


def _serve(
    to: Connection, begun: "Synchronized[int]", processes: int, app: Flask, out: Path, base: str
) -> None:
    """Write what is given round by round, in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app.logger.disabled = True  # what cannot be made stops the writing, and is told once
    gc.freeze()  # what is there stays: looking through it again and again takes a fifth of the time
    gc.disable()
    try:
        while True:
            places, done = to.recv()
            written = write_files(app, _taken(places, begun, processes), out, base, done)
            written.forget({place.file for place in places}.union(done))  # others write what this has not
            to.send(written)
    except EOFError:
        return
    except (OSError, MemoryError, AkkuriError) as error:
        to.send(error)
