"""One minute of the soak; `.ci/run long` runs sixty."""

from pathlib import Path

import pytest

from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from soak import soak

HYDROGEN = Path(__file__).parent / "fixtures" / "hydrogen"


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_one_minute_with_hostile_clients_and_changing_releases(
    national_release: Release, tmp_path: Path
) -> None:
    small = build_release(Settings(), data=HYDROGEN, out=tmp_path / "small")
    root = tmp_path / "served"
    root.mkdir()
    tally = soak(root, [national_release, small], 1)
    assert tally.faults == []
    assert tally.answers > 500
    assert tally.moves >= 2
    assert len(tally.hostile) >= 4
