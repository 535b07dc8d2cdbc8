"""The lines of a file of a release, of JSON each, read where they are met: a page meets few of them."""

import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

__all__ = ["KeptLines", "KeptLists", "json_line", "open_lines"]

_written: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_read: Final = json.JSONDecoder().raw_decode
"""Without what `json` does around them, which takes as long: a page may read a thousand lines."""


def json_line(value: object) -> str:
    """Return a value as a line of such a file."""
    return f"{_written(value)}\n"


def open_lines(file: Path | None, form: int) -> tuple[dict[str, Any], "KeptLines"] | None:
    """Return the first line of a file and the others.

    None where there is no file, or one of another form, as an earlier or a later program writes it.
    """
    if file is None or not file.is_file():
        return None
    with file.open("rb") as handle:
        head = json.loads(handle.readline())
        if head["form"] != form:
            return None
        starts = array("I", accumulate(map(len, handle), initial=handle.tell()))[:-1]
        return head, KeptLines(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ), starts)


class KeptLines:
    """Some lines of a file one after the other."""

    def __init__(self, content: mmap.mmap, starts: Sequence[int]) -> None:
        self._content = content
        self._starts = starts
        self._next = 0

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> Any:
        start = self._starts[number]
        return _read(self._content[start : self._content.find(b"\n", start)].decode())[0]

    def between(self, first: int, end: int | None = None) -> "KeptLines":
        """Return some of the lines."""
        return KeptLines(self._content, self._starts[first:end])

    def place(self, begins: bytes) -> int:
        """Return the place of the first line, of sorted ones, that begins so or stands behind such.

        Many things are looked up in the order of their lines: the next one is looked at first.
        """
        content, starts, length, place = self._content, self._starts, len(begins), self._next
        if place >= len(starts) or content[starts[place] : starts[place] + length] != begins:
            place = bisect_left(starts, begins, key=lambda start: content[start : start + length])
        self._next = place + 1
        return place


def _beginning(key: str) -> bytes:
    """Return how the line of a key begins; most need no encoder, which takes as long as the rest."""
    plain = key.isascii() and key.isprintable() and '"' not in key and "\\" not in key
    return (f'["{key}"' if plain else _written([key])[:-1]).encode()


class KeptLists(Mapping[str, Sequence[Any]]):
    """Lists by key: lines of the key and what is listed, sorted as they are written."""

    def __init__(self, lines: KeptLines) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return (self._lines[number][0] for number in range(len(self._lines)))

    def __getitem__(self, key: str) -> Sequence[Any]:
        place = self._lines.place(_beginning(key))
        if place < len(self._lines):
            found: list[Any] = self._lines[place]
            if found[0] == key:
                return found[1:]
        raise KeyError(key)
