"""A part of a file that is sent as a file, so that a server can read it when its client takes it."""

import re
from pathlib import Path
from typing import Final

from flask import Response, request
from werkzeug.wsgi import wrap_file

__all__ = ["heed_range", "sent_from_file"]

_ONE: Final = re.compile(r"bytes=(?:(\d+)-(\d*)|-\d+)", re.ASCII | re.IGNORECASE)


class _Section:
    """Reads a file from a place on, so many bytes."""

    def __init__(self, path: Path, start: int, length: int) -> None:
        self._file = path.open("rb")
        self._file.seek(start)
        self._left = length

    def read(self, size: int) -> bytes:
        """Return the next bytes, nothing at the end."""
        found = self._file.read(min(size, self._left))
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def heed_range() -> None:
    """Heed what a request says of parts before its file is sent (RFC 9110).

    A Range that is no single part in bytes, stands on a condition that cannot hold, or with another method
    than GET, is as if it were not there: the answer is the whole file.
    """
    asked = request.headers.get("Range")
    if asked is not None:
        part = _ONE.fullmatch(asked.strip())
        backwards = part is not None and part[2] and int(part[1]) > int(part[2])
        weak = request.headers.get("If-Range", "").startswith("W/")
        if request.method != "GET" or part is None or backwards or weak:
            del request.environ["HTTP_RANGE"]


def sent_from_file(response: Response, path: Path) -> Response:
    """Let a partial answer (206) with the bytes of a file be read from the file itself."""
    asked = response.content_range
    if response.status_code == 206 and asked.start is not None and asked.stop is not None:
        # What werkzeug made of the file can be closed, and it takes any iterable: its types say neither.
        response.response.close()  # type: ignore[union-attr]
        section = _Section(path, asked.start, asked.stop - asked.start)
        response.response = wrap_file(request.environ, section)  # type: ignore[arg-type]
    return response
