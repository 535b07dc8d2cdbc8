"""The Flask application: its blueprints, its errors, its headers."""

from flask import Flask

from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.http import compression, conditional, cors, problems, public_address, slashes
from akkuri.web.http.routes import find_blueprints
from akkuri.web.http.state import State, attach
from akkuri.web.service.metrics import Metrics

__all__ = ["create_app"]


def create_app(settings: Settings, ask: Ask, release: Release | None = None) -> Flask:
    """Build the application over a way to ask; without a release it has the endpoint and little else."""
    app = Flask("akkuri.web")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.upload_bytes
    attach(app, State(settings, ask, release, Metrics(ask)))
    problems.register(app)
    # After a request they run from the last to the first: what is compressed is settled by then.
    compression.register(app)
    conditional.register(app)
    cors.register(app)
    slashes.register(app)
    public_address.register(app, settings.public_address)
    for blueprint in find_blueprints("akkuri.web", with_release=release is not None):
        app.register_blueprint(blueprint)
    return app
