"""Requests that want an answer only if it still is what they know (RFC 9110, sections 13.1.1 and 13.1.4)."""

from typing import Final

from flask import Flask, Response, request
from werkzeug.http import http_date, parse_date, parse_etags

from akkuri.errors import RequestError
from akkuri.web.http.problems import request_problem

__all__ = ["register"]

_ASIDE: Final = "akkuri.preconditions"
_HEADERS: Final = ("If-Match", "If-Unmodified-Since")
_SELECTED: Final = frozenset({200, 206, 304, 416})
"""Statuses of what would be, or be left out of, an answer with what is at the address."""


def register(app: Flask) -> None:
    """Answer 412 where a condition does not hold."""
    app.before_request(_set_aside)
    app.after_request(_refuse_what_does_not_hold)


def _set_aside() -> None:
    """Keep the conditions from the library, which knows no star and asks for ranges first."""
    if request.method in ("GET", "HEAD") and _ASIDE not in request.environ:
        keys = [f"HTTP_{name.upper().replace('-', '_')}" for name in _HEADERS]
        request.environ[_ASIDE] = [request.environ.pop(key, None) for key in keys]


def _refuse_what_does_not_hold(response: Response) -> Response:
    match, since = request.environ.get(_ASIDE, (None, None))
    if response.status_code not in _SELECTED or (match is None and since is None):
        return response
    changed = response.last_modified
    if match is not None:
        fails = not _named(match, response)
    else:
        known = parse_date(since)
        fails = known is not None and changed is not None and changed > known
    if not fails:
        return response
    response.close()
    if match is not None:
        return request_problem(RequestError(412, "endpoint.precondition-match"))
    return request_problem(RequestError(412, "endpoint.precondition-since", {"changed": http_date(changed)}))


def _named(match: str, response: Response) -> bool:
    """Say whether an If-Match names what is there: by the star, or strongly, which no weak ETag is."""
    tags = parse_etags(match.strip())
    tag, weak = response.get_etag()
    return tags.star_tag or (tag is not None and not weak and tags.is_strong(tag))
