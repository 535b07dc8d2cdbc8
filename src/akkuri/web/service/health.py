"""For operators: is the process alive, could it answer, and its numbers."""

from typing import Final

from flask import Response

from akkuri.errors import Refusal
from akkuri.web.http.routes import EveryStore
from akkuri.web.http.state import state
from akkuri.web.service.metrics import CONTENT_TYPE

__all__ = ["blueprint"]

UNCACHED: Final = "ASK { FILTER(RAND() < 2) }"
"""A question that is asked of the store each time."""

blueprint = EveryStore("health", __name__)


@blueprint.get("/health/live")
def live() -> Response:
    """Answer 200 as long as the web process runs."""
    return _plain({"status": "alive"})


@blueprint.get("/health/ready")
def ready() -> Response:
    """Answer 200 when a query could be answered, else 503."""
    ask = state().ask
    if not ask.runner.ready():
        raise Refusal("starting")
    if ask.runner.outside:
        ask.ask(UNCACHED)  # raises what is the matter with the store
    return _plain({"status": "ready", "version": ask.version, "quads": ask.runner.quads})


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give the numbers in Prometheus' text format."""
    headers = {"Cache-Control": "no-store"}
    return Response(state().metrics.text(), content_type=CONTENT_TYPE, headers=headers)


def _plain(document: dict[str, object]) -> Response:
    from flask import jsonify

    response = jsonify(document)
    response.headers["Cache-Control"] = "no-store"
    return response
