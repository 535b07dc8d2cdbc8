"""What the first visitors would wait for, got ready by a process that has just started and has time."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from flask import Flask, Response, request_finished

from akkuri.analysis.model.values import country_of_region
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import ViewRequest
from akkuri.errors import AkkuriError, UsageError
from akkuri.publish.formats import held
from akkuri.system import behind_others
from akkuri.web.analyses.basis import served_basis
from akkuri.web.http.made_with import digest
from akkuri.web.http.state import state
from akkuri.web.map.frame import frame_of
from akkuri.web.map.outlines import outlines
from akkuri.web.page.compiled import load_templates
from akkuri.web.page.navigation import navigation
from akkuri.web.page.site import site

__all__ = ["AT_START", "ONCE_READ", "get_ready", "get_ready_aside"]

_AWAY: Final = 0.5
"""Seconds after the first page until the rest is got ready: its answer is away by then, and not held up."""


def get_ready_aside(app: Flask) -> None:
    """Get ready in a thread: what takes little memory now, the rest once somebody has read a page.

    Pages do not wait for it: what is not ready yet they get themselves.
    """
    read = threading.Event()

    def answered(_app: Flask, response: Response, **_more: Any) -> None:
        if response.mimetype == "text/html":
            read.set()
            request_finished.disconnect(answered, app)

    def work() -> None:
        behind_others()
        get_ready(app, AT_START)
        read.wait()
        time.sleep(_AWAY)
        get_ready(app, ONCE_READ)

    request_finished.connect(answered, app, weak=False)
    threading.Thread(target=work, name="ahead", daemon=True).start()


def get_ready(app: Flask, steps: Iterable[Callable[[Flask], None]]) -> None:
    """Do some steps; what fails is left to the page that needs it, which says so to whom it concerns."""
    with app.app_context():
        for step in steps:
            try:
                step(app)
            except (AkkuriError, OSError, ValueError, LookupError):
                continue


def _pages(_app: Flask) -> None:
    navigation()
    digest()
    release = state().release
    if release is not None:
        held(release.edition)  # the whole graph is read for what a format demands


def _labels(_app: Flask) -> None:
    if site().folder is not None:
        site().labels.need(())


def _outlines(_app: Flask) -> None:
    """Draw the outlines of the home country; the codes of its regions tell which it is without the model."""
    regions = site().known.index("concept/region").things if site().folder is not None else ()
    home = country_of_region(regions[0].id) if regions else ""
    if home in outlines():
        frame_of(home).outlines()


def _analyses(_app: Flask) -> None:
    """Read the model of the release, and who works with whom."""
    if site().folder is None:
        return
    asked = NETWORK.asked(served_basis(), ViewRequest())
    try:
        asked.network()
        asked.measures()
    except UsageError:  # the graph has no ties
        return


def _search(_app: Flask) -> None:
    if site().folder is not None:
        site().own_words()  # and the search that it looks things up with


AT_START: Final = (_pages, load_templates, _labels, _outlines)
"""What takes some megabytes."""
ONCE_READ: Final = (_analyses, _search)
"""What takes more, which nobody needs where pages are not read."""
