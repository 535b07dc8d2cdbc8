"""Writing files: the application is asked for each address, and a page becomes one that stands alone."""

import gc
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

from akkuri.texts import LANGUAGES
from akkuri.web.plain.asking import Asking
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

    def forget(self, known: Collection[str]) -> None:
        """Forget what pages lead to but what is new: telling of the rest takes as long as many pages."""
        self.leads_to = {
            file: place
            for file, place in self.leads_to.items()
            if file not in known and file not in self.files
        }

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


@lru_cache(maxsize=1 << 16)
def _answer_at(address: str) -> str:
    path = address.removeprefix("/api").partition("?")[0]
    beginning = _BEGINNING.match(path)
    return _MADE_TOGETHER.get(beginning[0], path) if beginning else path


def write_files(
    app: Flask, places: Iterable[PlainFile], out: Path, base: str, done: Collection[str] = ()
) -> PlainFiles:
    """Write some places, and other forms of the same answers but those that are `done`."""
    with Asking(app).kept() as asked:
        return _written(_Writer(asked, out, base), places, done)


def _written(writer: "_Writer", places: Iterable[PlainFile], done: Collection[str]) -> PlainFiles:
    found = writer.found
    pages = 0
    for place in places:
        answer = answer_of(place)
        part = "" if answer in TOGETHER else answer  # of each address of its forms, and of few others
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
            waiting += [
                form
                for form in led.values()
                if part in form.address and answer_of(form) == answer and form.file not in done
            ]
    return found


class _Writer:
    """Writes files into a folder, and remembers which."""

    def __init__(self, asked: Callable[[str], Response], out: Path, base: str) -> None:
        """`asked` answers an address, within a request."""
        self.found = PlainFiles()
        self._asked, self._out, self._base = asked, f"{out}/", base
        self._folders: set[str] = set()
        self._prefix = request.script_root
        self._prefixed = re.compile(rf'(?<=[\s<])((?:[a-z-]+=")?){re.escape(self._prefix)}/(?!/)')

    def write(self, place: PlainFile) -> dict[str, PlainFile]:
        """Write what a place has to say, and return what its page leads to."""
        leads_to: dict[str, PlainFile] = {}
        body = document_at(place.address) or template_at(place.address)
        if body is not None:
            self._keep(place, body)
            return leads_to
        with self._asked(place.address) as answer:
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
