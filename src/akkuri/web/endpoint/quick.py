"""Queries that come alone and are answered within a moment: below Flask, with the same headers.

What is not plainly a query, is refused, or takes longer gets no answer here: Flask and a thread give it.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from akkuri.ask.asker import asked_by
from akkuri.ask.processes.attempt import Attempt, LaterError
from akkuri.ask.service import Answer, Ask
from akkuri.errors import Refusal, RequestError
from akkuri.store import Format
from akkuri.web.endpoint import protocol
from akkuri.web.endpoint.sparql import CACHE
from akkuri.web.http import negotiation
from akkuri.web.http.compression import LEAST, compressible, encoding_for, packed
from akkuri.web.http.cors import EVERYWHERE
from akkuri.web.http.public_address import PublicAddress
from akkuri.web.http.told import counted_for
from akkuri.web.permanent.addresses import address_in, cited

__all__ = ["PATH", "SHORT", "Answered", "QuickQueries"]

PATH: Final = "/sparql"
SHORT: Final = 4096
"""Bytes of a query that is tried at once."""
_ON_CONDITIONS: Final = (
    b"authorization",
    b"if-match",
    b"if-modified-since",
    b"if-none-match",
    b"if-unmodified-since",
    b"range",
)
_UTF8: Final = ("", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8")
_READERS: Final = {
    (kind + charset).encode(): reader
    for kind, reader in ((protocol.QUERY, protocol.in_body), (protocol.FORM, protocol.in_form))
    for charset in _UTF8
}
_LATIN: Final = "latin-1"
Headers = list[tuple[str, str]]


Answered = tuple[Headers, bytes]


class QuickQueries:
    """Answers queries of a release (`version`; empty without one) at once, or not at all."""

    def __init__(
        self, ask: Ask, public: PublicAddress, version: str, count: Callable[[str, float], None]
    ) -> None:
        self._ask = ask
        self._public = public
        self._version = version
        self._count = count

    def asked(
        self,
        scope: dict[str, Any],
        names: dict[bytes, bytes],
        body: bytes,
        attempt: Attempt,
        client: str,
        told: dict[str, Any] | None = None,
    ) -> Callable[[], Answered | None] | None:
        """Return what gives headers and body of the answer to a request; None: Flask is to read it.

        `names` are its headers, `told` hears what the access log says of it. What is returned gives None
        where the request is to be asked in the usual way, in which the attempt goes on; or it is called
        once more when that to which the attempt has come is there.
        """
        if len(body) + len(scope["query_string"]) > SHORT or any(name in names for name in _ON_CONDITIONS):
            return None
        asked = _read(scope, names, body)
        if asked is None or asked.query is None:
            return None
        accept = names[b"accept"].decode(_LATIN) if b"accept" in names else None
        query, dataset, wanted = asked.query, asked.dataset, asked.format
        started = time.perf_counter()

        def begin() -> Answer:
            return self._ask.answer(query, lambda form: negotiation.choose(form, accept, wanted), dataset)

        go_on: Callable[[], Answer] = begin

        def answered() -> Answered | None:
            nonlocal go_on
            try:
                with asked_by(_stays, client), attempt.here(trying=True):
                    answer = go_on()
            except LaterError as later:
                go_on = later.go_on or begin
                return None
            except (Refusal, RequestError):
                return None
            return self._whole(answer, scope, names, started, told)

        return answered

    def _whole(
        self,
        answer: Answer,
        scope: dict[str, Any],
        names: dict[bytes, bytes],
        started: float,
        told: dict[str, Any] | None,
    ) -> Answered | None:
        """Read an answer to its end; None where more is to be told of it than here."""
        try:
            if answer.unbound:
                return None
            whole = b"".join(counted_for(told, answer.body, answer.form.name))
        finally:
            answer.close()
        self._count("ok", time.perf_counter() - started)
        headers = self._headers(answer, scope)
        whole = _compressed(whole, answer.form, headers, names)
        headers.append(("Content-Length", str(len(whole))))
        if told is not None:
            told |= {"kind": answer.kind, "cache": "answer" if answer.kept else None}
        return headers, whole

    def _headers(self, answer: Answer, scope: dict[str, Any]) -> Headers:
        headers = [("Content-Type", answer.form.content_type), ("Vary", "Accept"), *EVERYWHERE.items()]
        if answer.etag is None:
            headers.append(("Cache-Control", "no-store"))
        else:
            headers += [("Cache-Control", CACHE), ("ETag", answer.etag)]
        if self._version and scope["method"] != "POST":
            server = self._public.server(scope["scheme"], *scope["server"][:2])
            query = scope["query_string"].decode(_LATIN)
            link = cited(address_in(server, self._version, PATH, query))
            headers += [("Link", link)] if link else []
        return headers


def _stays() -> bool:
    """Say that the asker has not left: nobody looks for so short a time."""
    return False


def _read(scope: dict[str, Any], names: dict[bytes, bytes], body: bytes) -> protocol.ProtocolRequest | None:
    """Read the query; None where Flask is to read it, and to say what is wrong."""
    try:
        if scope["method"] == "GET":
            return protocol.in_address(scope["query_string"])
        reader = _READERS.get(names.get(b"content-type", b""))
        return reader(scope["query_string"], body) if reader is not None else None
    except RequestError:
        return None


def _compressed(body: bytes, form: Format, headers: Headers, names: dict[bytes, bytes]) -> bytes:
    """Compress an answer that is worth it for those who take it, and say so."""
    if len(body) < LEAST or not compressible(form.media_type):
        return body
    headers[1] = ("Vary", "Accept, Accept-Encoding")
    encoding = encoding_for(names.get(b"accept-encoding", b"").decode(_LATIN))
    if not encoding:
        return body
    headers.append(("Content-Encoding", encoding))
    return packed(body, encoding)
