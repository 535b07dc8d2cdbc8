"""The links of a page that becomes a file: relative ones, and forms that work or say that they do not."""

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, NamedTuple

from akkuri.web.plain.places import REGION, PlainFile, answered, place, relative

__all__ = ["LinkedPage", "led", "linked_page"]

_LINK: Final = re.compile(r'="(/(?!/)[^"]*)"')
"""A value that begins with a slash: found by its first letters, several times as fast as by its name."""
_LONGEST: Final = 40
"""What the name of an attribute has at most."""
_MOSTLY: Final = " href"
"""What stands before nearly all of them."""
_LINKING: Final = re.compile(r"\s(?:href|src|action|formaction|data-[a-z-]+)\Z")
_LANGUAGE_FIELD: Final = re.compile(r'<input type="hidden" name="lang"[^>]*>')
_FORM: Final = re.compile(r'<form\b([^>]*)action="([^"]*)"([^>]*)>')
_ASKED_AS: Final = re.compile(r'<link rel="alternate" type="[^"]*" href="[^"?]*query\.html\?[^"]*">\n?')
"""Another form of a document that the tab asks for: the page that does so is of no such type."""
_MARKS: Final = ("<body>", '<nav class="languages"', '<nav class="wrap main"', "<main ", "<footer")
"""Where the pieces of a page begin of which every other is the same on thousands: the frame around it."""
_OF_RECORD: Final = re.compile(
    r"(/(?:doc|id|brief|suggest)/[a-z-]+/|/template/[a-z-]+\.xlsx\?record=[A-Za-z0-9.%]*%2F"
    r"|/network/picture\?around=)"
    r"([A-Za-z0-9_-]+)((?:\.[a-z]+)?(?:\?lang=[a-z]+)?(?:&amp;[a-z]+=[a-z]+)*)"
)
"""The address of a record, or of what is drawn or filled in for it, in three.

Its name is written alike wherever it stands.
"""
_ANY: Final = "any-record"
_REMEMBERED: Final = 1 << 14
"""Links remembered from a folder: most stand on many pages."""
_FRAMES: Final = 1 << 8
"""Pieces of frames remembered."""


@dataclass(slots=True)
class LinkedPage:
    """A page with its links as they are in a file, and the files that they lead to."""

    html: str
    leads_to: dict[str, PlainFile] = field(default_factory=dict)
    dead: bool = False
    """Whether it has a form that needs the server."""
    anchored: frozenset[str] = frozenset()
    """Files that links lead into, to a part of what they say."""


class Led(NamedTuple):
    """Where an address leads from a folder: the file, what to write for it, the link as a page has it."""

    file: str
    place: PlainFile | None
    rest: str
    href: str


class _Known(dict[str, Led]):
    """Where addresses lead, as they stand in pages in one language and folder."""

    def __init__(self, lang: str, base: str, folder: str) -> None:
        super().__init__()
        self._lang, self._base = lang, base
        self._start = f"{folder}/page" if folder else "page"

    def __missing__(self, address: str) -> Led:
        if len(self) > _REMEMBERED:
            self.clear()
        record = _OF_RECORD.fullmatch(address)
        if record is not None and record[2] != _ANY:  # most addresses that a page has for itself
            return self._of_record(address, record[2], self[f"{record[1]}{_ANY}{record[3]}"])
        target = place(html.unescape(address), self._lang, self._base)
        href = html.escape(relative(target.file, target.rest, self._start))
        found = self[address] = Led(target.file, target.place, target.rest, href)
        return found

    def _of_record(self, address: str, name: str, led: Led) -> Led:
        """Return where an address of a record leads, as another record's of the same kind does."""
        place = led.place and PlainFile(
            led.place.file.replace(_ANY, name), led.place.address.replace(_ANY, name)
        )
        file, rest, href = (part.replace(_ANY, name) for part in (led.file, led.rest, led.href))
        found = self[address] = Led(file, place, rest, href)
        return found


@cache  # as many as there are folders
def _known(lang: str, base: str, folder: str) -> _Known:
    return _Known(lang, base, folder)


def led(address: str, file: str, lang: str, base: str) -> Led:
    """Return where an address, as it stands in a page, leads from the page that stands in `file`."""
    return _known(lang, base, posixpath.dirname(file))[address]


def linked_page(body: str, file: str, lang: str, base: str) -> LinkedPage:
    """Return the page that stands in `file` with its links; those of its frame are found once for all."""
    whole = LinkedPage("")
    folder = posixpath.dirname(file)
    pieces = []
    for number, piece in enumerate(_pieces(body)):
        if number % 2:
            made = _frame(piece, folder, lang, base)
            if file in made.anchored:
                made = _linked(piece, folder, lang, base, file)
        else:
            made = _linked(piece, folder, lang, base, file)
        pieces.append(made.html)
        whole.leads_to |= made.leads_to
        whole.dead |= made.dead
    whole.html = "".join(pieces)
    return whole


def _pieces(body: str) -> Iterator[str]:
    """Yield the pieces of a page, every other of them one of its frame; one piece where it has none."""
    start = 0
    for mark in _MARKS:
        end = body.find(mark, start)
        if end < 0:
            break
        yield body[start:end]
        start = end
    yield body[start:]


@lru_cache(maxsize=_FRAMES)
def _frame(piece: str, folder: str, lang: str, base: str) -> LinkedPage:
    return _linked(piece, folder, lang, base, None)


def _linked(piece: str, folder: str, lang: str, base: str, file: str | None) -> LinkedPage:
    """Return a piece of a page with its links; `file` is where the page stands, if that is told."""
    found = LinkedPage("")
    anchored = set()

    def form(match: re.Match[str]) -> str:
        whole = match[0].replace('method="post"', 'method="get"')
        action = html.unescape(match[2]).partition("?")[0]
        if answered(action):
            return whole
        if action == "/gaps":
            return whole.replace('action="/gaps"', f'action="{REGION}"')
        found.dead = True
        return whole.replace("<form", "<form inert", 1)

    parts = _LINK.split(_FORM.sub(form, _LANGUAGE_FIELD.sub("", piece)))
    known = _known(lang, base, folder)
    for number in range(1, len(parts), 2):  # each link between what stands before and after it
        before, address = parts[number - 1], parts[number]
        if not before.endswith(_MOSTLY) and not _LINKING.search(before[-_LONGEST:]):
            parts[number] = f'="{address}"'
            continue
        target, place, rest, href = known[address]
        if place is not None:
            found.leads_to[place.file] = place
        if rest.startswith("#"):
            anchored.add(target)
            if target == file:
                href = html.escape(rest)
        parts[number] = f'="{href}"'
    found.html = _ASKED_AS.sub("", "".join(parts))
    found.anchored = frozenset(anchored)
    return found
