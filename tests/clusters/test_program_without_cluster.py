"""Nothing in the program, its questions or the ontology knows of one cluster: a cluster is a folder."""

from pathlib import Path

import pytest

from .words import BATTERY

ROOT = Path(__file__).parents[2]
ALLOWED = {
    # Names of organisations of the world: what they abbreviate, and how often registries have a word.
    "src/akkuri/link/text/words/abbreviations.toml": {"chemistry"},
    "src/akkuri/link/text/fitted/affiliation.json": {"batter", "chemistry", "nmc"},
}
"""File → words that it may hold."""
BINARY = {".woff2", ".png", ".ico", ".gz", ".zst", ".pyc"}


def files(folder: str) -> list[Path]:
    found = (ROOT / folder).rglob("*")
    return [file for file in found if file.is_file() and file.suffix not in BINARY]


@pytest.mark.parametrize("folder", ["src", "queries", "ontology"])
def test_nothing_speaks_of_batteries(folder: str) -> None:
    found = []
    for file in files(folder):
        name = file.relative_to(ROOT).as_posix()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            words = {word.lower() for word in BATTERY.findall(line)} - ALLOWED.get(name, set())
            if words:
                found.append(f"{name}:{number}: {', '.join(sorted(words))}")
    assert found == []


def test_the_words_are_found_where_they_belong() -> None:
    """The scan would see them: the cluster's own folder is full of them."""
    for file in ("data/about.json", "data/queries/directory/cyclers.rq", "data/vocabularies/capability.ttl"):
        assert BATTERY.search((ROOT / file).read_text(encoding="utf-8")), file
    for name in ALLOWED:
        assert BATTERY.search((ROOT / name).read_text(encoding="utf-8")), name
