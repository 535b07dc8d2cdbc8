"""No room at all, for any command: its last word is one sentence, it ends with 3, and nothing has changed."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import akkuri
from akkuri.cli import COMMANDS
from akkuri.release.opening import Release

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
ROR = Path(__file__).parents[1] / "link" / "data" / "ror_tiny.json"
THEIRS = """
source: {url: "https://example.org/devices.csv", publisher: Example University, kind: operator}
tables:
  equipment:
    key: Name
    columns:
      name: Name
      facility_id: {column: Lab, default: Example laboratory}
"""
PING = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
ELSEWHERE = ("build", "query", "gaps", "network")
"""What test_system_limits tries in other ways; here too in the long run."""
TOO = "AKKURI_LONG" in os.environ
WAYS: dict[str, tuple[str, ...]] = {
    "serve": ("serve --release {release} --port 0",),
    "build": ("build --data tables --out built",),
    "check": (
        "check bad --data tables --out found.html --format html",
        "check bad --data tables --fix",
    ),
    "query": ("query counts.rq --release {release}",),
    "ask": ("ask how many facilities have each capability --release {release}",),
    "search": ("search hydrogen --release {release}",),
    "gaps": ("gaps --release {release}",),
    "chain": ("chain mining refining --release {release}",),
    "compare": ("compare Finland Sweden --release {release}",),
    "network": ("network --release {release} --export graphml --out net.graphml",),
    "link": ("link ror --data tables --snapshot ror.json --out ror.sssom.tsv",),
    "export": (
        "export geojson places.geojson --release {release}",
        "export parquet frames --release {release}",
        "export all everything --release {release}",
        "export site deep/site --release {release}",
    ),
    "mcp": ("mcp --release {release}",),
    "load": ("load {release} http://127.0.0.1:9/sparql",),
    "sources": ("sources archive --to kept --limit 1 --data tables",),
    "stale": ("stale --release {release}",),
    "diff": ("diff tables other --data tables --notes CHANGES.md",),
    "proposals": ("proposals --folder proposed --data tables",),
    "import": ("import other/organisations.csv --data tables",),
    "harvest": ("harvest theirs.csv --mapping theirs.yaml --operator {one} --data tables --out rows",),
    "twins": ("twins --distinct {one} {other} --note known --data tables",),
    "trials": ("trials --release {release} --write hidden.csv",),
    "template": ("template facility lab.xlsx --data tables",),
    "verify": ("verify {release} --data tables",),
    "init": ("init cluster",),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the ways read."""
    here = tmp_path_factory.mktemp("no-room")
    shutil.copytree(HYDROGEN, here / "tables")
    shutil.copytree(HYDROGEN, here / "other")
    table = (HYDROGEN / "organisations.csv").read_text(encoding="utf-8")
    (here / "other" / "organisations.csv").write_text(
        table.replace("University", "Academy"), encoding="utf-8"
    )
    head, row = table.splitlines()[:2]
    (here / "bad").mkdir()
    (here / "bad" / "organisations.csv").write_text(f"{head}\n {row}\n", encoding="utf-8")
    (here / "counts.rq").write_text("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    (here / "proposed").mkdir()
    (here / "theirs.csv").write_text("Name,Lab\nElectrolyser,\n")
    (here / "theirs.yaml").write_text(THEIRS)
    (here / "ror.json").write_bytes(ROR.read_bytes())
    proposed = {
        "record": "x",
        "column": "y",
        "value": "z",
        "source": "https://example.org/",
        "made": "",
        "name": "",
    }
    (here / "proposed" / "20261127000000-00000000.json").write_text(json.dumps(proposed))
    return here


def test_every_command_is_tried() -> None:
    assert set(WAYS) == set(COMMANDS)


@pytest.mark.parametrize("way", [way for name in WAYS if TOO or name not in ELSEWHERE for way in WAYS[name]])
def test_no_room(national: Release, place: Path, way: str) -> None:
    """Standard output is full, and no file may have a byte."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    one, other = (
        line.split(",")[0] for line in (place / "tables" / "organisations.csv").read_text().splitlines()[1:3]
    )
    code = str(Path(akkuri.__file__).parents[1])
    words = [word.format(release=national.folder, one=one, other=other) for word in way.split()]
    before = contents(place)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "akkuri", *words],
            cwd=place,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": code},
            input=f"{PING}\n",
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=240,
            preexec_fn=limited,
        )
    assert done.returncode == 3, done.stderr
    said = done.stderr.splitlines()[-1]
    assert said.startswith("akkuri: "), done.stderr
    assert "Traceback" not in done.stderr
    assert contents(place) == before


def contents(place: Path) -> dict[str, bytes | None]:
    """Every file with what is in it, every folder with nothing."""
    return {
        str(each.relative_to(place)): each.read_bytes() if each.is_file() else None
        for each in place.rglob("*")
    }


@pytest.mark.parametrize("name", ["link", "diff"])
def test_a_device_is_neither_read_to_no_end_nor_replaced(place: Path, name: str) -> None:
    (way,) = WAYS[name]
    words = way.replace("ror.sssom.tsv", "/dev/zero").replace("CHANGES.md", "/dev/zero").split()
    done = subprocess.run(
        [sys.executable, "-m", "akkuri", *words], cwd=place, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "akkuri: /dev/zero: is a device; expected the name of a file to write."
    )
    assert Path("/dev/zero").is_char_device()
