"""Opening a release: whose base its IRIs have."""

import json
from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.release.opening import Release
from akkuri.settings import Settings

OTHER = "http://kg.example/"


def release(folder: Path, **facts: str) -> Release:
    (folder / "manifest.json").write_text(json.dumps({"version": "1"} | facts))
    return Release(folder)


def test_a_release_brings_its_base(tmp_path: Path) -> None:
    assert release(tmp_path, base=OTHER).settled(Settings()).base == OTHER
    assert release(tmp_path, base=OTHER).settled(Settings(base=OTHER)).base == OTHER


def test_a_release_without_a_base_has_that_of_the_settings(tmp_path: Path) -> None:
    assert release(tmp_path).settled(Settings(base=OTHER)).base == OTHER


def test_another_base_is_refused_with_both(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"begin with https://w3id\.org/akkuri/, but .* is http://kg\.example/"
    ):
        release(tmp_path, base=Settings().base).settled(Settings(base=OTHER))
