"""What the access log is told about a request beside its address: kind, rows, cache, reason of a refusal."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from flask import has_request_context, request

__all__ = ["counted", "counted_for", "tell"]

_KEY: Final = "akkuri.told"
_ROW: Final = {
    "json": re.compile(rb'(?:\[|\},)\{(?:"[^"\\{}]+":\{"|\})'),
    "xml": re.compile(rb"<result>"),
}
"""How a row of an answer is known, as the engine writes it; what stands in a value is escaped."""
_LINES: Final = ("csv", "tsv")
_OVERLAP: Final = 200
"""Bytes of a piece in which a row may begin that goes on in the next one."""


def tell(**facts: Any) -> None:
    """Say something about the request at hand; nothing happens where no log is kept."""
    if has_request_context() and _KEY in request.environ:
        request.environ[_KEY].update(facts)


def counted(pieces: Iterable[bytes], form: str) -> Iterable[bytes]:
    """Pass the pieces of an answer on, telling how many rows they have; graphs are not counted."""
    return counted_for(request.environ.get(_KEY), pieces, form)


def counted_for(told: dict[str, Any] | None, pieces: Iterable[bytes], form: str) -> Iterable[bytes]:
    """Pass the pieces of an answer on as `counted` does, telling `told`."""
    if told is None or form not in (*_ROW, *_LINES):
        return pieces
    return _lines(pieces, told) if form in _LINES else _rows(pieces, _ROW[form], told)


def _rows(pieces: Iterable[bytes], row: re.Pattern[bytes], told: dict[str, Any]) -> Iterator[bytes]:
    told["rows"], rest = 0, b""
    for piece in pieces:
        text, end = rest + piece, 0
        for match in row.finditer(text):
            told["rows"] += 1
            end = match.end()
        rest = text[max(end, len(text) - _OVERLAP) :]
        yield piece


def _lines(pieces: Iterable[bytes], told: dict[str, Any]) -> Iterator[bytes]:
    """Count lines but for the first; those within quotation marks are part of a value."""
    told["rows"], quoted = -1, 0
    for piece in pieces:
        parts = piece.split(b'"')
        told["rows"] += sum(part.count(b"\n") for part in parts[quoted::2])
        quoted = (quoted + len(parts) - 1) % 2
        yield piece
