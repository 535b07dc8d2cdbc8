"""Calls that an assistant gives up: the site is hung up on, so that it stops computing for nobody."""

import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from functools import partial, wraps
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.request import HTTPHandler, HTTPSHandler, Request

import anyio
import anyio.to_thread

__all__ = ["HeldHTTP", "HeldHTTPS", "cancellable"]

_OPEN: Final[ContextVar[list[socket.socket] | None]] = ContextVar("open", default=None)
"""The connections of the call that this thread works for."""


class _Held(HTTPConnection):
    """Is known to its call as soon as it is connected, long before there is an answer."""

    def connect(self) -> None:
        """Connect."""
        super().connect()
        _hold(self.sock)


class _HeldSecure(HTTPSConnection):
    """The same over TLS."""

    def connect(self) -> None:
        """Connect."""
        super().connect()
        _hold(self.sock)


class HeldHTTP(HTTPHandler):
    """Opens addresses by connections that a cancelled call can hang up."""

    def http_open(self, req: Request) -> HTTPResponse:
        """Open an address."""
        return self.do_open(_Held, req)


class HeldHTTPS(HTTPSHandler):
    """The same over TLS."""

    def https_open(self, req: Request) -> HTTPResponse:
        """Open an address."""
        return self.do_open(_HeldSecure, req)


def cancellable(tool: Callable[..., dict[str, Any]]) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Return a tool that works in a thread; when its call is cancelled, its connections are closed."""

    @wraps(tool)
    async def run(**given: Any) -> dict[str, Any]:
        held: list[socket.socket] = []
        _OPEN.set(held)
        try:
            return await anyio.to_thread.run_sync(partial(tool, **given), abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            for connection in held:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            raise

    return run


def _hold(connection: socket.socket) -> None:
    held = _OPEN.get()
    if held is not None:
        held.append(connection)
