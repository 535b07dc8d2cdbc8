"""A part of a file that is sent as a file, so that a server can read it when its client takes it."""

from pathlib import Path

from flask import Response, request
from werkzeug.wsgi import wrap_file

__all__ = ["sent_from_file"]


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


def sent_from_file(response: Response, path: Path) -> Response:
    """Let a partial answer (206) with the bytes of a file be read from the file itself."""
    asked = response.content_range
    if response.status_code == 206 and asked.start is not None and asked.stop is not None:
        response.response.close()  # type: ignore[union-attr]
        section = _Section(path, asked.start, asked.stop - asked.start)
        response.response = wrap_file(request.environ, section)  # type: ignore[arg-type]
    return response
