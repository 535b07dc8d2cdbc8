"""`akkuri serve` as a program: its exit codes and sentences, and every kind of store behind it."""

import json
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from akkuri.store import EmbeddedStore
from releases import write_release
from serving import Server

NT = '<http://example.org/a> <http://example.org/p> "1" .\n'
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data.nt"
    path.write_text(NT)
    return path


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "akkuri", "serve", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def count(server: Server) -> str:
    return str(json.loads(server.query(COUNT).body)["results"]["bindings"][0]["n"]["value"])


def test_it_starts_quickly(file: Path) -> None:
    """In seconds of processors, since others may be at work; with four query processes and an answer."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Server("--rdf", file) as server:
        assert count(server) == "1"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


def test_several_files_in_both_ways_of_writing(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text("<x:a> <x:p> 1, 2 .")
    for args in (("--rdf", file, other), ("--rdf", file, "--rdf", other)):
        with Server(*args) as server:
            assert count(server) == "3"


def test_an_empty_file_is_served(tmp_path: Path) -> None:
    empty = tmp_path / "empty.nt"
    empty.write_text("")
    with Server("--rdf", empty) as server:
        assert count(server) == "0"


def test_a_port_in_use_is_one_sentence_and_exit_3(file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = run("--rdf", file, "--port", str(port))
    assert (found.returncode, found.stdout) == (3, "")
    assert found.stderr.count("\n") == 1
    assert f"Port {port}" in found.stderr


def test_unreadable_rdf_is_one_sentence_and_exit_2(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("<x:a> <x:p> oops .")
    found = run("--rdf", bad, "--port", "0")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(f"akkuri: {bad}:1:")
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "args", [["--rdf"], ["a.ttl"], ["--rdf", "a.ttl", "--store", "http://x/"], ["--port", "99999"]]
)
def test_wrong_usage_is_exit_2(args: list[str]) -> None:
    found = run(*args)
    assert found.returncode == 2
    assert "Traceback" not in found.stderr


def test_a_folder_that_is_no_store_is_exit_2(tmp_path: Path) -> None:
    found = run("--store", tmp_path, "--port", "0")
    assert found.returncode == 2
    assert str(tmp_path) in found.stderr


def test_a_store_on_disk(file: Path, tmp_path: Path) -> None:
    EmbeddedStore.create_on_disk(tmp_path / "disk", [file])
    with Server("--store", tmp_path / "disk") as server:
        assert count(server) == "1"
        ready = json.loads(server.request("GET", "/health/ready").body)
        assert ready["quads"] == 1


def test_a_remote_store_and_its_failure(file: Path) -> None:
    with Server("--rdf", file) as behind, Server("--store", f"{behind.address}/sparql") as server:
        assert count(server) == "1"
        reply = server.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="application/rdf+xml")
        assert reply.headers["content-type"] == "application/rdf+xml"
        assert "etag" not in reply.headers
        behind.stop()
        reply = server.query(COUNT)
        assert reply.status == 502
        assert behind.address in json.loads(reply.body)["detail"]


def test_the_release_that_is_there_is_served_with_the_union(tmp_path: Path) -> None:
    graphs = "".join(NT.replace(" .\n", f" <http://example.org/g{number}> .\n") for number in (1, 2))
    release = write_release(tmp_path / "release", "2026-01-01-abc", graphs)
    with Server("--release", release) as server:
        assert count(server) == "2"
        assert json.loads(server.request("GET", "/health/ready").body)["version"] == "2026-01-01-abc"


def test_a_damaged_release_is_not_served(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release", "2026-01-01-abc", NT)
    (release / "graph.nq").write_text(NT + NT)
    found = run("--release", release, "--port", "0")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(f"akkuri: {release}/graph.nq: is damaged")
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize("left", ["notes.txt", "2026-01-01-0123456789ab"])
def test_the_national_graph_is_not_built_beside_something_else(tmp_path: Path, left: str) -> None:
    (tmp_path / left).mkdir()
    found = run("--release", tmp_path, "--port", "0")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.count("\n") == 1
    assert left in found.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == [left]


def test_a_link_that_leads_nowhere_is_a_damaged_release(tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to("gone")
    found = run("--release", tmp_path, "--port", "0")
    assert (found.returncode, found.stdout) == (2, "")
    assert f"{tmp_path}/gone/manifest.json: cannot be read" in found.stderr
