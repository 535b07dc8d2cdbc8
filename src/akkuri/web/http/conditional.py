"""Conditional requests (RFC 9110, section 13): an ETag on all that a release answers, 304 for who has it."""

from hashlib import sha256
from typing import Final

from flask import Flask, Response, current_app, request

from akkuri.web.http.made_with import digest
from akkuri.web.http.routes import EveryStore

__all__ = ["AGAIN", "FOR_GOOD", "register"]

AGAIN: Final = "public, max-age=0, must-revalidate"
"""Cache-Control of what a release answers: it may be kept, to be asked again whether it is current."""


FOR_GOOD: Final = "public, max-age=31536000, immutable"
"""Cache-Control of a static file whose address names what pages are made with: it never changes."""


def register(app: Flask) -> None:
    """Give answers of a release their ETag, and answer 304 to those who have them."""
    app.after_request(_unless_there)
    app.after_request(_tagged)


def _unless_there(response: Response) -> Response:
    """Answer 304 instead of 200 to those who want the answer only where there is none (`*`)."""
    asked = request.method in ("GET", "HEAD") and request.if_none_match.star_tag
    if asked and response.status_code == 200 and response.get_etag()[0]:
        response.status_code = 304
        response.response = []
        response.headers.pop("Content-Length", None)
    return response


def _tagged(response: Response) -> Response:
    """Tag a whole answer that says nothing of keeping it, by its content."""
    if request.endpoint == "static" and request.args.get("v") == digest():
        response.headers["Cache-Control"] = FOR_GOOD
        response.headers.pop("Expires", None)
        return response
    if response.status_code != 200 or request.method not in ("GET", "HEAD") or not _of_a_release():
        return response
    if "Cache-Control" in response.headers:
        return response
    if not response.get_etag()[0] and response.is_sequence:
        response.set_etag(sha256(response.get_data()).hexdigest()[:24], weak=True)
        response.make_conditional(request)
    if response.get_etag()[0]:
        response.headers["Cache-Control"] = AGAIN
    return response


def _of_a_release() -> bool:
    found = current_app.blueprints.get(request.blueprint or "")
    return found is not None and not isinstance(found, EveryStore)
