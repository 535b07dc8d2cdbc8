"""A new cluster passes the check and is built and served at once."""

import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from akkuri.ask.service import Ask
from akkuri.cli import program
from akkuri.errors import AkkuriError
from akkuri.kinds import shared_kinds
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app


def akkuri(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments))


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    folder = tmp_path / "wind power"
    assert akkuri("init", str(folder)).exit_code == 0
    return folder


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_new_cluster_is_checked_built_and_served(cluster: Path, tmp_path: Path) -> None:
    checked = akkuri("check", str(cluster), "--format", "json", "--severity", "warning")
    assert (checked.exit_code, json.loads(checked.stdout)["findings"]) == (0, [])
    assert akkuri("build", "--data", str(cluster), "--out", str(tmp_path / "out")).exit_code == 0
    release = find_release(tmp_path / "out")
    assert release is not None
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    client = create_app(Settings(), Ask.over(store, Settings()), release).test_client()
    for path in (
        "/",
        "/browse/facility",
        "/doc/facility/example-laboratory",
        "/gaps",
        "/network",
        "/queries",
    ):
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 200, path
    assert "Example laboratory" in client.get("/browse/facility", headers={"Accept": "text/html"}).text


def test_it_has_an_example_of_each_kind(cluster: Path) -> None:
    for kind in shared_kinds():
        assert rows(cluster / f"{kind.table}.csv"), kind.name
    for file in cluster.glob("*.csv"):
        assert rows(file), file.name


def test_without_examples_it_is_empty_and_passes_too(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert akkuri("init", str(folder), "--empty").exit_code == 0
    assert not any(rows(file) for file in folder.glob("*.csv"))
    assert akkuri("check", str(folder)).exit_code == 0
    assert akkuri("build", "--data", str(folder), "--out", str(tmp_path / "out")).exit_code == 0


@pytest.mark.parametrize(
    ("lang", "heading", "required"),
    [
        ("en", "# A new cluster", "- `name_en`: Name in English (must be filled in)"),
        ("fi", "# Uusi klusteri", "- `name_en`: Nimi englanniksi (täytettävä)"),
        ("sv", "# Ett nytt kluster", "- `name_en`: Namn på engelska (måste fyllas i)"),
    ],
)
def test_its_readme_is_in_the_language_of_the_curator(
    lang: str, heading: str, required: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert akkuri("init", str(tmp_path / "asked"), "--lang", lang).exit_code == 0
    monkeypatch.setenv("AKKURI_LANG", lang)
    assert akkuri("init", str(tmp_path / "set")).exit_code == 0
    readme = (tmp_path / "asked" / "README.md").read_text(encoding="utf-8")
    assert readme.splitlines()[0] == heading
    assert required in readme.splitlines()
    assert (tmp_path / "set" / "README.md").read_text(encoding="utf-8") == readme


def test_the_commands_it_names_can_be_pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = akkuri("init", "wind power").stdout.splitlines()
    assert lines == [
        "akkuri check 'wind power'",
        "akkuri build --data 'wind power' --out 'wind power-release'",
        "akkuri serve --release 'wind power-release'",
    ]


def test_the_folder_one_stands_in_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert "--out ../here-release" in akkuri("init", ".").stdout
    assert (tmp_path / "here" / "about.json").is_file()


def test_a_folder_that_holds_something_is_refused_and_stays(cluster: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in cluster.rglob("*")}
    for place in (cluster, cluster / "about.json"):
        refused = akkuri("init", str(place), "--lang", "fi").exception
        assert isinstance(refused, AkkuriError)
        assert refused.exit_code == 2
        assert refused.sentence("fi") == f"{place}: kansiossa on jo jotakin; anna uusi tai tyhjä kansio."
    assert {file: file.stat().st_mtime_ns for file in cluster.rglob("*")} == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = akkuri("init", str(tmp_path / "file" / "new")).exception
    assert isinstance(refused, AkkuriError)
    assert refused.exit_code == 2
    assert "expected a place in a writable folder" in refused.sentence("en")
    assert os.listdir(tmp_path) == ["file"]
