"""Writing the files: every address that pages lead to is asked of the application, in several processes."""

import gc
import os
import re
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from flask import Flask, Response
from werkzeug.test import create_environ

from akkuri.errors import AkkuriError, OutsideError
from akkuri.texts import LANGUAGES
from akkuri.web.http.public_address import PublicAddress
from akkuri.web.http.state import state
from akkuri.web.plain.pages import plain_page
from akkuri.web.plain.places import PlainFile
from akkuri.web.plain.templates import template_at
from akkuri.web.records.documents import document_at

__all__ = ["PlainFiles", "write_all", "write_pages"]

_FINE: Final = (200, 410)
_TAKEN: Final = 50
"""Places that a process takes at a time, at most."""
_SHARES: Final = 4
"""It takes this part of its share of what is left: at the end little, so that none waits long for another."""
_KIND: Final = re.compile(r"/doc/([^/]+)/[^/]+\?")
"""The address of a page about a record."""
_LEFT: Final = 8
"""Pages after which what they leave is looked through."""
_FORK: Final = get_context("fork")


@dataclass(slots=True)
class PlainFiles:
    """What was written: files by their path, and the addresses that had no answer, with their status."""

    files: set[str] = field(default_factory=set)
    failed: dict[str, int] = field(default_factory=dict)
    leads_to: dict[str, PlainFile] = field(default_factory=dict)


def write_all(app: Flask, start: Iterable[PlainFile], out: Path, base: str) -> PlainFiles:
    """Write the files of some places, and of all that their pages lead to, round by round.

    Raises OutsideError when a process that writes fails.
    """
    whole = PlainFiles()
    given = {place.file: place for place in start}
    todo = _one_of_each_kind(given)  # here, so that the processes that come after have what these needed
    while todo:
        for part in write_pages(app, sorted(todo.values(), key=_neighbours), out, base, whole.files):
            whole.files |= part.files
            whole.failed |= part.failed
            whole.leads_to |= part.leads_to
        todo = {
            file: place
            for file, place in (whole.leads_to | given).items()
            if file not in whole.files and place.address not in whole.failed
        }
        whole.leads_to = {}
    return whole


def _one_of_each_kind(places: Mapping[str, PlainFile]) -> dict[str, PlainFile]:
    """Return a page about a record of each kind."""
    kinds = {kind[1]: place for place in places.values() if (kind := _KIND.match(place.address))}
    return {place.file: place for place in kinds.values()} or dict(places)


def _answer(place: PlainFile) -> str:
    """Return what the forms of one answer have in common: its page in each language, its tables."""
    return place.address.removeprefix("/api").partition("?")[0]


def _neighbours(place: PlainFile) -> tuple[str, str]:
    """Return the key by which the forms of one answer are written one after the other."""
    return _answer(place), place.address


def write_pages(
    app: Flask, places: Sequence[PlainFile], out: Path, base: str, done: Collection[str] = ()
) -> list[PlainFiles]:
    """Write some places and other forms of the same answers, those mostly in the same of several processes.

    `done` are the files that stand already. Raises what stopped a process, OutsideError when one has ended.
    """
    processes = max(1, min(os.cpu_count() or 1, len(places) // _TAKEN))
    if processes == 1:
        return [_write(app, places, out, base, done)]
    begun = _FORK.Value("l", 0)
    started = []
    for _ in range(processes):
        here, there = _FORK.Pipe(duplex=False)
        share = _taken(places, begun, processes)
        process = _FORK.Process(target=_send, args=(there, app, share, out, base, done), daemon=True)
        process.start()
        there.close()
        started.append((process, here))
    found: list[PlainFiles] = []
    try:
        for process, here in started:
            told = _told(here)
            process.join()
            if told is None:
                raise OutsideError(f"{out}: a process that writes pages failed ({process.exitcode}).")
            if isinstance(told, Exception):
                raise told
            found.append(told)
    finally:
        for process, _ in started:
            process.kill()
    return found


def _told(here: Connection) -> PlainFiles | Exception | None:
    """Return what a process has written, or what stopped it; None when it has ended without a word."""
    try:
        told: PlainFiles | Exception = here.recv()
    except EOFError:
        return None
    return told


def _taken(places: Sequence[PlainFile], begun: "Synchronized[int]", processes: int) -> Iterator[PlainFile]:
    """Yield places that no other process has begun, a few at a time, until there are none left.

    The forms of one answer are taken together.
    """
    while True:
        with begun.get_lock():
            first = begun.value
            share = (len(places) - first) // (processes * _SHARES)
            last = min(first + max(1, min(_TAKEN, share)), len(places))
            while first < last < len(places) and _answer(places[last]) == _answer(places[last - 1]):
                last += 1
            begun.value = last
        if first >= len(places):
            return
        yield from places[first:last]


def _send(
    to: Connection, app: Flask, share: Iterable[PlainFile], out: Path, base: str, done: Collection[str]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.freeze()  # what is there stays: looking through it again and again takes a fifth of the time
    gc.disable()
    try:
        to.send(_write(app, share, out, base, done))
    except (OSError, MemoryError, AkkuriError) as error:
        to.send(error)
    to.close()


def _server(app: Flask) -> dict[str, Any]:
    """Return the variables that requests have in common, as the server at the public address has them."""
    with app.app_context():
        address = state().settings.public_address
    found = create_environ("/")

    def keep(environ: dict[str, Any], _: Callable[..., Any]) -> tuple[()]:
        found.update(environ)
        return ()

    PublicAddress(keep, address)(dict(found), lambda *_: None)
    return found


@contextmanager
def _asked(app: Flask, server: dict[str, Any], address: str) -> Iterator[Response]:
    """Answer an address as a server whose variables are `server` would, without the work of either side."""
    path, _, query = address.partition("?")
    asked = {"PATH_INFO": unquote(path, "latin-1"), "QUERY_STRING": query, "REQUEST_URI": address}
    with app.request_context({**server, **asked, "RAW_URI": address, "wsgi.input": BytesIO()}):
        try:
            answer = app.full_dispatch_request()
        except Exception as error:  # whatever a page raises is a page that has no answer
            answer = app.handle_exception(error)
        answer.direct_passthrough = False
        with answer:
            yield answer


def _write(
    app: Flask, places: Iterable[PlainFile], out: Path, base: str, done: Collection[str]
) -> PlainFiles:
    writer = _Writer(app, out, base)
    found = writer.found
    pages = 0
    for place in places:
        answer = _answer(place)
        waiting = [place]
        while waiting:
            one = waiting.pop()
            if one.file in found.files or one.address in found.failed:
                continue
            led = writer.write(one)
            pages += bool(led)
            if pages == _LEFT:
                gc.collect(0)  # what a few pages leave is near and soon looked through, that of many is not
                pages = 0
            found.leads_to |= led
            waiting += [form for form in led.values() if _answer(form) == answer and form.file not in done]
    return found


class _Writer:
    """Writes files into a folder, and remembers which."""

    def __init__(self, app: Flask, out: Path, base: str) -> None:
        self.found = PlainFiles()
        self._app, self._out, self._base = app, f"{out}/", base
        self._folders: set[str] = set()
        self._server = _server(app)
        self._prefix = self._server["SCRIPT_NAME"]
        self._prefixed = re.compile(rf'(?<=[\s<])((?:[a-z-]+=")?){re.escape(self._prefix)}/(?!/)')

    def write(self, place: PlainFile) -> dict[str, PlainFile]:
        """Write what a place has to say, and return what its page leads to."""
        leads_to: dict[str, PlainFile] = {}
        with self._app.app_context():
            body = document_at(place.address) or template_at(place.address)
        if body is not None:
            self._keep(place, body)
            return leads_to
        with _asked(self._app, self._server, place.address) as answer:
            if answer.status_code not in _FINE:
                self.found.failed[place.address] = answer.status_code
                return leads_to
            body = answer.get_data()
            if answer.mimetype == "text/html":
                lang = answer.headers.get("Content-Language", LANGUAGES[0])
                path = place.address.partition("?")[0]
                told, header = body.decode(), answer.headers.get("Link", "")
                if self._prefix:  # links are relative wherever the files stand
                    told, header = self._prefixed.sub(r"\1/", told), self._prefixed.sub(r"\1/", header)
                page = plain_page(told, header, place.file, path, lang, self._base)
                body, leads_to = page.body, page.leads_to
        self._keep(place, body)
        return leads_to

    def _keep(self, place: PlainFile, body: bytes) -> None:
        folder = place.file.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(self._out + folder, exist_ok=True)
            self._folders.add(folder)
        with open(self._out + place.file, "wb", buffering=0) as file:
            file.write(body)
        self.found.files.add(place.file)
