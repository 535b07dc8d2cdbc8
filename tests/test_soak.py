"""One minute of the soak; `.ci/run long` runs sixty."""

from pathlib import Path

import pytest

from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from soak import Tally, soak

HYDROGEN = Path(__file__).parent / "fixtures" / "hydrogen"


def test_memory_is_compared_release_by_release() -> None:
    # The small release is served longer in the second half: that is no shrinking, nor hides growth.
    tally = Tally()
    for minute in range(60):
        small = minute % 2 if minute < 30 else minute % 4 > 0
        tally.memory.append((minute + 1.0, int(small), 100 + minute if small else 300))
    assert tally.quarters()[0] == [300, 300, 300, 300]
    assert 0.3 < tally.growth() < 0.6


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
