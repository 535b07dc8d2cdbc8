"""What the head of a request may not say, beside what its reader refuses by itself (RFC 9110, 9112)."""

import re
from http import HTTPStatus
from typing import Any, Final

__all__ = ["head_fault", "in_origin_form"]

_HOST: Final = re.compile(rb"(?:[\w.~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::\d*)?", re.ASCII)
_ABSOLUTE: Final = re.compile(rb"https?://[^/?#]*", re.IGNORECASE)


def head_fault(scope: dict[str, Any]) -> tuple[int, str] | None:
    """Return status and code of what is wrong with a request's head; None where nothing is."""
    given: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        given.setdefault(name, []).append(value)
    hosts = given.get(b"host", [])
    if len(hosts) != 1 and (hosts or scope["http_version"] != "1.0"):
        return HTTPStatus.BAD_REQUEST, "no-host"
    if hosts and not _HOST.fullmatch(hosts[0]):
        return HTTPStatus.BAD_REQUEST, "bad-host"
    if _others(given, b"expect", b"100-continue"):
        return HTTPStatus.EXPECTATION_FAILED, "unknown-expectation"
    if _others(given, b"transfer-encoding", b"chunked"):
        return HTTPStatus.NOT_IMPLEMENTED, "unknown-transfer"
    if _others(given, b"content-encoding", b"identity"):
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "encoded-body"
    return None


def in_origin_form(scope: dict[str, Any]) -> dict[str, Any]:
    """Return a request's scope with its path alone where it was asked for by a whole address."""
    raw: bytes = scope["raw_path"]
    if raw == b"*" and scope["method"] == "OPTIONS":  # of the server as a whole (RFC 9110, 9.3.7)
        return {**scope, "raw_path": b"/", "path": "/"}
    whole = _ABSOLUTE.match(raw)
    if whole is None:
        return scope
    path = raw[whole.end() :] or b"/"
    return {**scope, "raw_path": path, "path": path.decode("latin-1")}


def _others(given: dict[bytes, list[bytes]], name: bytes, known: bytes) -> bool:
    """Say whether a header has a value beside the one that is known."""
    return any(
        part.strip(b" \t").lower() not in (known, b"")
        for value in given.get(name, ())
        for part in value.split(b",")
    )
