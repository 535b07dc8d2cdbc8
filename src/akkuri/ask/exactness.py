"""Answers as their formats have them, where the engine writes what readers drop or cannot read."""

from collections.abc import Iterator
from itertools import chain
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from akkuri.errors import Refusal
from akkuri.store import Format

__all__ = ["exact"]

_XML: Final = frozenset({"xml", "rdfxml"})


def exact(pieces: Iterator[bytes], form: Format) -> Iterator[bytes]:
    """Pass the pieces of an answer on in the exact form of its format.

    CSV: an empty value in a table of one column is written as `""`, since a blank line is no row to most
    readers. XML: a carriage return is written as a character
    reference; what no parser reads is a Refusal "no-xml", before the first piece where it is short. Empty
    pieces, which say that nothing has come, are passed on.
    """
    if form.name == "csv":
        return _without_blank_lines(pieces)
    if form.name in _XML:
        return _well_formed(pieces)
    return pieces


def _without_blank_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    head = b""
    for piece in pieces:
        head += piece
        if b"\n" in head:
            break
        if not piece:
            yield b""
    if b"," in head.partition(b"\n")[0] or b'"' in head.partition(b"\n")[0]:
        yield head
        yield from pieces
        return
    quoted = False
    rest = b""
    for piece in chain((head,), pieces):
        *lines, rest = (rest + piece).split(b"\n")
        done = []
        for line in lines:
            done.append(line if quoted or line.strip(b"\r") else b'""\r')
            quoted ^= line.count(b'"') % 2 == 1
        if done:
            yield b"\n".join(done) + b"\n"
        elif not piece:
            yield b""
    if rest:
        yield rest


def _well_formed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    parser = ParserCreate(namespace_separator=" ")
    for piece in pieces:
        try:
            parser.Parse(piece, False)
        except ExpatError as error:
            raise Refusal("no-xml", line=None, detail=str(error)) from error
        yield piece.replace(b"\r", b"&#13;")  # readers drop a bare one
