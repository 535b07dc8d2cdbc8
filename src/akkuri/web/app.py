"""The Flask application: its blueprints, its errors, its headers."""

from importlib import import_module
from typing import Final

from flask import Blueprint, Flask

from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.http import cors, problems
from akkuri.web.http.state import State, attach
from akkuri.web.service.metrics import Metrics

__all__ = ["BLUEPRINTS", "create_app"]

BLUEPRINTS: Final = (
    "akkuri.web.endpoint.sparql",
    "akkuri.web.service.health",
)
"""Modules with a `blueprint`, for every store."""

RELEASE_BLUEPRINTS: Final = (
    "akkuri.web.http.error_pages",
    "akkuri.web.records.record_pages",
    "akkuri.web.records.concepts",
    "akkuri.web.release.ontology",
    "akkuri.web.records.derived_pages",
    "akkuri.web.records.browse",
    "akkuri.web.questions.query_pages",
    "akkuri.web.questions.queries_api",
    "akkuri.web.analyses.analysis_api",
    "akkuri.web.analyses.gap_pages",
    "akkuri.web.analyses.network_pages",
    "akkuri.web.api.openapi",
    "akkuri.web.release.front_pages",
    "akkuri.web.release.downloads",
    "akkuri.web.release.catalog",
    "akkuri.web.release.crawling",
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
