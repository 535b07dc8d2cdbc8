"""A graph above the size for memory comes with a store on disk, and is served from that by itself."""

import json
from pathlib import Path

import pytest

from akkuri.release.layout import DISK
from akkuri.release.opening import find_release
from program import near
from serving import Server, children

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "wind"
    assert near("init", folder).returncode == 0
    return folder


def build(cluster: Path, out: Path, size: int) -> Path:
    done = near("build", "--data", cluster, "--out", out, AKKURI_DISK_BYTES=str(size), AKKURI_LANG="en")
    assert done.returncode == 0, done.stderr
    release = find_release(out)
    assert release is not None
    graphs = {line.rsplit(" ", 2)[1] for line in release.graph_path.read_text("utf-8").splitlines()}
    documents = [graph for graph in graphs if "/doc/" in graph]
    assert f": {len(documents)} records (with" in done.stdout  # each has a page, and an entry in the feed
    return release.folder


def test_above_the_size_it_is_on_disk_and_answers_the_same(cluster: Path, tmp_path: Path) -> None:
    small = build(cluster, tmp_path / "out", 10**9)
    assert not (small / DISK).exists()
    size = (small / "graph.nq").stat().st_size
    assert not (build(cluster, tmp_path / "out", size) / DISK).exists()
    large = build(cluster, tmp_path / "out", size - 1)
    assert (large / DISK / "CURRENT").is_file()
    assert (large / "graph.nq").read_bytes() == (small / "graph.nq").read_bytes()
    triples = json.loads((large / "manifest.json").read_text())["triples"]
    with Server("--release", tmp_path / "out", "--workers", "1") as server:
        ready = json.loads(server.request("GET", "/health/ready").body)
        assert ready["quads"] == triples
        found = json.loads(server.query(COUNT).body)["results"]["bindings"][0]["n"]["value"]
        assert int(found) == triples
        assert server.request("GET", "/gaps").status == 200
        files = {str(file.resolve()) for pid in children(server.process.pid) for file in opened(pid)}
        assert any(name.startswith(str(large / DISK)) for name in files)


def opened(pid: int) -> list[Path]:
    """The files that a process has open."""
    return list(Path(f"/proc/{pid}/fd").iterdir())
