"""Answers compressed with gzip for those who take it, streams too."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from flask import Flask, Response, request

__all__ = ["register"]

LEAST: Final = 1000
"""Bytes below which compressing costs more than it saves."""
LEVEL: Final = 4
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
    """Compress what an application answers, files that are sent as they are excepted."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not _worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    if response.is_sequence:
        response.set_data(zlib.compress(response.get_data(), LEVEL, _GZIP))
        _say_so(response)
        return response
    pieces = response.response
    response.response = _Compressed(pieces if not isinstance(pieces, str | bytes) else [pieces])
    response.headers.pop("Content-Length", None)
    _say_so(response)
    return response


def _say_so(response: Response) -> None:
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag and not weak:
        response.set_etag(tag, weak=True)


def _worth_it(response: Response) -> bool:
    kind = response.mimetype or ""
    text = kind in _TYPES or kind.startswith("text/") or kind.endswith(("+json", "+xml"))
    small = response.content_length is not None and response.content_length < LEAST
    whole = response.status_code == 200 and not response.direct_passthrough
    return whole and text and not small and "Content-Encoding" not in response.headers


class _Compressed:
    """The compressed pieces of an answer; closing it closes the answer."""

    def __init__(self, pieces: Iterable[str | bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        for piece in self._pieces:
            packed = packer.compress(piece.encode("utf-8") if isinstance(piece, str) else piece)
            if packed:
                yield packed
        yield packer.flush()

    def close(self) -> None:
        """Close what the pieces come from."""
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()
