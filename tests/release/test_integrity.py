"""A release is what its manifest says: every kind of damage is refused in one sentence, naming the place."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.release.integrity import seal
from akkuri.release.layout import FORMAT
from akkuri.release.opening import Release, find_release
from program import akkuri


@pytest.fixture
def root(hydrogen_release: Release, tmp_path: Path) -> Path:
    """A folder of releases with one of a small cluster, to be damaged."""
    shutil.copytree(hydrogen_release.folder.parent, tmp_path / "releases", symlinks=True)
    return tmp_path / "releases"


def cut(name: str) -> Callable[[Path], None]:
    """Take the second half of a file away."""
    return lambda folder: os.truncate(folder / name, (folder / name).stat().st_size // 2)


def empty(name: str) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / name, 0)


def flip(name: str) -> Callable[[Path], None]:
    """Change one bit in the middle of a file."""

    def damage(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content)

    return damage


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def put(name: str, content: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")

    return damage


def replaced_by_folder(folder: Path) -> None:
    (folder / "graph.nq").unlink()
    (folder / "graph.nq").mkdir()


def replaced_by_itself(folder: Path) -> None:
    (folder / "graph.nq").unlink()
    (folder / "graph.nq").symlink_to("graph.nq")


def one_more_line(folder: Path) -> None:
    with (folder / "graph.nq").open("a") as graph:
        graph.write("<x:a> <x:b> <x:c> <x:g> .\n")


def two_swapped(folder: Path) -> None:
    os.rename(folder / "void.ttl", folder / "kept")
    os.rename(folder / "catalog.ttl", folder / "void.ttl")
    os.rename(folder / "kept", folder / "catalog.ttl")


def manifest(sealed: bool = True, **changes: object) -> Callable[[Path], None]:
    """Change entries of the manifest, with or without its own checksum; None takes one out."""

    def damage(folder: Path) -> None:
        file = folder / "manifest.json"
        facts = json.loads(file.read_text(encoding="utf-8"))
        facts |= {name: value for name, value in changes.items() if value is not None}
        facts = {
            name: value for name, value in facts.items() if name not in changes or changes[name] is not None
        }
        file.write_text(json.dumps(seal(facts) if sealed else facts), encoding="utf-8")

    return damage


def names_another_file(folder: Path) -> None:
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest(sha256=facts["sha256"] | {"../../secret": "0" * 64})(folder)


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "graph cut off": (cut("graph.nq"), "graph.nq: is damaged"),
    "graph empty": (empty("graph.nq"), "graph.nq: is damaged"),
    "one bit of the graph": (flip("graph.nq"), "graph.nq: is damaged"),
    "a line more": (one_more_line, "graph.nq: is damaged"),
    "no graph": (remove("graph.nq"), "graph.nq: is lacking"),
    "graph is a folder": (replaced_by_folder, "graph.nq: is lacking"),
    "graph is a link to itself": (replaced_by_itself, "graph.nq: is lacking"),
    "no manifest": (remove("manifest.json"), "manifest.json: cannot be read"),
    "manifest empty": (empty("manifest.json"), "manifest.json: cannot be read"),
    "manifest cut off": (cut("manifest.json"), "manifest.json: cannot be read"),
    "manifest nested too deep": (put("manifest.json", "[" * 100_000), "manifest.json: cannot be read"),
    "manifest is a list": (put("manifest.json", "[]"), "manifest.json: is no manifest"),
    "no checksums": (manifest(sha256=None), "manifest.json: is no manifest"),
    "no version": (manifest(version=None), "manifest.json: is no manifest"),
    "a count changed": (manifest(sealed=False, triples=1), "manifest.json: is damaged"),
    "a count wrong": (manifest(triples=1), "manifest.json says 1"),
    "the base changed": (manifest(sealed=False, base="http://evil.example/"), "manifest.json: is damaged"),
    "an earlier format": (manifest(format=None), "manifest.json: is that of an earlier Akkuri"),
    "a newer format": (manifest(format=FORMAT + 1), f"manifest.json: has the format {FORMAT + 1}"),
    "a file outside": (names_another_file, "names ../../secret, which is outside"),
    "description of the tables changed": (flip("tables.json"), "tables.json: is damaged"),
    "report lacking": (remove("validation.ttl"), "validation.ttl: is lacking"),
    "search changed": (flip("search.jsonl"), "search.jsonl: is damaged"),
    "names changed": (flip("names.jsonl"), "names.jsonl: is damaged"),
    "words of questions changed": (flip("asked.json"), "asked.json: is damaged"),
    "phrases of questions changed": (flip("phrases.jsonl"), "phrases.jsonl: is damaged"),
    "values changed": (flip("values.jsonl"), "values.jsonl: is damaged"),
    "counts of sentences changed": (flip("sentences.counts"), "sentences.counts: is damaged"),
    "things changed": (flip("things.jsonl"), "things.jsonl: is damaged"),
    "model changed": (flip("model.json"), "model.json: is damaged"),
    "labels changed": (flip("labels.jsonl"), "labels.jsonl: is damaged"),
    "stated changed": (flip("stated.jsonl"), "stated.jsonl: is damaged"),
    "measures changed": (flip("measures.json"), "measures.json: is damaged"),
    "words changed": (flip("words.jsonl"), "words.jsonl: is damaged"),
    "index changed": (flip("search/meta.json"), "meta.json: is damaged"),
    "index lacking": (remove("search/meta.json"), "meta.json: is lacking"),
    "search lacking": (remove("search.jsonl"), "search.jsonl: is lacking"),
    "VoID and catalogue swapped": (two_swapped, "catalog.ttl: is damaged"),
    "context changed": (flip("context.jsonld"), "context.jsonld: is damaged"),
    "a question more": (put("cluster/queries/mine.rq", "ASK {}"), "mine.rq: is in the release but not in"),
    "the folder gone": (gone, "manifest.json: cannot be read"),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_refused_with_one_sentence(root: Path, damage: Callable[[Path], None], said: str) -> None:
    folder = (root / "current").resolve()
    assert find_release(root) == Release(folder)
    damage(folder)
    with pytest.raises(UsageError) as refused:
        find_release(root)
    sentence = str(refused.value)
    assert said in sentence
    assert str(root) in sentence
    assert "\n" not in sentence
    assert refused.value.exit_code == 2


def test_there_are_twenty_kinds() -> None:
    assert len(DAMAGE) >= 20


def test_what_has_been_mended_is_opened(root: Path) -> None:
    graph = (root / "current" / "graph.nq").resolve()
    whole = graph.read_bytes()
    graph.write_bytes(whole[:-1])
    with pytest.raises(UsageError):
        find_release(root)
    graph.write_bytes(whole)
    assert find_release(root) is not None


def test_a_query_looks_at_the_manifest_before_it_reads(root: Path) -> None:
    """It loads the graph while the files are verified: nothing of what is no release may be waited for."""
    release = (root / "current").resolve()
    graph, facts = release / "graph.nq", release / "manifest.json"
    graph.unlink()
    os.mkfifo(graph)
    refused(root, "graph.nq: is lacking")
    facts.write_text("null")
    refused(root, "manifest.json: is no manifest")
    facts.unlink()
    os.mkfifo(facts)
    refused(root, "manifest.json: cannot be read")
    (root / "current").unlink()
    (root / "current").symlink_to("current")
    refused(root, "manifest.json: cannot be read")


def refused(root: Path, said: str) -> None:
    done = akkuri("query", "open-to-others", "--release", root)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_copy_is_as_good(root: Path, tmp_path: Path) -> None:
    copied = shutil.copytree((root / "current").resolve(), tmp_path / "copied")
    assert find_release(copied) == Release(copied)


def test_the_build_log_may_differ(root: Path) -> None:
    (root / "current" / "build.json").write_text("{}")
    assert find_release(root) is not None


def test_the_national_release_is_verified_quickly(national: Release, tmp_path: Path) -> None:
    """Of this process's time, since others may be at work; a copy, since it has not been verified before."""
    copied = Release(shutil.copytree(national.folder, tmp_path / "copied"))
    before = time.process_time()
    copied.verify()
    assert time.process_time() - before < 0.3
