"""An exporter is one file that declares itself."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import akkuri.publish.tables
from akkuri.publish.edition import Edition
from akkuri.publish.formats import FORMATS, find_formats
from akkuri.texts import LANGUAGES, catalogue

MODULE = """
import json
from akkuri.publish.export_format import ExportFormat

def write(edition, package):
    with package.file("counts.json") as file:
        file.write(json.dumps({"lines": sum(1 for _ in edition.lines("asserted"))}).encode())

FORMAT = ExportFormat(
    "tally", write, order=500, extension="zip", media_type="application/zip", packaged=True,
    aliases=("count",),
)
"""
SITE = """
import akkuri.publish.tables as room
from akkuri.texts import LANGUAGES, catalogue

room.__path__ = [*room.__path__, {folder!r}]
for lang in LANGUAGES:
    catalogue(lang)["publish.format-tally"] = "How many lines"
"""


def program(folder: Path, edition: Edition, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run `akkuri` with one more exporter in its folder."""
    (folder / "more").mkdir(exist_ok=True)
    (folder / "more" / "tally.py").write_text(MODULE)
    (folder / "sitecustomize.py").write_text(SITE.format(folder=str(folder / "more")))
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = os.environ | {"PYTHONPATH": path, "AKKURI_RELEASE": str(edition.graph.parent)}
    command = [sys.executable, "-m", "akkuri", "export", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_one_file_is_one_format(edition: Edition, tmp_path: Path) -> None:
    listed = program(tmp_path, edition)
    assert listed.stdout.splitlines()[-1] == "tally\tzip\tHow many lines", listed.stderr
    done = program(tmp_path, edition, "count", "--out", str(tmp_path / "out.zip"))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        counts = json.loads(archive.read("counts.json"))
    assert counts["lines"] == sum(1 for _ in edition.lines("asserted"))


def test_two_formats_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "again.py").write_text(MODULE.replace("tally", "turtle"))
    room = akkuri.publish.tables
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, "akkuri.publish.tables.again", raising=False)
    with pytest.raises(ValueError, match="Two formats are called turtle"):
        find_formats()
    monkeypatch.delitem(sys.modules, "akkuri.publish.tables.again", raising=False)


def test_every_format_is_called_something_in_every_language() -> None:
    assert len({form.order for form in FORMATS}) == len(FORMATS)
    for lang in LANGUAGES:
        assert [form.name for form in FORMATS if not catalogue(lang).get(form.title_key)] == []
