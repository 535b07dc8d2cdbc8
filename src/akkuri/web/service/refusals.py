"""What the server answers by itself, before or instead of the application, as problem+json."""

from http import HTTPStatus
from typing import Any, Final

from akkuri.texts import text
from akkuri.web.http.again import asked_again
from akkuri.web.http.cors import EVERYWHERE
from akkuri.web.http.problem_document import MEDIA_TYPE, instance, problem_document
from akkuri.web.service.wsgi import Reply

__all__ = ["code_of", "malformed", "refusal", "worded"]

_CODES: Final = {
    403: "no-websockets",
    408: "request-too-slow",
    414: "address-too-long",
    431: "head-too-large",
    503: "crowded",
}
"""Status of a head that cannot be taken → code; the others are malformed."""
_BEFORE_THE_BODY: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.EXPECTATION_FAILED,
    HTTPStatus.NOT_IMPLEMENTED,
)
"""How a request is refused whose body is not taken in."""


def refusal(base: str, lang: str, status: int, code: str, request: str = "", /, **params: Any) -> Reply:
    """Return the answer for a problem whose sentence is the text `endpoint.<code>`.

    `request` is the identifier of the request, where there is an access log that names it. A client whose
    body was not taken in hears no more: the rest of it would be read as the next request.
    """
    reply = worded(base, lang, status, code, text(lang, f"endpoint.{code}", **params), request)
    if status in _BEFORE_THE_BODY:
        reply.headers.append(("Connection", "close"))
        reply.final = True
    return reply


def worded(base: str, lang: str, status: int, code: str, detail: str, request: str = "") -> Reply:
    """Return the answer for a problem with a sentence."""
    body = problem_document(base, lang, status, code, detail, instance(request))
    headers = [
        ("Content-Type", MEDIA_TYPE),
        ("Content-Length", str(len(body))),
        ("Content-Language", lang),
        ("Cache-Control", "no-store"),
        *EVERYWHERE.items(),
    ]
    headers += asked_again(status, code).items()
    return Reply(status, headers, whole=body)


def code_of(status: int) -> str:
    """Return the code of what is wrong with a head that gets a status."""
    return _CODES.get(status, "malformed" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal")


def malformed(base: str, status: int, request: str = "", /, **params: Any) -> bytes:
    """Return the bytes of an answer to what is no request that can be taken; the connection ends with it."""
    code = code_of(status)
    reply = worded(base, "en", status, code, text("en", f"endpoint.{code}", **params), request)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in (*reply.headers, ("Connection", "close"))]
    return "\r\n".join((*lines, "", "")).encode("latin-1") + (reply.whole or b"")
