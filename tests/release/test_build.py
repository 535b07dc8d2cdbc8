"""Building: deterministic to the byte, atomic, and never hurting the release in use."""

import json
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from akkuri.errors import AkkuriError, UsageError
from akkuri.files import checksum
from akkuri.release.build import ReleaseRefusedError, build_release
from akkuri.release.layout import LOG
from akkuri.release.opening import Release, find_release
from akkuri.release.switch import workplace
from akkuri.settings import Settings

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
BUILD = [sys.executable, "-c", "from akkuri.cli import main; main()", "build"]


@pytest.fixture
def out(hydrogen_release: Release, tmp_path: Path) -> Path:
    """A folder of releases with that of the hydrogen cluster."""
    return Path(shutil.copytree(hydrogen_release.folder.parent, tmp_path / "out", symlinks=True))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the hydrogen cluster's tables, small and quick, that a test may change."""
    return Path(shutil.copytree(HYDROGEN, tmp_path / "data"))


def rename_a_facility(data: Path, name: str) -> None:
    file = data / "facilities.csv"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r"(?<=^fac-electrolyser-lab,)[^,]*", name, text, flags=re.MULTILINE)
    assert changed != text
    file.write_text(changed, encoding="utf-8")


def files(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): checksum(file)
        for file in folder.rglob("*")
        if file.is_file() and file.name != LOG
    }


def test_two_builds_of_the_same_tables_give_the_same_bytes(tmp_path: Path, national: Release) -> None:
    again = build_release(Settings(), out=tmp_path / "two")
    assert again.version == national.version
    assert files(again.folder) == files(national.folder)


def test_the_manifest_tells_counts_and_true_checksums(national: Release) -> None:
    release = national
    manifest = release.manifest
    assert {name: count for name, count in manifest["rows"].items() if count} == manifest["records"]
    assert manifest["triples"] == release.graph_path.read_bytes().count(b"\n")
    for name, expected in manifest["sha256"].items():
        assert checksum(release.folder / name) == expected
    on_disk = {str(file.relative_to(release.folder)) for file in release.folder.rglob("*") if file.is_file()}
    assert on_disk == set(manifest["sha256"]) | {"manifest.json", LOG}
    assert json.loads((release.folder / LOG).read_text())["seconds"].keys() >= {
        "read",
        "map",
        "derive",
        "check",
    }


def test_the_steps_come_in_the_order_of_the_rooms(national: Release) -> None:
    rooms = {
        "read": "tables",
        "map": "graph",
        "link": "link",
        "derive": "analysis",
        "describe": "publish",
        "index": "search",
        "check": "checks",
        "write": "release",
    }
    steps = list(json.loads((national.folder / LOG).read_text())["seconds"])
    assert steps == list(rooms)
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(c["layers"] for c in project["tool"]["importlinter"]["contracts"] if "layers" in c)
    assert [room for room in reversed(layers) if room in rooms.values()] == list(rooms.values())


def test_a_triple_stands_in_exactly_one_graph_of_the_release(national: Release) -> None:
    release = national
    store = Store()
    store.bulk_load(path=str(release.graph_path), format=RdfFormat.N_QUADS)
    triples = [(quad.subject, quad.predicate, quad.object) for quad in store]
    assert len(triples) == len(set(triples))
    assert not [
        triple for triple in triples if str(triple[0]).startswith("_:") or str(triple[2]).startswith("_:")
    ]


def test_a_change_in_a_table_makes_a_new_release_and_keeps_the_old(out: Path, data: Path) -> None:
    old = find_release(out)
    assert old
    rename_a_facility(data, "Renamed")
    new = build_release(Settings(), data, out)
    assert old.version != new.version
    assert find_release(out) == new
    assert find_release(old.folder) == old


def test_a_damaged_release_of_the_same_version_is_replaced(out: Path) -> None:
    release = find_release(out)
    assert release
    before = files(release.folder)
    release.graph_path.write_text("damaged")
    again = build_release(Settings(), HYDROGEN, out)
    assert files(again.folder) == before
    assert find_release(out) == again


@pytest.mark.slow
def test_killed_at_ten_moments_the_old_release_stays_and_the_next_build_works(
    tmp_path: Path, data: Path
) -> None:
    out = tmp_path / "out"
    command = [*BUILD, "--data", str(data), "--out", str(out)]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    duration = time.perf_counter() - started
    killed = 0
    for moment in range(10):
        before = find_release(out)
        assert before is not None
        rename_a_facility(data, f"Renamed {moment}")
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=duration * (moment + 0.5) / 10)
            duration = time.perf_counter() - started  # what ran beside the first one has ended since
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        after = find_release(out)
        assert after is not None
        for name, expected in after.manifest["sha256"].items():
            assert checksum(after.folder / name) == expected
        if after != before:  # whole (see the checksums) and new: the kill came after the switch
            assert f"Renamed {moment}" in after.graph_path.read_text(encoding="utf-8")
    assert killed >= 5
    subprocess.run(command, check=True, capture_output=True)
    last = find_release(out)
    assert last is not None
    assert "Renamed 9" in last.graph_path.read_text(encoding="utf-8")
    assert not list(out.glob(".building-*"))


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with (
        workplace(tmp_path),
        pytest.raises(UsageError, match="another build is running"),
        workplace(tmp_path),
    ):
        pass


def test_a_violation_publishes_nothing(tmp_path: Path, data: Path) -> None:
    old = build_release(Settings(), data, tmp_path / "out")
    file = data / "facilities.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "org-northern-energy-university,laboratory", "org-northern-energy-university,laboratori", 1
        ),
        encoding="utf-8",
    )
    result = subprocess.run(
        [*BUILD, "--data", str(data), "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "facilities.csv:2:kind" in result.stderr
    assert find_release(tmp_path / "out") == old


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, data: Path) -> None:
    (data / "vocabularies").mkdir(exist_ok=True)
    (data / "vocabularies" / "scale.ttl").write_text("<a> <b>")
    with pytest.raises(AkkuriError, match=r"scale\.ttl"):
        build_release(Settings(), data, tmp_path / "out")
    assert find_release(tmp_path / "out") is None


def test_violations_end_with_1_and_a_file_that_cannot_be_read_with_2(tmp_path: Path, data: Path) -> None:
    file = data / "facilities.csv"
    good = file.read_bytes()
    for content, code in ((good.replace(b",laboratory,", b",laboratry,"), 1), (good.replace(b",", b";"), 2)):
        file.write_bytes(content)
        with pytest.raises(ReleaseRefusedError) as caught:
            build_release(Settings(), data, tmp_path / "out")
        assert caught.value.exit_code == code


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_tables_is_named(folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=f"{folder}: holds no table; expected organisations.csv") as caught:
        build_release(Settings(), tmp_path / folder, tmp_path / "out")
    assert caught.value.exit_code == 2


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="expected a folder for releases"):
        build_release(Settings(), out=tmp_path / "file")


def test_another_cluster_builds_with_the_same_program(hydrogen_release: Release) -> None:
    release = hydrogen_release
    assert release.manifest["records"]["facilities"] == 9
    assert release.manifest["records"]["offerings"] == 8
    store = Store()
    store.bulk_load(path=str(release.graph_path), format=RdfFormat.N_QUADS)
    stages = store.query(
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        "SELECT ?label { ?stage ak:order ?order ; skos:prefLabel ?label ;"
        " skos:inScheme <https://w3id.org/akkuri/concept/value-chain-stage> FILTER(LANG(?label) = 'fi') }"
        " ORDER BY ?order",
        use_default_graph_as_union=True,
    )
    assert [row["label"].value for row in stages] == ["Tuotanto", "Varastointi ja siirto", "Käyttö"]


def test_a_build_writes_beside_releases_only(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(UsageError, match=r"thesis\.docx, which is no release"):
        build_release(Settings(), data=HYDROGEN, out=tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_build_does_not_write_into_a_release(out: Path) -> None:
    release = find_release(out)
    assert release
    with pytest.raises(UsageError, match="is itself a release"):
        build_release(Settings(), data=HYDROGEN, out=release.folder)


def test_a_release_with_a_strange_file_is_replaced_by_the_next_build(out: Path) -> None:
    first = find_release(out)
    assert first
    (first.folder / "strange").touch()
    second = build_release(Settings(), data=HYDROGEN, out=out)
    assert second.folder.name == f"{first.folder.name}.2"
    assert find_release(out) == second
