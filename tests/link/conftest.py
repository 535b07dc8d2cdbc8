"""A registry in ROR's schema v2: nine real records, and four fictitious of "Northmark" and "Elsewhere"."""

from pathlib import Path

import pytest

from akkuri.link.registries.ror import RorRegistry
from akkuri.link.text.linker import Linker

TINY = Path(__file__).parent / "data" / "ror_tiny.json"


@pytest.fixture(scope="session")
def tiny() -> Path:
    return TINY


@pytest.fixture(scope="session")
def linker() -> Linker:
    return Linker(RorRegistry().read(TINY))
