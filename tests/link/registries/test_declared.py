"""A registry is one file that declares itself."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import akkuri.link.registries
from akkuri import resources
from akkuri.errors import UsageError
from akkuri.link.decisions.mapping_sets import read
from akkuri.link.registries import profile, profiles, registry
from akkuri.link.tables.command import LinkRequest, link_table
from akkuri.namespaces import Names

MODULE = """
from akkuri.errors import UsageError
from akkuri.link.registries.base import Entry, Name
from akkuri.link.registries.profile import Profile

class HarbourRegistry:
    key = "harbours"

    def __init__(self):
        self.notes = []

    def read(self, path):
        for line in path.read_text().splitlines():
            number, name, country = line.split("\\t")
            yield Entry(f"https://harbours.example.org/{number}", (Name(name),), country=country)

    def check_identifier(self, text):
        raise UsageError("Not needed here.")

PROFILE = Profile(
    HarbourRegistry, title="Harbours", homepage="https://harbours.example.org", subjects="municipalities",
    evidence="name", namespace="https://harbours.example.org/",
)
"""


@pytest.fixture
def harbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One more module among the registries."""
    module = tmp_path / "harbours.py"
    module.write_text(MODULE)
    room = akkuri.link.registries
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(tmp_path)])
    profiles.cache_clear()
    yield module
    monkeypatch.undo()
    profiles.cache_clear()
    for name in ("harbours", "havens"):
        sys.modules.pop(f"akkuri.link.registries.{name}", None)


@pytest.mark.usefixtures("harbours")
def test_one_file_is_one_registry_that_our_tables_are_linked_to(tmp_path: Path) -> None:
    assert "harbours" in profiles()
    assert profile("harbours").title == "Harbours"
    snapshot, out = tmp_path / "harbours.tsv", tmp_path / "harbours.sssom.tsv"
    snapshot.write_text("1\tVaasa\tFI\n2\tNowhere\tFI\n")
    request = LinkRequest("harbours", snapshot, data=resources.data(), out=out)
    done = link_table(request, date(2026, 11, 26), Names())
    assert done.records > 1
    linked = [row.object.curie for row in read(out).mappings if row.object.curie.endswith("harbours:1")]
    assert len(linked) == 1


def test_two_registries_of_one_word_are_refused(harbours: Path) -> None:
    (harbours.parent / "havens.py").write_text(MODULE)
    with pytest.raises(ValueError, match=r"havens declares the registry harbours"):
        profiles()


def test_an_unknown_registry_is_told_which_there_are() -> None:
    with pytest.raises(UsageError, match="There is no registry “grid”; expected one of: cordis, eosc,"):
        registry("grid")
