"""Requests that have come in one piece and say nothing unusual: read at a glance, as gunicorn reads them.

Whatever is less plain (a body in pieces, an escape in a path, a header with a meaning for the connection)
is none of these, and left to gunicorn, which is strict about it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

__all__ = ["Fields", "WholeRequest", "whole_request"]

HEAD: Final = 8000
"""Bytes of a head that is read here."""
MEMORY: Final = 512
"""Headers whose reading is remembered: those of one client are alike."""
SHORT: Final = 2048
"""Bytes of headers that are remembered."""
MOST: Final = 60
"""Headers of a request that is read here."""
BODY: Final = 8000
"""Bytes of a body that is waited for here: many clients send it apart from the head."""
_LINE: Final = re.compile(
    rb"(GET|HEAD|POST) (/(?!/)[A-Za-z0-9\-._~!$&'()*+,;=:@/]*)"
    rb"(?:\?([A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*))? HTTP/1\.1"
)
_NAME: Final = re.compile(rb"[A-Za-z0-9-]+")
_VALUE: Final = re.compile(rb"[\t -~\x80-\xff]*")
_HOST: Final = re.compile(rb"[A-Za-z0-9.\-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_UNUSUAL: Final = frozenset(
    {
        b"content-encoding",
        b"expect",
        b"http2-settings",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"x-forwarded-protocol",
        b"x-forwarded-ssl",
    }
)
_ONCE: Final = frozenset(
    {b"accept", b"accept-encoding", b"content-length", b"content-type", b"host", b"x-forwarded-for"}
)


@dataclass(frozen=True, slots=True)
class Fields:
    """The headers of a request, as ASGI has them, and what some of them say."""

    headers: list[tuple[bytes, bytes]]
    names: dict[bytes, bytes]
    """The last value of each."""
    forwarded: str
    """For whom proxies say that they ask."""
    encodings: bool
    """Whether the client takes some compressed form."""
    length: int
    """Bytes of the body."""
    last: bool
    """Whether the client wants the connection to end with the answer."""


@dataclass(frozen=True, slots=True)
class WholeRequest:
    """A request with its body; a small one may be on its way behind its head (`lacking`)."""

    method: str
    path: str
    query: bytes
    fields: Fields
    body: bytes

    @property
    def lacking(self) -> int:
        """Bytes of the body that have not come yet."""
        return self.fields.length - len(self.body)

    def scope(self, server: Any, client: Any) -> dict[str, Any]:
        """Return it as ASGI has it, for the addresses of the socket."""
        return {
            "type": "http",
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": self.query,
            "root_path": "",
            "headers": self.fields.headers,
            "server": server,
            "client": client,
        }


def whole_request(data: bytes) -> WholeRequest | None:
    """Read one plain request, no more and no less; None where the bytes are anything else."""
    end = data.find(b"\r\n\r\n", 0, HEAD)
    line = data.find(b"\r\n", 0, HEAD)
    if end < 0 or line == end:
        return None
    asked = _LINE.fullmatch(data, 0, line)
    if asked is None:
        return None
    block = data[line + 2 : end]
    fields = _remembered(block) if len(block) <= SHORT else _fields(block)
    body = data[end + 4 :]
    if fields is None or not (len(body) == fields.length or len(body) < fields.length <= BODY):
        return None
    method, path, query = asked.groups(b"")
    if (method == b"POST") != (b"content-length" in fields.names):
        return None
    return WholeRequest(method.decode(), path.decode(), query, fields, body)


def _fields(block: bytes) -> Fields | None:
    headers: list[tuple[bytes, bytes]] = []
    names: dict[bytes, bytes] = {}
    for line in block.split(b"\r\n"):
        name, colon, value = line.partition(b":")
        name, value = name.lower(), value.strip(b" \t")
        if not colon or not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            return None
        if name in _UNUSUAL or (name in _ONCE and name in names):
            return None
        headers.append((name, value))
        names[name] = value
    length, connection = names.get(b"content-length", b"0"), names.get(b"connection", b"").lower()
    if (
        len(headers) > MOST
        or connection not in (b"", b"close", b"keep-alive")
        or not re.fullmatch(rb"[0-9]{1,8}", length)
        or not _HOST.fullmatch(names.get(b"host", b""))
        or names.get(b"x-forwarded-proto", b"http") != b"http"
    ):
        return None
    forwarded = names.get(b"x-forwarded-for", b"").decode("latin-1")
    encodings = names.get(b"accept-encoding", b"identity") not in (b"identity", b"")
    return Fields(headers, names, forwarded, encodings, int(length), connection == b"close")


_remembered: Final = lru_cache(MEMORY)(_fields)
