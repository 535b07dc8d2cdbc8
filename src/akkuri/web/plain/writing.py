"""Writing files: the application is asked for each address, and a page becomes one that stands alone."""

import gc
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from flask import Flask, Response
from werkzeug.test import create_environ

from akkuri.texts import LANGUAGES
from akkuri.web.http.public_address import PublicAddress
from akkuri.web.http.state import state
from akkuri.web.plain.pages import plain_page
from akkuri.web.plain.places import PlainFile
from akkuri.web.plain.templates import template_at
from akkuri.web.records.documents import document_at

__all__ = ["TOGETHER", "PlainFiles", "answer_of", "write_files"]

_FINE: Final = (200, 410)
_MADE_TOGETHER: Final = {"/catalog": "/download", "/download": "/download", "/template": "/template"}
"""How addresses begin of what is made of one reading, and the answer that all of them count as."""
TOGETHER: Final = frozenset(_MADE_TOGETHER.values())
"""The answers that take longest."""
_BEGINNING: Final = re.compile(r"/[a-z]*")
_LEFT: Final = 8
"""Pages after which what they leave is looked through."""


@dataclass(slots=True)
class PlainFiles:
    """What was written: files by their path, and the addresses that had no answer, with their status."""

    files: set[str] = field(default_factory=set)
    failed: dict[str, int] = field(default_factory=dict)
    leads_to: dict[str, PlainFile] = field(default_factory=dict)

    def take(self, part: "PlainFiles") -> None:
        """Add what a process has written."""
        self.files |= part.files
        self.failed |= part.failed
        self.leads_to |= part.leads_to

    def lacking(self, given: Mapping[str, PlainFile]) -> list[PlainFile]:
        """Return what is still to be written of the places given and of those that pages lead to."""
        led, self.leads_to = {**self.leads_to, **given}, {}
        return [
            each for each in led.values() if each.file not in self.files and each.address not in self.failed
        ]


def answer_of(place: PlainFile) -> str:
    """Return what the forms of one answer have in common: its page in each language, its tables.

    Downloads and templates are made of what is read once for all of them.
    """
    return _answer_at(place.address)


@lru_cache(maxsize=1 << 14)
def _answer_at(address: str) -> str:
    path = address.removeprefix("/api").partition("?")[0]
    beginning = _BEGINNING.match(path)
    return _MADE_TOGETHER.get(beginning[0], path) if beginning else path


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


def write_files(
    app: Flask, places: Iterable[PlainFile], out: Path, base: str, done: Collection[str] = ()
) -> PlainFiles:
    """Write some places, and other forms of the same answers but those that are `done`."""
    writer = _Writer(app, out, base)
    found = writer.found
    pages = 0
    for place in places:
        answer = answer_of(place)
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
            waiting += [form for form in led.values() if answer_of(form) == answer and form.file not in done]
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
