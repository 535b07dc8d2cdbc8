"""Errors of pages: the 404 with what is near, the 400 that says which parameter, as page or problem+json."""

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from akkuri.web.http.failures import PageError
from akkuri.web.http.problems import problem_response
from akkuri.web.page.rendering import language, page
from akkuri.web.page.values import Value

__all__ = ["blueprint"]

blueprint = Blueprint("errors", __name__)


def wants_page() -> bool:
    """Say whether the asker reads pages rather than problem+json."""
    offered = ["application/problem+json", "application/json", "text/html"]
    return request.accept_mimetypes.best_match(offered) == "text/html"


@blueprint.app_errorhandler(PageError)
def refused(error: PageError) -> Response:
    """Answer with the reason and the links that may help."""
    words = language()
    title, detail = words.t(f"{error.key}_title"), words.t(error.key, **error.params)
    if wants_page():
        answer = page(
            "error.html",
            error.status,
            "Accept, Accept-Language",
            title=title,
            detail=detail,
            choices=error.choices,
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer
    near = [{"title": choice.text, "href": choice.href} for choice in error.choices]
    return problem_response(
        error.status, error.key.replace("_", "-"), detail, members={"nearest": near} if near else None
    )


@blueprint.app_errorhandler(404)
def missing(error: HTTPException) -> Response:
    """Answer for a path there is not."""
    words = language()
    choices = [
        Value(words.t(f"nav_{key}"), path) for key, path in (("search", "/search"), ("browse", "/browse"))
    ]
    return refused(PageError(404, "no_path", {"path": request.path[:200]}, choices))
