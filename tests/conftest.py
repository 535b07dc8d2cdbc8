"""What every test may use: the built national graph, and the shared material where it is there."""

from pathlib import Path

import pytest

from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def national_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the national graph, built once for all tests; read it, never change it."""
    return build_release(Settings(), out=tmp_path_factory.mktemp("national"))


@pytest.fixture(scope="session")
def national(national_release: Release) -> Release:
    """The same under its short name, which folders with a national site or model of their own take over."""
    return national_release
