"""The Flask application: its blueprints, its errors, its headers."""

from importlib import import_module
from typing import Final

from flask import Blueprint, Flask

from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web import cors, problems
from akkuri.web.metrics import Metrics
from akkuri.web.state import State, attach

__all__ = ["BLUEPRINTS", "create_app"]

BLUEPRINTS: Final = (
    "akkuri.web.sparql",
    "akkuri.web.health",
)
"""Modules with a `blueprint`, for every store."""

RELEASE_BLUEPRINTS: Final = (
    "akkuri.web.errors",
    "akkuri.web.records",
    "akkuri.web.concepts",
    "akkuri.web.ontology",
    "akkuri.web.things",
    "akkuri.web.browse",
    "akkuri.web.query_pages",
    "akkuri.web.queries_api",
    "akkuri.web.analysis_api",
    "akkuri.web.gap_pages",
    "akkuri.web.network_pages",
    "akkuri.web.openapi",
    "akkuri.web.pages",
    "akkuri.web.downloads",
    "akkuri.web.catalog",
    "akkuri.web.crawling",
)
"""Modules with a `blueprint` that need a release: pages, API, resources."""


def create_app(settings: Settings, ask: Ask, release: Release | None = None) -> Flask:
    """Build the application over a way to ask; without a release it has the endpoint and little else."""
    app = Flask("akkuri.web")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.upload_bytes
    attach(app, State(settings, ask, release, Metrics(ask)))
    problems.register(app)
    cors.register(app)
    for name in (*BLUEPRINTS, *(RELEASE_BLUEPRINTS if release is not None else ())):
        blueprint: Blueprint = import_module(name).blueprint
        app.register_blueprint(blueprint)
    return app
