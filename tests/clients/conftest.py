"""A server of the national graph that programs of others ask."""

from collections.abc import Iterator

import pytest

from akkuri.release.opening import Release
from serving import Server


@pytest.fixture(scope="session")
def served(national: Release) -> Iterator[Server]:
    """The national graph, served by a process of its own."""
    with Server("--release", national.folder, "--workers", "2") as server:
        yield server
