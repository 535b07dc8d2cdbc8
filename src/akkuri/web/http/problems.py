"""The one rendering of errors: RFC 9457 problem+json or a page, by Accept, in the language of the asker."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, RequestedRangeNotSatisfiable

from akkuri.errors import AkkuriError, ClientGoneError, Link, OutsideError, Refusal, RequestError, UsageError
from akkuri.texts import catalogue, text
from akkuri.web.http.again import asked_again
from akkuri.web.http.negotiation import liked
from akkuri.web.http.problem_document import MEDIA_TYPE, instance, problem_document, problem_title
from akkuri.web.http.public_address import rooted, under_prefix
from akkuri.web.http.state import state
from akkuri.web.http.told import tell
from akkuri.web.page.i18n import choose
from akkuri.web.page.rendering import page
from akkuri.web.page.values import Value

__all__ = ["bad_parameter", "problem_response", "register", "request_problem", "status_of"]

_STATUS: Final = {
    "too-long": 413,
    "service-refused": 403,
    "no-xml": 406,
    "no-triple-terms": 406,
    "time-limit": 503,
    "crowded-limit": 503,
    "memory-limit": 503,
    "broken": 503,
    "busy": 503,
    "share": 429,
    "starting": 503,
    "remote": 502,
    "other-version": 503,
    "no-version": 503,
    "no-union": 503,
    "engine": 500,
}
"""Code of a refusal → HTTP status; 400 for the others: the question itself is wrong."""
_WAITING: Final = frozenset({"busy", "share"})
"""Codes of refusals whose seconds are those after which to ask again."""
_CODES: Final = {404: "not-found", 405: "method", 413: "body-too-large"}
_OFFERED: Final = {"problem": MEDIA_TYPE, "json": "application/json", "page": "text/html"}
_FAILED: Final = 500


def problem_response(
    status: int,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, Any] | None = None,
    title: str | None = None,
    choices: Sequence[Link] = (),
) -> Response:
    """Build the answer for a problem.

    `code` ends the IRI of the kind of problem, `members` are further members of the JSON form, `choices` are
    links that may help. The title is that of the status unless one is given.
    """
    lang = _language()
    tell(problem=code)
    title = title or problem_title(status, lang)
    if liked(request.environ.get("HTTP_ACCEPT"), _OFFERED, "problem") == "page":
        response = _page(status, title, detail, choices, lang)
    else:
        near = [{"title": choice.text, "href": choice.href and rooted(choice.href)} for choice in choices]
        more = dict(members or {}) | ({"nearest": near} if near else {})
        more |= instance(request.environ.get("akkuri.request", ""))
        body = problem_document(state().settings.base, lang, status, code, detail, more, title)
        response = Response(body, status, content_type=MEDIA_TYPE)
    response.headers.update(asked_again(status, code) | dict(headers or {}))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def bad_parameter(error: UsageError, lang: str) -> Response:
    """Build the answer for parameters that are not understood; `parameters` names those it is about."""
    members = {"parameters": list(error.fields)} if error.fields else None
    return problem_response(400, "bad-parameter", error.sentence(lang), members=members)


def register(app: Flask) -> None:
    """Let an application answer every error in this form."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(ClientGoneError, _gone)
    app.register_error_handler(RequestError, request_problem)
    app.register_error_handler(AkkuriError, _akkuri)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal."""
    return _STATUS.get(refusal.code, 400)


def _language() -> str:
    return choose(request.args.get("lang"), request.accept_languages)


def _page(status: int, title: str, detail: str, choices: Sequence[Link], lang: str) -> Response:
    """Return a page of the site, or one that needs nothing of it: without a release, or when that failed."""
    if state().release is not None and status < _FAILED:
        return page("error.html", status, title=title, detail=detail, choices=choices)
    home = text(lang, "endpoint.home")
    body = render_template("problem.html", lang=lang, title=title, detail=detail, status=status, home=home)
    return Response(under_prefix(body), status, mimetype="text/html")


def _refusal(error: Refusal) -> Response:
    status, seconds = status_of(error), error.params.get("seconds")
    # The others that name seconds say how long the query had.
    headers = asked_again(status, error.code, seconds if error.code in _WAITING else None)
    members = {} if error.line is None else {"line": error.line, "column": error.column}
    return problem_response(status, error.kind, error.sentence(_language()), headers, members)


def _gone(_error: ClientGoneError) -> Response:
    return Response(status=499)


def request_problem(error: RequestError) -> Response:
    """Return the answer for a request that gets none."""
    lang = _language()
    title = catalogue(lang).get(f"{error.key}_title")
    detail = error.sentence(lang)
    return problem_response(
        error.status, error.code, detail, error.headers, title=title, choices=error.choices
    )


def _akkuri(error: AkkuriError) -> Response:
    lang = _language()
    if isinstance(error, OutsideError):
        return problem_response(502, "remote", text(lang, "endpoint.remote", detail=error.sentence(lang)))
    return problem_response(400, "http", text(lang, "endpoint.http", detail=error.sentence(lang)))


def _http(error: HTTPException) -> Any:
    status = error.code or _FAILED
    if status < 400 or error.response is not None:
        return error
    lang = _language()
    if status == 404 and state().release is not None:
        return request_problem(_no_path(lang))
    headers: dict[str, str] = {}
    params: dict[str, Any] = {}
    code = _CODES.get(status, "http")
    if code == "method":
        headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
        params = {"method": request.method, "allowed": headers["Allow"]}
    elif code == "body-too-large":
        params = {"limit": request.max_content_length}
    elif code == "http":
        if isinstance(error, RequestedRangeNotSatisfiable):
            headers["Content-Range"] = f"{error.units} */{error.length}"
        params = {"detail": error.description or error.name}
    return problem_response(status, code, text(lang, f"endpoint.{code}", **params), headers)


def _no_path(lang: str) -> RequestError:
    choices = [Value(text(lang, f"web.nav_{name}"), f"/{name}") for name in ("search", "browse")]
    choices.append(Value(text(lang, "web.api_title"), "/api"))
    return RequestError(404, "web.no_path", {"path": request.path[:200]}, choices)


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem_response(500, "internal", text(_language(), "endpoint.internal"))
