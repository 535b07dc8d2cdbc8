"""When it is worth asking again: every answer with 429 or 503 says so in `Retry-After` (RFC 9110 §10.2.3)."""

from typing import Final

from flask import Flask, Response

__all__ = ["asked_again", "register"]

_LATER: Final = frozenset({429, 503})
SECONDS: Final = 10
"""Seconds where the kind of problem says nothing else."""
_SECONDS: Final = {
    "broken": 1,
    "busy": 1,
    "crowded": 1,
    "crowded-limit": 30,
    "memory-limit": 30,
    "no-room": 60,
    "no-union": 60,
    "no-version": 30,
    "other-version": 30,
    "remote": 10,
    "releases-busy": 5,
    "share": 1,
    "starting": 1,
    "suggest-full": 60,
    "time-limit": 30,
    "web-late": 60,
}
"""Kind of problem → seconds until things may have changed."""


def asked_again(status: int, code: str, seconds: int | None = None) -> dict[str, str]:
    """Return the header that says in how many seconds to ask again; nothing where that would not help.

    `seconds` are those that the problem itself names.
    """
    if status not in _LATER and code not in _SECONDS:
        return {}
    return {"Retry-After": str(_SECONDS.get(code, SECONDS) if seconds is None else seconds)}


def register(app: Flask) -> None:
    """Let pages say it too, which show a problem among other things."""
    app.after_request(_say)


def _say(response: Response) -> Response:
    for name, value in asked_again(response.status_code, "").items():
        response.headers.setdefault(name, value)
    return response
