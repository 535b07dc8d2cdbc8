"""`akkuri verify`: an answer is proved by building its release again; what was changed is not proved."""

import json
import shutil
from pathlib import Path

import pytest

from akkuri.release.integrity import seal
from akkuri.release.layout import MANIFEST
from cited import client_of, random_addresses, unlike
from history import History
from program import akkuri
from serving import Server


@pytest.mark.parametrize("number", range(3))
def test_random_addresses_stay_byte_identical_after_a_rebuild(history: History, number: int) -> None:
    release = history.releases[number]
    addresses = random_addresses(release, client_of(release), 40, seed=number)
    assert len(set(addresses)) > 30
    assert list(unlike(release, history.data, addresses)) == []


def test_an_answer_is_proved(history: History) -> None:
    with Server("--release", history.root, workers=1) as server:
        address = f"{server.address}/release/{history.releases[0].version}/api/gaps?show=cells"
        told = akkuri("verify", address, "--data", history.data)
        unknown = akkuri("verify", address.replace("2026-09", "2020-09"), "--data", history.data)
    assert (told.returncode, told.stderr) == (0, "")
    assert str(history.releases[0].manifest["commit"]) in told.stdout
    assert told.stdout.endswith("Proved.\n")
    assert unknown.returncode == 3
    assert unknown.stderr.count("\n") == 1


def changed(history: History, place: Path, **facts: object) -> Path:
    """A copy of a release whose manifest says something else."""
    shutil.copytree(history.releases[0].folder, place)
    manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    manifest.pop("seal")
    (place / MANIFEST).write_text(json.dumps(seal(manifest | facts)), encoding="utf-8")
    return place


def test_other_code_is_told_and_result_sets_are_compared(history: History, tmp_path: Path) -> None:
    told = akkuri("verify", changed(history, tmp_path / "other", code="0123456789ab"), "--data", history.data)
    assert told.returncode == 0
    assert "instead of 0123456789ab" in told.stdout


def test_a_release_of_other_tables_is_not_proved(history: History, tmp_path: Path) -> None:
    other = str(history.releases[1].manifest["commit"])
    told = akkuri("verify", changed(history, tmp_path / "other", commit=other), "--data", history.data)
    assert told.returncode == 1
    assert told.stdout.endswith("Not proved.\n")


@pytest.mark.parametrize("commit", [None, "0123456789012345678901234567890123456789", "--output=x"])
def test_without_its_commit_nothing_can_be_proved(
    history: History, tmp_path: Path, commit: str | None
) -> None:
    told = akkuri("verify", changed(history, tmp_path / "other", commit=commit), "--data", history.data)
    assert told.returncode == 2
    assert told.stderr.count("\n") == 1
    assert "Traceback" not in told.stderr


def test_what_is_no_address_is_told(tmp_path: Path) -> None:
    for address in ("nothing", "http://example.org/gaps", str(tmp_path)):
        told = akkuri("verify", address)
        assert (told.returncode, told.stderr.count("\n")) == (2, 1)
