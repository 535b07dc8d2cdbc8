"""What the tests of the commands read: the national graph."""

import pytest

from akkuri.publish.edition import Edition
from akkuri.release.opening import Release


@pytest.fixture(scope="session")
def edition(national_release: Release) -> Edition:
    return national_release.edition
