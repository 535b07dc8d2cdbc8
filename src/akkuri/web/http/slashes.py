"""An address with a slash too many at its end leads to the one without it."""

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

__all__ = ["register"]


def register(app: Flask) -> None:
    """Send requests for `/x/` to `/x` where only that is there, with 308 so that a POST stays one."""
    app.before_request(_without_slash)


def _without_slash() -> Response | None:
    path = request.path.rstrip("/")
    if not path or path == request.path or not isinstance(request.routing_exception, NotFound):
        return None
    routes = current_app.create_url_adapter(request)
    try:
        if routes is None or not routes.match(path, request.method):
            return None
    except HTTPException:
        return None
    query = request.query_string.decode("latin-1")
    # A path that begins with two slashes would name another host.
    target = request.script_root + "/" + path.lstrip("/")
    return redirect(f"{target}?{query}" if query else target, 308)
