"""What every test may use: the built national graph, and the shared material where it is there."""

import fcntl
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from akkuri.release.build import build_release
from akkuri.release.opening import Release, find_release
from akkuri.settings import Settings
from history import HYDROGEN, make_history
from shared_material import NEEDED, SHARED, closing_line

os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
"""A reasoner is started often and runs a second or two: half of it was compiling for a long run."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material of others; tests that need it skip where it is absent, which the closing line says."""
    if not SHARED.is_dir():
        pytest.skip(NEEDED)
    return SHARED


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that is made once for all tests; read it, never change it.

    Workers that run side by side share it: the first one makes it, the others open what it made."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    whole = folder.with_suffix(".made")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            make(folder)
            whole.touch()
    return folder


def release_in(folder: Path) -> Release:
    """Return the release that was built into a folder."""
    found = find_release(folder)
    assert found
    return found


@pytest.fixture(scope="session")
def national_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the national graph, built once for all tests; read it, never change it."""
    build = partial(build_release, Settings(), None)
    return release_in(made_once(tmp_path_factory, "national-release", build))


@pytest.fixture(scope="session")
def hydrogen_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of a small cluster, built once for all tests; copy it to change it."""
    build = partial(build_release, Settings(), HYDROGEN)
    return release_in(made_once(tmp_path_factory, "hydrogen-release", build))


@pytest.fixture(scope="session")
def made_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small cluster's three editions and their releases, made once for all tests; `copied` gives a copy."""
    return made_once(tmp_path_factory, "made-history", make_history)


@pytest.fixture(scope="session")
def national(national_release: Release) -> Release:
    """The same under its short name, which folders with a national site or model of their own take over."""
    return national_release


@pytest.fixture(autouse=True)
def no_text_is_lacking(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What has no text falls back and is logged, once; but for tests of exactly that, it is a fault here."""
    yield
    if not request.node.get_closest_marker("lacks_texts"):
        records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
        assert not [record.getMessage() for record in records if record.name == "akkuri.texts"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in one closing line what did not run for want of the material of others."""
    line = closing_line(str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if line:
        terminalreporter.write_line(line)
