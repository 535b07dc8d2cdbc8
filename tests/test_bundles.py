"""What pages take from npm: whole and licensed, and no hindrance where npm cannot be reached."""

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from akkuri.resources import bundle

NPM = Path(__file__).parents[1] / "src" / "npm"


def test_engine_and_editor_are_whole_and_say_their_licences() -> None:
    names = ("oxigraph.wasm.gz", "oxigraph.js", "editor.js", "licences.txt")
    engine, script, editor, licences = map(bundle, names)
    if engine is None or script is None or editor is None or licences is None:
        if os.environ.get("CI") or os.environ.get("AKKURI_BUNDLE") == "required":
            pytest.fail("python src/npm/bundle.py has not been run")
        pytest.skip("needs python src/npm/bundle.py")
    assert gzip.decompress(engine.read_bytes()).startswith(b"\0asm")
    assert engine.stat().st_size < 1_500_000
    assert "oxigraph 0.5" in licences.read_text(encoding="utf-8")
    assert "@codemirror/view 6." in licences.read_text(encoding="utf-8")
    assert len(gzip.compress(editor.read_bytes())) < 150_000
    assert "http" not in script.read_text(encoding="utf-8").replace("http://www.w3.org/", "")


def test_a_registry_out_of_reach_leaves_nothing_half_made_and_says_why(tmp_path: Path) -> None:
    shutil.copytree(NPM, tmp_path / "npm", ignore=shutil.ignore_patterns("dist", "__pycache__"))
    away = {
        **os.environ,
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_cache": str(tmp_path / "cache"),
    }
    command = [sys.executable, str(tmp_path / "npm" / "bundle.py")]
    done = subprocess.run(command, env=away, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("npm: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "npm" / "dist").exists()


def test_packages_are_pinned_by_their_sums() -> None:
    locked = (NPM / "package-lock.json").read_text(encoding="utf-8")
    assert locked.count('"integrity": "sha512-') == locked.count('"node_modules/')
