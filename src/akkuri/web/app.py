"""The Flask application: its blueprints, its errors, its headers."""

from flask import Flask

from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.http import (
    again,
    compression,
    conditional,
    cors,
    preconditions,
    problems,
    public_address,
    slashes,
)
from akkuri.web.http.public_address import PublicAddress
from akkuri.web.http.routes import find_blueprints
from akkuri.web.http.state import State, attach
from akkuri.web.page.compiled import keep_compiled
from akkuri.web.page.drawn_html import provide_drawings
from akkuri.web.page.value_html import provide_values
from akkuri.web.page.workbooks import with_csv
from akkuri.web.permanent.addresses import cite_as
from akkuri.web.permanent.dispatch import ByRelease, Lender
from akkuri.web.service.metrics import Metrics

__all__ = ["create_app", "release_app"]


def create_app(
    settings: Settings,
    ask: Ask,
    release: Release | None = None,
    others: Lender | None = None,
    metrics: Metrics | None = None,
) -> Flask:
    """Build the application over a way to ask; without a release it has the endpoint and little else.

    `others` gives the applications of other releases, for their addresses.
    """
    known = others.known if others is not None else None
    app = release_app(State(settings, ask, release, metrics or Metrics(ask), known))
    # Flask wraps an application by replacing this method of it, which types do not let one do.
    if release is not None:
        version = str(release.manifest.get("version", ""))
        app.wsgi_app = ByRelease(app.wsgi_app, version, others)  # type: ignore[method-assign]
    app.wsgi_app = PublicAddress(app.wsgi_app, settings.public_address)  # type: ignore[method-assign]
    return app


def release_app(state: State) -> Flask:
    """Build the application of one release alone, to stand below an address that is settled already."""
    app = Flask("akkuri.web")
    keep_compiled(app)
    provide_values(app)
    provide_drawings(app)
    # The provider that Flask has by itself knows this; the type of any provider does not.
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = state.settings.upload_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = state.settings.upload_bytes
    attach(app, state)
    problems.register(app)
    again.register(app)
    # After a request they run from the last to the first: what is compressed is settled by then.
    compression.register(app)
    cors.register(app)
    slashes.register(app)
    public_address.register(app)
    preconditions.register(app)
    conditional.register(app)
    app.after_request(cite_as)
    for blueprint in find_blueprints("akkuri.web", with_release=state.release is not None):
        app.register_blueprint(blueprint)
    with_csv(app)
    return app
