"""`akkuri serve` before it serves: what must stop it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from akkuri import resources
from akkuri.commands.serve_command import command
from akkuri.errors import UsageError
from akkuri.release.opening import Release
from program import akkuri


def test_a_broken_named_query_stops_the_start_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, national: Release
) -> None:
    folder = tmp_path / "queries" / "gaps"
    folder.mkdir(parents=True)
    (folder / "broken.rq").write_text("SELECT ?x { no SPARQL")
    monkeypatch.setattr(resources, "questions", lambda cluster: (tmp_path / "queries",))
    result = CliRunner().invoke(command, ["--port", "0", "--release", str(national.folder)])
    assert isinstance(result.exception, UsageError)
    assert str(result.exception).startswith(f"{folder / 'broken.rq'}:1: ")


def test_a_release_that_cannot_be_built_ends_it_as_it_ends_the_build() -> None:
    """Nobody can make a folder in /proc. Whoever watches the server must see that it does not run."""
    place = "/proc/akkuri/release"
    served = akkuri("serve", AKKURI_RELEASE=place, AKKURI_PORT="0")
    assert served.returncode == 2
    assert f"{place}: cannot be written" in served.stderr
    assert "Traceback" not in served.stderr
