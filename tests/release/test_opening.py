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


def test_what_exporters_know_of_a_release_is_found_once(tmp_path: Path) -> None:
    """A search through the whole graph at each download would hold up all who ask at the same time."""
    stated = "http://example.org/p"
    (tmp_path / "graph.nq").write_text(f'<x:a> <{stated}> "b" <x:g> .\n')
    found = release(tmp_path)
    assert found.edition.states(stated)
    (tmp_path / "graph.nq").unlink()
    assert found.edition.states(stated)
