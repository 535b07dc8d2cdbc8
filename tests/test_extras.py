"""Extras: what they bring is refused in one line without them, and everything else works."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from akkuri.api import open_release
from akkuri.ask.service import Ask
from akkuri.cli import COMMANDS, program
from akkuri.errors import UsageError
from akkuri.extras import EXTRAS, installed, require
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app

MODULES = sorted({module for modules in EXTRAS.values() for module in modules})
ROOT = Path(__file__).parents[1]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment with the base install only."""
    for module in MODULES:
        monkeypatch.setitem(sys.modules, module, None)
    return


def test_the_extras_are_those_that_can_be_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) == {*EXTRAS, "test"}
    base = " ".join(project["dependencies"])
    assert not [module for module in MODULES if module in base]


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("extra", EXTRAS)
def test_a_missing_extra_is_named_in_the_language_of_the_asker(extra: str) -> None:
    assert not installed(extra)
    for lang, words in (("en", "needs the extra"), ("fi", "tarvitaan lisäosa"), ("sv", "kräver tillägget")):
        with pytest.raises(UsageError, match=rf"{words} {extra}.*pip install 'akkuri\[{extra}\]'\."):
            require(extra, lang)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (["export", "parquet", "--out", "tables.zip"], "frames"),
        (["link", "ror", "--snapshot", "ror.tsv", "--lang", "fi"], "link"),
        (["link", "ror", "--snapshot", "ror.tsv", "--engine", "spark", "--lang", "fi"], "spark"),
    ],
)
def test_commands_say_which_extra_they_need(national_release: Release, words: list[str], extra: str) -> None:
    env = {"AKKURI_RELEASE": str(national_release.folder), "AKKURI_LANG": "fi"}
    with pytest.raises(UsageError, match=rf"^Tähän tarvitaan lisäosa {extra}, jota ei ole asennettu"):
        CliRunner().invoke(program, words, env=env, catch_exceptions=False, standalone_mode=False)


@pytest.mark.usefixtures("bare")
def test_every_other_format_is_written_and_what_is_left_out_is_told(
    national_release: Release, tmp_path: Path
) -> None:
    env = {"AKKURI_RELEASE": str(national_release.folder)}
    done = CliRunner().invoke(program, ["export", "all", "--out", str(tmp_path / "all")], env=env)
    assert done.exit_code == 0
    assert "parquet: This needs the extra frames" in done.stderr
    sums = (tmp_path / "all" / "SHA256SUMS").read_text().splitlines()
    assert "graph.nq" in {line.split()[1] for line in sums}
    assert not any("parquet" in line for line in sums)


@pytest.mark.usefixtures("bare")
def test_a_server_offers_only_what_it_can_make(national_release: Release) -> None:
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    settings = Settings()
    client = create_app(settings, Ask.over(store, settings), national_release).test_client()
    assert "parquet" not in client.get("/download").text
    answer = client.get("/download/parquet.zip", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert "extra frames" in answer.get_json()["detail"]
    with client.get("/download/graph.ttl.gz") as other:
        assert other.status_code == 200


@pytest.mark.usefixtures("bare")
def test_a_release_can_be_opened_and_its_frames_name_their_extra(national_release: Release) -> None:
    release = open_release(national_release.folder)
    assert release.graph().num_nodes() > 0
    cells = release.rows("gaps:cells")
    assert {cell["state"] for cell in cells} >= {"covered", "stated-missing"}
    assert {row["query"] for row in release.rows("SELECT ('x' AS ?query) {}")} == {"x"}
    assert release.rows("gaps/single-operator", country="FI")[0]["capabilityName"]
    with pytest.raises(UsageError, match="needs the extra frames"):
        release.query("gaps/single-operator")


def test_every_command_starts_without_extras() -> None:
    """In a process of its own, where nothing was imported before."""
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({MODULES!r}));"
        "from click.testing import CliRunner; from akkuri.cli import COMMANDS, program;"
        "print([n for n in COMMANDS if CliRunner().invoke(program, [n, '--help']).exit_code])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=os.environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert COMMANDS
