"""Cross-origin access on every answer, errors and OPTIONS included, and no guessing of what it is."""

from typing import Final

from flask import Flask, Response, request

__all__ = ["register"]

METHODS: Final = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
HEADERS: Final = "Accept, Accept-Language, Authorization, Content-Type, If-None-Match"
EXPOSED: Final = "Content-Language, ETag, Link, Location, Retry-After, Warning"


def register(app: Flask) -> None:
    """Add the headers after every request of an application."""
    app.after_request(_allow)


def _allow(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", METHODS)
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
