"""Taking a request's body in without a thread: so many bytes, in so much time, whole or not at all."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import IO, Any, Final

__all__ = ["BodyTooLargeError", "BodyTooSlowError", "Receive", "SenderGoneError", "taken_in"]

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
MEMORY: Final = 256 * 1024
"""Bytes of a body that are kept in memory; the rest goes into a temporary file."""


class BodyTooLargeError(Exception):
    """The body has more bytes than are allowed."""


class BodyTooSlowError(Exception):
    """The body was not there in time."""


class SenderGoneError(Exception):
    """The client left before its body was whole."""


async def taken_in(receive: Receive, most: int, seconds: float) -> tuple[IO[bytes], int]:
    """Return a body from its start, and its length. Raises one of the errors above."""
    body: IO[bytes] = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        async with asyncio.timeout(seconds):
            size = await _written(receive, body, most)
    except TimeoutError as error:
        body.close()
        raise BodyTooSlowError from error
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body, size


async def _written(receive: Receive, body: IO[bytes], most: int) -> int:
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SenderGoneError
        piece = message.get("body", b"")
        size += len(piece)
        if size > most:
            raise BodyTooLargeError
        body.write(piece)
        if not message.get("more_body"):
            return size
