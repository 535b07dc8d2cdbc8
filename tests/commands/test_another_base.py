"""A release with IRIs of its own base is read by every command without being told the base again."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from akkuri.cli import program
from akkuri.release.build import build_release
from akkuri.settings import Settings

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
BASE = "https://example.org/kg/"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_release(Settings(base=BASE), HYDROGEN, tmp_path_factory.mktemp("other")).folder


@pytest.mark.parametrize("command", [["gaps"], ["network"]])
def test_the_analyses_find_the_records_of_another_base(release: Path, command: list[str]) -> None:
    result = CliRunner().invoke(program, [*command, "--release", str(release), "--format", "csv"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 1
    assert BASE in result.stdout
