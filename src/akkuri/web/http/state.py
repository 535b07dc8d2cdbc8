"""What every route needs: the settings, the way to ask, and the release, kept with the Flask application."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from akkuri.ask.service import Ask
from akkuri.release.known import KnownReleases
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.service.metrics import Metrics

__all__ = ["State", "attach", "state"]

_KEY = "akkuri"


@dataclass(frozen=True, slots=True)
class State:
    """One per application; `release` is None when plain RDF files or a remote store are served."""

    settings: Settings
    ask: Ask
    release: Release | None
    metrics: Metrics
    known: KnownReleases | None = None
    """The release and those beside it; None where it is alone or itself one of those beside."""


def attach(app: Flask, value: State) -> None:
    """Give an application its state."""
    app.extensions[_KEY] = value


def state() -> State:
    """Return the state of the application that handles this request."""
    return cast("State", current_app.extensions[_KEY])
