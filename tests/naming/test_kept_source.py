"""The names of a release as a file of it: they are those of its graph."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.namespaces import Names
from akkuri.naming import kept_source
from akkuri.naming.fixed import countries_of_the_world
from akkuri.naming.kept_source import THINGS, KeptSource
from akkuri.naming.store_source import StoreSource
from akkuri.naming.things import Thing
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore


class Unasked:
    """A graph that must not be asked."""

    def things(self, group: str) -> Sequence[Thing]:
        raise AssertionError(group)

    title = things


class Elsewhere(Unasked):
    """A graph that knows one thing."""

    def things(self, group: str) -> Sequence[Thing]:
        return [Thing(group, "x")]


def test_every_group_that_questions_name_is_kept_as_the_graph_has_it(national_release: Release) -> None:
    names = national_release.settled(Settings()).names
    graph = StoreSource(
        EmbeddedStore.of_release(national_release.graph_path, national_release.version).select, names
    )
    kept = KeptSource(national_release.folder, names, Unasked())
    groups = Catalogue.load(resources.questions(national_release.cluster), names).named_groups
    assert {"id/organisation", "concept/region", "concept/unit"} <= set(groups)
    for group in groups:
        told = sorted(graph.things(group), key=lambda thing: thing.id)
        assert list(map(repr, kept.things(group))) == list(map(repr, told)), group


def test_countries_are_kept_and_need_no_other_library(
    national_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = countries_of_the_world()
    monkeypatch.setattr(kept_source, "countries_of_the_world", list)
    kept = KeptSource(national_release.folder, national_release.settled(Settings()).names, Unasked())
    assert list(map(repr, kept.countries())) == list(map(repr, known))


@pytest.mark.parametrize("content", [None, '{"form":0}\n{"group":"id/x","things":[]}\n'])
def test_where_the_file_does_not_tell_the_graph_is_asked(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / THINGS).write_text(content, encoding="utf-8")
    kept = KeptSource(tmp_path, Names(), Elsewhere())
    assert [thing.id for thing in kept.things("id/x")] == ["x"]
    assert kept.countries() == countries_of_the_world()
