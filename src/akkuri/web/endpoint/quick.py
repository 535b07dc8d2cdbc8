"""Queries that come alone: answered below Flask, with the same headers.

What is not plainly a query, or is refused, gets no answer here: Flask and a thread give it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from akkuri.ask.processes.attempt import Attempt
from akkuri.ask.service import Answer, Ask
from akkuri.errors import RequestError
from akkuri.store import Format
from akkuri.web.endpoint import protocol
from akkuri.web.endpoint.begun import Begun, Headers
from akkuri.web.endpoint.sparql import CACHE
from akkuri.web.http import negotiation
from akkuri.web.http.compression import refuses_plain
from akkuri.web.http.cors import EVERYWHERE
from akkuri.web.http.public_address import PublicAddress
from akkuri.web.permanent.addresses import address_in, cited

__all__ = ["PATH", "SHORT", "QuickQueries"]

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
    ) -> Begun | None:
        """Return what gives the answer to a request; None: Flask is to read it.

        `names` are its headers, `told` hears what the access log says of it.
        """
        if len(body) + len(scope["query_string"]) > SHORT or any(name in names for name in _ON_CONDITIONS):
            return None
        if refuses_plain(names.get(b"accept-encoding", b"").decode(_LATIN)):
            return None
        asked = _read(scope, names, body)
        if asked is None or asked.query is None:
            return None
        accept = names[b"accept"].decode(_LATIN) if b"accept" in names else None
        query, dataset, wanted = asked.query, asked.dataset, asked.format

        def choose(form: str) -> Format:
            if told is not None:
                told["kind"] = form
            return negotiation.choose(form, accept, wanted)

        def begin() -> Answer:
            return self._ask.answer(query, choose, dataset)

        return Begun(begin, attempt, client, partial(self._head, scope), self._count, names, told)

    def _head(self, scope: dict[str, Any], answer: Answer) -> Headers:
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


def _read(scope: dict[str, Any], names: dict[bytes, bytes], body: bytes) -> protocol.ProtocolRequest | None:
    """Read the query; None where Flask is to read it, and to say what is wrong."""
    try:
        if scope["method"] == "GET":
            return protocol.in_address(scope["query_string"])
        reader = _READERS.get(names.get(b"content-type", b""))
        return reader(scope["query_string"], body) if reader is not None else None
    except RequestError:
        return None
