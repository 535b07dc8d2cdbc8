"""`akkuri verify`: an answer is proved by building its release again; what was changed is not proved."""

import json
import shutil
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.release.integrity import seal
from akkuri.release.layout import MANIFEST
from akkuri.release.origin import code_digest
from akkuri.settings import Settings
from akkuri.web.permanent.proof import Given, Rebuilt, same_result
from cited import ROOT, client_of, random_addresses, unlike
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
        told = akkuri("verify", f"{address}#cells", "--data", history.data)
        iri = address.replace("api/gaps?show=cells", "id/facility/electrolyser-lab")
        document = akkuri("verify", iri, "--data", history.data)
        feed = akkuri("verify", address.replace("/api/gaps?show=cells", "/feed"), "--data", history.data)
        unknown = akkuri("verify", address.replace("2026-09", "2020-09"), "--data", history.data)
    assert (told.returncode, told.stderr) == (0, "")
    assert str(history.releases[0].manifest["commit"]) in told.stdout
    assert told.stdout.endswith("Proved.\n")
    assert (document.returncode, document.stderr) == (0, "")
    assert feed.returncode == 2
    assert f"leads on to {server.address}/feed, which" in feed.stderr
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


def test_what_a_start_keeps_beside_the_program_is_no_other_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dates of a language are kept at its first use: no reader of a page makes the code another one."""
    monkeypatch.setattr(resources, "queries", lambda: tmp_path)
    (tmp_path / "__pycache__").mkdir()
    before = code_digest.__wrapped__()
    (tmp_path / "__pycache__" / "fi.locale.json").write_text("{}")
    assert code_digest.__wrapped__() == before
    (tmp_path / "more.rq").write_text("")
    assert code_digest.__wrapped__() != before


def test_the_version_that_other_code_gives_a_release_is_no_other_answer(history: History) -> None:
    """The same rows are the same result set though the answer names its release and words have changed."""
    release, client = history.releases[0], client_of(history.releases[0])
    theirs = "2020-01-01-0123456789ab"
    settings = Settings(base=str(release.manifest["base"]))
    again = Rebuilt(release, settings, {**release.manifest, "version": theirs})
    for path in ("/api/gaps?show=cells", "/api/search?q=hydrogen", "/catalog.ttl"):
        answer = client.get(f"/release/{release.version}{path}", headers={"Accept": "*/*"})
        body = answer.data.replace(release.version.encode(), theirs.encode())
        given = Given(body.replace(b'"title": "Gap cells"', b'"title": "Cells"'), answer.mimetype)
        own = again.answer(ROOT, path)
        assert own.body != given.body
        assert same_result(given, again.by_their_version(own)), path
    fewer = Given(given.body.replace(b"dcat:", b"dct:", 1), given.media_type)
    assert not same_result(fewer, again.by_their_version(own))


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
