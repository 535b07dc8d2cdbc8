"""Answers kept ready for who asks next: below Flask, by address, language and form.

A web process serves one release to its end, so that whatever is kept here is of that release. An answer that
is kept has said that it may be (an ETag, nothing against storing it) and was made to its end: no error, no
file, no stream that was cut off, nothing of the server's own state.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

from akkuri.ask.cache import Cache
from akkuri.web.http.compression import encoding_for, refuses_plain
from akkuri.web.page.i18n import accepted_language
from akkuri.web.service.wsgi import Keep, Reply

__all__ = ["Kept"]

RawHeaders = list[tuple[bytes, bytes]]
MEMORY: Final = 1000
"""Heads whose reading is remembered."""
_PART_OF_KEY: Final = frozenset(
    {b"host", b"accept", b"forwarded", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-prefix"}
)
_OTHERWISE: Final = frozenset(
    {
        b"authorization",
        b"content-length",
        b"if-match",
        b"if-modified-since",
        b"if-unmodified-since",
        b"range",
        b"transfer-encoding",
    }
)
"""Headers of requests for less than a whole answer, or on conditions that are not read here."""
_VARY: Final = frozenset({"accept", "accept-encoding", "accept-language"})
_OF_A_BODY: Final = frozenset({b"content-encoding", b"content-length", b"content-type"})
_LATIN: Final = "latin-1"
_QUERIES: Final = "/sparql"


@dataclass(frozen=True, slots=True)
class _Answer:
    """A kept answer: with its body, and what those hear who have it already."""

    headers: RawHeaders
    body: bytes
    tag: str
    unchanged: RawHeaders
    told: dict[str, Any]
    """What the access log says of it."""
    lines: bytes
    unchanged_lines: bytes
    """Both heads as they are written."""


class Kept:
    """The answers of one web process, in a cache that others may share; `told` hears of each one given."""

    def __init__(self, cache: Cache, told: Callable[[str, int], None]) -> None:
        self._cache = cache
        self._told = told

    def find(self, scope: dict[str, Any], room: int | None = None) -> Reply | None:
        """Return what is kept for a request, as 304 where the client has it; None: ask the application.

        What has more bytes than there is `room` for is not counted: who has more asks again.
        """
        wanted = _wanted(scope)
        if wanted is None:
            return None
        key, known = wanted
        kept: _Answer | None = self._cache.get(key)
        if kept is None:
            return None
        if known is not None and _has(known, kept.tag):
            reply = Reply(304, [], whole=b"", raw=kept.unchanged, lines=kept.unchanged_lines, told=kept.told)
        else:
            reply = Reply(
                200,
                [],
                whole=b"" if scope["method"] == "HEAD" else kept.body,
                raw=kept.headers,
                lines=kept.lines,
                told=kept.told,
            )
        if room is None or len(reply.whole or b"") <= room:
            self._told(scope["path"], reply.status)
        return reply

    def keep(self, scope: dict[str, Any]) -> Keep | None:
        """Return what takes the answer to a request; None where it cannot be kept."""
        key = self._key(scope)
        return _Place(self._cache, key) if key is not None else None

    def shared(self, scope: dict[str, Any]) -> Hashable | None:
        """Return by what an answer is kept that others who ask at once can wait for; None: by nothing.

        Of queries each runs by itself, for clients have a share of their processes and a time there.
        """
        return None if scope["path"].startswith(_QUERIES) else self._key(scope)

    def _key(self, scope: dict[str, Any]) -> Hashable | None:
        wanted = _wanted(scope) if scope["method"] == "GET" and self._cache.largest else None
        return wanted[0] if wanted is not None else None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the answer to one request is to be kept."""

    cache: Cache
    key: Hashable

    @property
    def largest(self) -> int:
        """Bytes that an answer may have."""
        return self.cache.largest

    def __call__(self, reply: Reply, body: bytes) -> None:
        """Keep the answer if it may be kept."""
        length = str(len(body))
        if not _may_be_kept(reply) or reply.header("content-length") not in (None, length):
            return
        headers = reply.raw_headers()
        if reply.header("content-length") is None:
            headers.append((b"content-length", length.encode()))
        short = [(name, value) for name, value in headers if name not in _OF_A_BODY]
        size = len(body) + 4 * sum(len(name) + len(value) + 80 for name, value in headers)
        tag = _opaque(reply.header("etag") or "")
        written = tuple(Reply(0, [], raw=raw).header_lines() for raw in (headers, short))
        answer = _Answer(headers, body, tag, short, reply.told or {}, *written)
        self.cache.put(self.key, answer, size)


def _may_be_kept(reply: Reply) -> bool:
    vary = {part.strip().lower() for part in (reply.header("vary") or "").split(",") if part.strip()}
    told = (reply.header("cache-control") or "").lower()
    return (
        reply.status == 200
        and reply.header("etag") is not None
        and reply.header("set-cookie") is None
        and "no-store" not in told
        and "private" not in told
        and vary <= _VARY
    )


def _wanted(scope: dict[str, Any]) -> tuple[Hashable, str | None] | None:
    """Return by what an answer to a request is kept, and the ETags that the client has; None: by nothing."""
    if scope["method"] not in ("GET", "HEAD"):
        return None
    parts: list[tuple[bytes, bytes]] = []
    language = encoding = b""
    known: str | None = None
    for name, value in scope["headers"]:
        if name in _PART_OF_KEY:
            parts.append((name, value))
        elif name == b"accept-language":
            language += value + b","
        elif name == b"accept-encoding":
            encoding += value + b","
        elif name == b"if-none-match":
            known = value.decode(_LATIN) if known is None else f"{known},{value.decode(_LATIN)}"
        elif name in _OTHERWISE:
            return None
    taken = encoding.decode(_LATIN)
    if refuses_plain(taken):
        return None
    parts.sort()
    address = (scope["scheme"], scope["root_path"], scope["raw_path"], _normal(scope["query_string"]))
    return (*address, _language(language), encoding_for(taken), *parts), known


@lru_cache(MEMORY)
def _normal(query: bytes) -> tuple[tuple[str, str], ...]:
    """Return the parameters of an address, however they are written; repeated ones keep their order."""
    pairs = parse_qsl(query.decode(_LATIN), keep_blank_values=True, errors="surrogateescape")
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


@lru_cache(MEMORY)
def _language(header: bytes) -> str:
    return accepted_language(header.decode(_LATIN) or None)


def _has(known: str, tag: str) -> bool:
    """Say whether an If-None-Match names an ETag (weakly) or is the star."""
    return known.strip() == "*" or any(_opaque(part) == tag for part in known.split(","))


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")
