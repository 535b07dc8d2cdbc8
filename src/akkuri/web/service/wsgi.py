"""Calling a WSGI application in a thread: its environment, and what it answers.

A whole answer comes back as it is, a file for the loop to read, anything else piece by piece through a spool.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import IO, Any, Final, Protocol
from urllib.parse import unquote_to_bytes

from akkuri.scattered import Gathered
from akkuri.web.service.spool import Spool

__all__ = ["TOLD", "Application", "FileWrapper", "Headers", "Keep", "Reply", "call", "environ"]

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PIECE: Final = 256 * 1024
TOLD: Final = "akkuri.told"
"""Where the environment has what the application says to the access log."""
_PLAIN: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class FileWrapper:
    """A file as an answer (`wsgi.file_wrapper`), from where it stands."""

    def __init__(self, file: IO[bytes], size: int = PIECE) -> None:
        self._file = file
        self._size = size

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.read, b"")

    def read(self) -> bytes:
        """Return the next piece, nothing at the end."""
        return self._file.read(self._size)

    def close(self) -> None:
        """Close the file."""
        if hasattr(self._file, "close"):
            self._file.close()


@dataclass(slots=True)
class Reply:
    """The head of an answer and its body in one of three forms."""

    status: int
    headers: Headers
    whole: bytes | None = None
    file: FileWrapper | None = None
    spool: Spool | None = None
    final: bool = False
    """Whether the connection ends with it."""
    raw: list[tuple[bytes, bytes]] | None = None
    """The headers as ASGI has them, where they are known already."""
    lines: bytes | None = None
    """The same as they are written, where they are known already."""
    told: dict[str, Any] | None = None
    """What the application says of it to the access log."""

    def header(self, name: str) -> str | None:
        """Return a header by its name in small letters."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as ASGI has them."""
        if self.raw is not None:
            return self.raw
        return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers]

    def header_lines(self) -> bytes:
        """Return the headers as they are written."""
        if self.lines is not None:
            return self.lines
        return b"".join(b"%b: %b\r\n" % header for header in self.raw_headers())

    def close(self) -> None:
        """Give back what holds the body."""
        if self.file is not None:
            self.file.close()
        if self.spool is not None:
            self.spool.drop()


class Keep(Protocol):
    """Takes answers that came to their end and have no more bytes than `largest`."""

    @property
    def largest(self) -> int:
        """Bytes that an answer may have."""

    def __call__(self, reply: Reply, body: bytes) -> None:
        """Take an answer."""


def environ(scope: dict[str, Any], body: IO[bytes], size: int | None) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI request; `size` is None where there is no body."""
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(scope["server"][0]),
        "SERVER_PORT": str(scope["server"][1]),
        "REMOTE_ADDR": str(scope["client"][0]) if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        key = _PLAIN.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        found[key] = f"{found[key]},{value}" if key in found else value
    found.pop("HTTP_TRANSFER_ENCODING", None)
    found.pop("CONTENT_LENGTH", None)
    if size is not None:
        found["CONTENT_LENGTH"] = str(size)
    return found


def call(
    application: Application,
    env: dict[str, Any],
    spool: Callable[[], Spool],
    deliver: Callable[[Reply], None],
    keep: Keep | None = None,
) -> None:
    """Run an application to the end of its answer, delivering the reply when its head is known.

    What goes wrong before that is raised, what goes wrong later ends the spool. `keep` is given an answer
    that came to its end.
    """
    head: list[Reply] = []

    def start_response(status: str, headers: Headers, _error: object = None) -> Callable[[bytes], None]:
        head[:] = [Reply(int(status.split(None, 1)[0]), headers, told=env.get(TOLD))]
        return _no_write

    body = application(env, start_response)
    if isinstance(body, FileWrapper) and env["REQUEST_METHOD"] != "HEAD":
        head[0].file = body
        deliver(head[0])
        return
    try:
        pieces = iter(body)
        first = next((piece for piece in pieces if piece), b"")
        reply = head[0]
        length = reply.header("content-length")
        if not first or env["REQUEST_METHOD"] == "HEAD" or length == str(len(first)):
            reply.whole = first
            if keep is not None:
                keep(reply, first)
            deliver(reply)
            return
        reply.spool = spool()
        deliver(reply)
        gathered = None if keep is None else Gathered(keep.largest, partial(keep, reply))
        _spooled(first, pieces, reply.spool, gathered)
    finally:
        if hasattr(body, "close"):
            body.close()


def _spooled(first: bytes, pieces: Iterator[bytes], spool: Spool, gathered: Gathered | None) -> None:
    """Put an answer into a spool, and gather it where it may be kept."""
    failed: BaseException | None = None
    try:
        for piece in chain((first,), pieces):
            spool.put(piece)
            if gathered is not None:
                gathered.add(piece)
    except Exception as error:  # whatever it is, the loop words it and breaks the connection
        failed = error
    finally:
        spool.finish(failed)
    if failed is None and gathered is not None:
        gathered.end()


def _no_write(_piece: bytes) -> None:
    raise NotImplementedError("an answer is given by iteration")
