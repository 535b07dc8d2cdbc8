"""Sending a request to a store outside: to the address that was named, and to no other."""

import json
from base64 import b64encode
from http.client import HTTPException, HTTPResponse
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from akkuri.errors import OutsideError
from akkuri.store.address import bare

__all__ = ["Sender"]

TOLD: Final = 500
"""Letters of what a store says of a refusal that are passed on."""
PROBLEM: Final = "application/problem+json"
"""How a server of ours says it (RFC 9457): its sentence is the `detail`."""
READ: Final = 8192
"""Bytes of it that are read."""


class _Nowhere(HTTPRedirectHandler):
    """Follows no redirect: it would ask elsewhere, without the question and with the password."""

    def redirect_request(self, *_: Any) -> None:
        """Leave the answer as it is, a refusal."""


_OPENER: Final = build_opener(_Nowhere)


class Sender:
    """Sends requests by POST, with the user and the password of an address, and waits so many seconds."""

    def __init__(self, url: str, seconds: float) -> None:
        parts = urlsplit(url)
        self._seconds = seconds
        self._headers = {"User-Agent": "akkuri"}
        if parts.username is not None:
            who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers["Authorization"] = f"Basic {b64encode(who.encode()).decode()}"

    def send(self, url: str, body: str, kind: str, accept: str) -> HTTPResponse:
        """Send a request; SyntaxError for a refused query, OutsideError for everything else."""
        headers = {**self._headers, "Content-Type": kind, "Accept": accept}
        request = Request(url, body.encode(), headers)  # noqa: S310 - whoever serves has named the address
        address = bare(url)
        try:
            response: HTTPResponse = _OPENER.open(request, timeout=self._seconds)
        except HTTPError as error:
            with error:
                said = _said(error)
            if error.code == 400:
                raise SyntaxError(said or error.reason) from error
            told = f"{error.code} {error.reason}" + (f": {said}" if said else "")
            raise OutsideError.worded("store.refused", address=address, told=told) from error
        except (URLError, OSError, HTTPException, ValueError) as error:
            reason = " ".join(str(getattr(error, "reason", None) or error).split())
            raise OutsideError.worded("store.unreachable", address=address, reason=reason) from error
        return response


def _said(error: HTTPError) -> str:
    """Return what a store says of a refusal, on one line: where it sends to, or the beginning of its text."""
    if (where := error.headers.get("Location")) is not None:
        return bare(where)[:TOLD]
    kind = error.headers.get_content_type()
    if kind not in ("text/plain", "application/json", PROBLEM):
        return ""
    try:
        text = error.read(READ).decode("utf-8", "replace")
        if kind == PROBLEM:
            text = str(json.loads(text)["detail"])
    except (OSError, HTTPException, ValueError, LookupError, TypeError, RecursionError):
        return ""
    return " ".join(text[:TOLD].split()).rstrip(".")
