"""If-None-Match: * on what is there (RFC 9110, section 13.1.2): 304, where a plain request would get 200."""

from flask import Flask, Response, request

__all__ = ["register"]


def register(app: Flask) -> None:
    """Answer 304 instead of 200 to those who want the answer only where there is none."""
    app.after_request(_unless_there)


def _unless_there(response: Response) -> Response:
    asked = request.method in ("GET", "HEAD") and request.if_none_match.star_tag
    if asked and response.status_code == 200 and response.get_etag()[0]:
        response.status_code = 304
        response.response = []
        response.headers.pop("Content-Length", None)
    return response
