"""`akkuri serve` before it serves: what must stop it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from akkuri import resources
from akkuri.commands.serve_command import command
from akkuri.errors import UsageError
from akkuri.release.opening import Release


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
