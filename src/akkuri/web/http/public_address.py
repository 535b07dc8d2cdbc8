"""Where clients reach the server: a setting, never what a client says of itself or of a proxy."""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, Final
from urllib.parse import quote, urlsplit

from flask import Flask, Response, request

__all__ = ["PublicAddress", "register", "rooted", "under_prefix"]

_Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_PATHS: Final = re.compile(r'(?<=\s)(href|src|action|formaction|data-[a-z-]+)="/(?!/)')
_TARGETS: Final = re.compile(r"<(?=/(?!/))")


class PublicAddress:
    """Gives every request the host, the scheme and the path before ours (`SCRIPT_NAME`) of a public address.

    Without a public address they are those of the socket. Host and X-Forwarded-* are not asked. A proxy may
    leave the path before ours in the request or take it away.
    """

    def __init__(self, inner: _Wsgi, address: str) -> None:
        parts = urlsplit(address)
        self._inner = inner
        self._scheme, self._host = parts.scheme, parts.netloc
        self._prefix = parts.path.rstrip("/")

    def server(self, scheme: str, name: str, port: int | str) -> str:
        """Return the address of the server, without a slash at its end, for a socket's scheme and address."""
        return f"{self._scheme or scheme}://{self._host or _own_host(name, str(port))}{quote(self._prefix)}"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        environ["HTTP_HOST"] = self._host or _own_host(environ["SERVER_NAME"], str(environ["SERVER_PORT"]))
        environ["wsgi.url_scheme"] = self._scheme or environ["wsgi.url_scheme"]
        if self._prefix:
            environ["SCRIPT_NAME"] = self._prefix
            path = environ["PATH_INFO"]
            if path == self._prefix or path.startswith(f"{self._prefix}/"):
                environ["PATH_INFO"] = path.removeprefix(self._prefix) or "/"
        return self._inner(environ, start_response)


def _own_host(name: str, port: str) -> str:
    name = f"[{name}]" if ":" in name else name
    return name if port == "80" else f"{name}:{port}"


def register(app: Flask) -> None:
    """Let headers with paths of an application lead to them wherever it stands."""
    app.after_request(_headers_under_prefix)


def rooted(path: str) -> str:
    """Return an address as it stands in JSON: a path of ours under the public address, others as they are."""
    return request.script_root + path if path.startswith("/") else path


def under_prefix(html: str) -> str:
    """Return a page whose links to paths of ours lead to them under the public address."""
    return _PATHS.sub(rf'\1="{request.script_root}/', html) if request.script_root else html


def _headers_under_prefix(response: Response) -> Response:
    root = request.script_root
    if not root:
        return response
    for name in ("Location", "Content-Location"):
        path = response.headers.get(name, "")
        if path.startswith("/") and not path.startswith(("//", f"{root}/")):
            response.headers[name] = root + path
            if name == "Location":  # the page of a redirect shows where it leads
                shown = response.get_data(as_text=True)
                response.set_data(shown.replace(escape(path), escape(root + path)))
    if "Link" in response.headers:
        response.headers["Link"] = _TARGETS.sub(f"<{root}", response.headers["Link"])
    return response
