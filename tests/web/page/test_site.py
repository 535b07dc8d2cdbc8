"""What pages share of a release is read off its files."""

import sys
from collections.abc import Callable

import pytest
from flask import Flask

from akkuri.naming.fixed import countries_of_the_world
from akkuri.naming.things import countries
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.web.page.site import site


def test_countries_are_known_without_the_library_that_has_their_names(
    national_release: Release,
    serve_release: Callable[[Release, Settings], Flask],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    countries_of_the_world.cache_clear()
    monkeypatch.setitem(sys.modules, "babel", None)
    with serve_release(national_release, Settings()).app_context():
        found = {
            name: site().known.find(name, countries()).id for name in ("FI", "Ruotsi", "Tyskland", "SWE")
        }
    assert found == {"FI": "FI", "Ruotsi": "SE", "Tyskland": "DE", "SWE": "SE"}
