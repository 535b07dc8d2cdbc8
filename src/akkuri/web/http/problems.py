"""Errors as RFC 9457 problem+json or as a page, by Accept, in the language of the asker."""

from typing import Any, Final

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from akkuri.ask.reasons import ClientGoneError, Refusal
from akkuri.errors import AkkuriError, OutsideError
from akkuri.texts import text
from akkuri.web.http.problem_document import MEDIA_TYPE, problem_document, problem_title
from akkuri.web.http.state import state

__all__ = ["Problem", "problem_response", "register", "status_of"]

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
    title = problem_title(status, lang)
    kind = request.accept_mimetypes.best_match([MEDIA_TYPE, "application/json", "text/html"])
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
        body = problem_document(state().settings.base, lang, status, code, detail, members)
        response = Response(body, status, content_type=MEDIA_TYPE)
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


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal."""
    return _STATUS.get(refusal.code, 400)


def _refusal(error: Refusal) -> Response:
    headers = (
        {"Retry-After": str(error.params.get("seconds", 1))} if error.code in ("busy", "starting") else {}
    )
    members = {} if error.line is None else {"line": error.line, "column": error.column}
    return problem_response(status_of(error), error.kind, error.sentence(language()), headers, members)


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
        params = {"limit": request.max_content_length}
    elif code == "http":
        params = {"detail": error.description or error.name}
    return problem_response(status, code, text(lang, f"endpoint.{code}", **params), headers)


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem_response(500, "internal", text(language(), "endpoint.internal"))
