"""Cross-origin access on every answer, errors and OPTIONS included, and no guessing of what it is."""

from typing import Final

from flask import Flask, Response, request

__all__ = ["EVERYWHERE", "register"]

METHODS: Final = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
HEADERS: Final = "*, Accept, Accept-Language, Authorization, Content-Type, If-None-Match"
"""Whatever a page sends: libraries add headers of their own; older browsers do not know the star."""
EXPOSED: Final = ", ".join(
    (
        *("Accept-Ranges", "Content-Disposition", "Content-Language", "Content-Range", "ETag"),
        *("Link", "Location", "Retry-After", "Warning"),
    )
)

EVERYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Expose-Headers": EXPOSED,
}
"""What every answer has."""


def register(app: Flask) -> None:
    """Add the headers after every request of an application."""
    app.after_request(_allow)


def _allow(response: Response) -> Response:
    for name, value in EVERYWHERE.items():
        response.headers[name] = value
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", METHODS)
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
