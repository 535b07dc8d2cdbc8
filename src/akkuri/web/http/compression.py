"""Answers compressed with Zstandard or gzip for those who take it, streams too."""

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Protocol

from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from akkuri.errors import RequestError
from akkuri.zstandard import zstd

__all__ = ["LEAST", "compressible", "encoding_for", "packed", "packed_pieces", "refuses_plain", "register"]

LEAST: Final = 1000
"""Bytes below which compressing costs more than it saves."""
LEVEL: Final = 4
ZSTD_LEVEL: Final = 3
"""A third of the time of gzip at its level, for about the same size."""
MEMORY: Final = 1000
"""Headers whose reading is remembered."""
_GZIP: Final = 16 + zlib.MAX_WBITS
_TYPES: Final = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/n-quads",
        "application/n-triples",
        "application/trig",
        "image/svg+xml",
    }
)


def register(app: Flask) -> None:
    """Compress what an application answers, files that are sent as they are excepted.

    Who takes nothing that is not compressed gets all of it compressed, or is told that there is no such form.
    """
    app.before_request(_refuse)
    app.after_request(_compress)


def _refuse() -> None:
    header = request.headers.get("Accept-Encoding", "")
    if refuses_plain(header) and not encoding_for(header):
        raise RequestError(406, "endpoint.no-encoding", {"found": header[:100]})


def _compress(response: Response) -> Response:
    header = request.headers.get("Accept-Encoding", "")
    if not (_must_be(response) if refuses_plain(header) else _worth_it(response)):
        return response
    response.vary.add("Accept-Encoding")
    encoding = encoding_for(header)
    if not encoding:
        return response
    response.direct_passthrough = False
    if response.is_sequence:
        response.set_data(packed(response.get_data(), encoding))
        _say_so(response, encoding)
        return response
    pieces = response.response
    response.response = _Compressed(pieces if not isinstance(pieces, str | bytes) else [pieces], encoding)
    response.headers.pop("Content-Length", None)
    _say_so(response, encoding)
    return response


@lru_cache(MEMORY)
def encoding_for(header: str) -> str:
    """Return the encoding for an Accept-Encoding: `zstd`, `gzip`, or nothing.

    Zstandard goes to those only who name it and like it no less: `*` may come from clients without it.
    """
    accepted = parse_accept_header(header, Accept)
    named = any(value == "zstd" for value, _ in accepted)
    if named and accepted["zstd"] and accepted["zstd"] >= accepted["gzip"]:
        return "zstd"
    return "gzip" if accepted["gzip"] else ""


@lru_cache(MEMORY)
def refuses_plain(header: str) -> bool:
    """Say whether an Accept-Encoding rules out what is not compressed: `identity;q=0`, or `*;q=0` alone."""
    accepted = parse_accept_header(header, Accept)
    named = any(value.lower() in ("identity", "*") for value, _ in accepted)
    return named and not accepted["identity"]


def packed(body: bytes, encoding: str) -> bytes:
    """Compress a whole answer with what `encoding_for` returned."""
    packer = _packer(encoding)
    return packer.compress(body) + packer.flush()


def packed_pieces(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Compress an answer that comes piece by piece."""
    packer = _packer(encoding)
    for piece in pieces:
        found = packer.compress(piece)
        if found:
            yield found
    yield packer.flush()


def compressible(media_type: str) -> bool:
    """Say whether what has this media type is text that compressing makes smaller."""
    return media_type in _TYPES or media_type.startswith("text/") or media_type.endswith(("+json", "+xml"))


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def _packer(encoding: str) -> _Packer:
    if encoding == "zstd":
        return zstd.ZstdCompressor(ZSTD_LEVEL)
    return zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)


def _say_so(response: Response, encoding: str) -> None:
    response.headers["Content-Encoding"] = encoding
    tag, weak = response.get_etag()
    if tag and not weak:
        response.set_etag(tag, weak=True)


def _worth_it(response: Response) -> bool:
    text = compressible(response.mimetype or "")
    small = response.content_length is not None and response.content_length < LEAST
    whole = response.status_code == 200 and not response.direct_passthrough
    return whole and text and not small and "Content-Encoding" not in response.headers


def _must_be(response: Response) -> bool:
    """Say whether an answer can be compressed: it has a body, all of it, that is not compressed yet."""
    return response.status_code not in (204, 206, 304) and "Content-Encoding" not in response.headers


class _Compressed:
    """The compressed pieces of an answer; closing it closes the answer."""

    def __init__(self, pieces: Iterable[str | bytes], encoding: str) -> None:
        self._pieces = pieces
        self._encoding = encoding

    def __iter__(self) -> Iterator[bytes]:
        plain = (piece.encode("utf-8") if isinstance(piece, str) else piece for piece in self._pieces)
        return packed_pieces(plain, self._encoding)

    def close(self) -> None:
        """Close what the pieces come from."""
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()
