"""A query that has been begun below Flask, and its answer: whole, or piece by piece as it is made."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from akkuri.ask.asker import asked_by
from akkuri.ask.processes.attempt import Attempt, LaterError
from akkuri.ask.service import Answer
from akkuri.errors import Refusal, RequestError
from akkuri.store import Format
from akkuri.web.http.compression import LEAST, compressible, encoding_for, packed, packed_pieces
from akkuri.web.http.told import counted_for

__all__ = ["PACKED", "Answered", "Begun", "Headers", "LongAnswer"]

PACKED: Final = 64 * 1024
"""Bytes of an answer that is compressed in the loop; more are in a thread."""
_LATIN: Final = "latin-1"
Headers = list[tuple[str, str]]
Answered = tuple[Headers, bytes]


@dataclass(slots=True)
class Begun:
    """A query that has been begun.

    Its answer is asked for at once, and once more when that to which the attempt has come is there. Where
    there is None, the request is to be asked in the usual way, in which the attempt goes on.
    """

    _begin: Callable[[], Answer]
    _attempt: Attempt
    _client: str
    _head: Callable[[Answer], Headers]
    _count: Callable[[str, float], None]
    _names: dict[bytes, bytes]
    _told: dict[str, Any] | None
    _started: float = field(default_factory=time.perf_counter)

    def whole(self) -> Answered | None:
        """Return headers and body of an answer that is there."""
        answer = self._answer()
        if answer is None:
            return None
        try:
            body = b"".join(counted_for(self._told, answer.body, answer.form.name))
        except Refusal:
            return None
        finally:
            answer.close()
        headers = self._headers(answer)
        if len(body) >= LEAST:
            encoding = self._encoding(answer.form, headers)
            if encoding and answer.kept and len(body) > PACKED:
                return None
            body = packed(body, encoding) if encoding else body
        headers.append(("Content-Length", str(len(body))))
        return headers, body

    def long(self) -> "LongAnswer | None":
        """Return an answer of which much is there, and more on its way."""
        answer = self._answer()
        if answer is None:
            return None
        pieces = counted_for(self._told, answer.body, answer.form.name)
        headers = self._headers(answer)
        encoding = self._encoding(answer.form, headers)
        return LongAnswer(headers, answer, pieces, self._attempt, self._client, encoding)

    def answered(self) -> None:
        """Count it as one whose answer is on its way."""
        self._count("ok", time.perf_counter() - self._started)

    def left(self) -> None:
        """Count it as one for which nobody waits any more."""
        self._count("gone", time.perf_counter() - self._started)

    def _answer(self) -> Answer | None:
        """Go on with the query; None where there is more to be told of its answer than here."""
        try:
            with asked_by(_stays, self._client), self._attempt.here(trying=True):
                answer = self._begin()
        except LaterError as later:
            self._begin = later.go_on or self._begin
            return None
        except (Refusal, RequestError):
            return None
        if answer.unbound:
            answer.close()
            return None
        return answer

    def _encoding(self, form: Format, headers: Headers) -> str:
        """Return how an answer is compressed, if its asker takes that; the headers say so."""
        if not compressible(form.media_type):
            return ""
        headers[1] = ("Vary", "Accept, Accept-Encoding")
        encoding = encoding_for(self._names.get(b"accept-encoding", b"").decode(_LATIN))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return encoding

    def _headers(self, answer: Answer) -> Headers:
        if self._told is not None:
            self._told["cache"] = "answer" if answer.kept else None
        return self._head(answer)


class LongAnswer:
    """An answer in pieces: `piece` gives one after another in the loop, `pour` the rest in a thread.

    One that has an `encoding` is compressed in a thread alone.
    """

    def __init__(
        self,
        headers: Headers,
        answer: Answer,
        pieces: Iterable[bytes],
        attempt: Attempt,
        client: str,
        encoding: str = "",
    ) -> None:
        self.headers = headers
        self.close = answer.close
        """Gives the query process back, or ends it when the answer was not read to its end."""
        self.encoding = encoding
        self._pieces = iter(pieces)
        self._attempt = attempt
        self._client = client

    def piece(self) -> bytes | None:
        """Return the next piece: nothing where it has not come, None at the end. Raises Refusal."""
        with asked_by(_stays, self._client), self._attempt.here(trying=True):
            return next(self._pieces, None)

    def pour(self, put: Callable[[bytes], None], gone: Callable[[], bool]) -> None:
        """Put the rest somewhere as it comes. Raises Refusal; ClientGoneError when the asker has `gone`."""
        with asked_by(gone, self._client), self._attempt.here(trying=False):
            for piece in packed_pieces(self._pieces, self.encoding) if self.encoding else self._pieces:
                put(piece)


def _stays() -> bool:
    """Say that the asker has not left: nobody looks for so short a time."""
    return False
