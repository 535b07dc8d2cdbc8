"""Requests by release: the release in use answers as itself, others as soon as they are open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import quote

from werkzeug.wsgi import ClosingIterator

from akkuri.errors import RequestError
from akkuri.release.known import KnownReleases
from akkuri.web.permanent.addresses import BY_RELEASE, parts

__all__ = ["UNSERVED", "ByRelease", "Lender", "Lent", "StartResponse", "Wsgi"]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]
UNSERVED: Final = "akkuri.unserved"
"""Entry of a request's environment: the error that says why the release asked for does not answer."""
_OF_THE_SERVER: Final = frozenset(
    {"changes", "check", "feed", "health", "metrics", "release", "suggest", "template"}
)
"""First parts of paths that belong to no release: what changed between them, what is written, operated."""


@dataclass(frozen=True, slots=True)
class Lent:
    """The application of a release, which is to be given back."""

    application: Wsgi
    give_back: Callable[[], None]


class Lender(Protocol):
    """Gives the applications of other releases than the one in use."""

    @property
    def known(self) -> KnownReleases:
        """The releases there are."""

    def lend(self, version: str) -> Lent:
        """Return the application of a release; raises RequestError where there is none."""


class ByRelease:
    """Answers `/release/{version}/…` with what that release answers at `/…`; anything else as before.

    `version` is that of the release in use, which `inner` answers from; `others` gives other releases. Why
    one does not answer is left in the request for `inner` to say (UNSERVED).
    """

    def __init__(self, inner: Wsgi, version: str, others: Lender | None = None) -> None:
        self._inner = inner
        self._version = version
        self._others = others

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        asked = parts(environ["PATH_INFO"])
        if asked is None:
            return self._inner(environ, start_response)
        version, rest = asked
        if rest.strip("/").partition("/")[0] in _OF_THE_SERVER:
            return _elsewhere(environ, rest, start_response)
        if version == self._version:
            return self._inner(_below(environ, version, rest), start_response)
        if self._others is None:
            return self._inner(environ, start_response)
        try:
            lent = self._others.lend(version)
        except RequestError as error:
            return self._inner({**environ, UNSERVED: error}, start_response)
        return _answered(lent, _below(environ, version, rest), start_response)


def _answered(lent: Lent, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer from a release that is given back when the answer has come to its end."""
    try:
        body = lent.application(environ, start_response)
    except BaseException:
        lent.give_back()
        raise
    as_file = isinstance(body, environ.get("wsgi.file_wrapper", ()))
    if as_file:  # the server sends it without the release
        lent.give_back()
        return body
    return ClosingIterator(body, lent.give_back)


def _below(environ: Environ, version: str, rest: str) -> Environ:
    """Return a request as the application of a release sees it."""
    root = f"{environ.get('SCRIPT_NAME', '')}{BY_RELEASE}{version}"
    return {**environ, "SCRIPT_NAME": root, "PATH_INFO": rest}


def _elsewhere(environ: Environ, rest: str, start_response: StartResponse) -> Iterable[bytes]:
    """Lead to the same path of the server; 307, so that a POST stays one."""
    # A path that begins with two slashes would name another host.
    target = environ.get("SCRIPT_NAME", "") + "/" + rest.lstrip("/")
    query = environ.get("QUERY_STRING", "")
    location = quote(target.encode("latin-1")) + (f"?{query}" if query else "")
    start_response("307 Temporary Redirect", [("Location", location), ("Content-Length", "0")])
    return [b""]
