"""Errors as RFC 9457 problem+json or as a page, by Accept, in the language of the asker."""

import json
from typing import Any, Final

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from akkuri.ask.reasons import ClientGoneError, Refusal
from akkuri.errors import AkkuriError, OutsideError
from akkuri.texts import text
from akkuri.web.http.state import state

__all__ = ["Problem", "problem_response", "register"]

_STATUS: Final = {
    "too-long": 413,
    "service-refused": 403,
    "time-limit": 503,
    "memory-limit": 503,
    "broken": 503,
    "busy": 503,
    "starting": 503,
    "remote": 502,
    "engine": 500,
}
"""Code of a refusal → HTTP status; 400 for the others: the question itself is wrong."""
_CODES: Final = {404: "not-found", 405: "method", 413: "body-too-large"}
_TITLES: Final = frozenset({400, 403, 404, 405, 406, 410, 413, 414, 415, 500, 502, 503})
"""Statuses with a title of their own; the others take that of 400 or 500."""
DRAIN: Final = 64 * 1024 * 1024


class Problem(AkkuriError):  # noqa: N818 - it is what RFC 9457 calls it
    """A request that gets no answer: an HTTP status and a text `endpoint.<code>`."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None, **params: Any) -> None:
        self.status = status
        self.code = code
        self.headers = headers or {}
        self.params = params
        super().__init__(text("en", f"endpoint.{code}", **params))


def language() -> str:
    """Return the language of the asker."""
    from akkuri.web.page.i18n import choose

    return choose(request.args.get("lang"), request.accept_languages)


def problem_response(
    status: int,
    code: str,
    detail: str,
    headers: dict[str, str] | None = None,
    members: dict[str, Any] | None = None,
) -> Response:
    """Build the answer for a problem; `members` are further members of the JSON form."""
    lang = language()
    named = status if status in _TITLES else status // 100 * 100
    title = text(lang, f"endpoint.title-{named}")
    kind = request.accept_mimetypes.best_match(["application/problem+json", "application/json", "text/html"])
    if kind == "text/html":
        page = render_template(
            "problem.html",
            lang=lang,
            title=title,
            detail=detail,
            status=status,
            home=text(lang, "endpoint.home"),
        )
        response = Response(page, status, mimetype="text/html")
    else:
        document = {
            "type": f"{state().settings.base}problem/{code}",
            "title": title,
            "status": status,
            "detail": detail,
            **(members or {}),
        }
        body = json.dumps(document, ensure_ascii=False) + "\n"
        response = Response(body, status, content_type="application/problem+json")
    response.headers.update(headers or {})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def register(app: Flask) -> None:
    """Let an application answer every error in this form."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(ClientGoneError, _gone)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(AkkuriError, _akkuri)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refusal(error: Refusal) -> Response:
    status = _STATUS.get(error.code, 400)
    headers = (
        {"Retry-After": str(error.params.get("seconds", 1))} if error.code in ("busy", "starting") else {}
    )
    members = {} if error.line is None else {"line": error.line, "column": error.column}
    return problem_response(status, error.kind, error.sentence(language()), headers, members)


def _gone(_error: ClientGoneError) -> Response:
    return Response(status=499)


def _problem(error: Problem) -> Response:
    detail = text(language(), f"endpoint.{error.code}", **error.params)
    return problem_response(error.status, error.code, detail, error.headers)


def _akkuri(error: AkkuriError) -> Response:
    if isinstance(error, OutsideError):
        return problem_response(502, "remote", text(language(), "endpoint.remote", detail=error))
    return problem_response(400, "http", text(language(), "endpoint.http", detail=error))


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    lang = language()
    headers: dict[str, str] = {}
    params: dict[str, Any] = {}
    code = _CODES.get(status, "http")
    if code == "method":
        headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
        params = {"method": request.method, "allowed": headers["Allow"]}
    elif code == "body-too-large":
        _drain()
        params = {"limit": request.max_content_length}
    elif code == "http":
        params = {"detail": error.description or error.name}
    return problem_response(status, code, text(lang, f"endpoint.{code}", **params), headers)


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem_response(500, "internal", text(language(), "endpoint.internal"))


def _drain() -> None:
    """Read and forget a body that is too large, so that the client gets the answer and no broken pipe."""
    stream = request.environ["wsgi.input"]
    left = min(request.content_length or 0, DRAIN)
    while left > 0 and (piece := stream.read(min(left, 1 << 20))):
        left -= len(piece)
