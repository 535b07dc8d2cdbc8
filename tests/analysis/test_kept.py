"""What a release keeps for the analyses is what its graph says: pages of either are the same."""

import json
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import pytest

from akkuri.analysis.evidence import cited
from akkuri.analysis.model.filled import filled_fields
from akkuri.analysis.model.kept import MODEL, read_model
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.kept import MEASURES, read_measures
from akkuri.analysis.network.nodes import NODES
from akkuri.analysis.seen.mentions import all_mentions
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.weights import Parameters
from akkuri.naming.kept_labels import LABELS, read_labels
from akkuri.naming.labels import Labels
from akkuri.release.opening import Release

LANGUAGES = ("en", "fi", "sv", "de")


def kept_model(folder: Path, model: Model) -> Model | None:
    return read_model(folder, model.names, model.origin, model.resolver, model.labels)


def test_the_model_is_that_of_the_graph(release: Release, national: Model) -> None:
    kept = kept_model(release.folder, national)
    assert kept is not None
    for field in fields(Model):
        if field.name not in (
            "groups",
            "resolver",
            "labels",
            "origin",
            "version",
            "filled",
            "mentions",
            "kept",
            "counted",
        ):
            assert getattr(kept, field.name) == getattr(national, field.name), field.name
    assert kept.groups.heads == national.groups.heads


def test_the_labels_are_those_of_the_graph(release: Release, national: Model) -> None:
    kept = Labels(lambda _: pytest.fail("the graph is asked"), national.names, folder=release.folder)
    kept.whole()
    national.labels.whole()
    facts = national.labels.facts()
    assert kept.facts().ends == facts.ends
    assert len(facts.texts) > 4000
    for iri in (*facts.texts, *facts.ends, "https://example.org/other"):
        for lang in LANGUAGES:
            assert kept.best(iri, lang) == national.labels.best(iri, lang)
        assert kept.all(iri) == national.labels.all(iri)
        assert (kept.notation(iri), kept.order(iri)) == (
            national.labels.notation(iri),
            national.labels.order(iri),
        )


def test_mentions_sources_and_filled_fields_are_those_of_the_graph(release: Release, national: Model) -> None:
    kept = kept_model(release.folder, national)
    assert kept is not None
    kept.origin = None  # type: ignore[assignment] # is not asked
    assert all_mentions(kept) == all_mentions(national)
    stated = [each.iri for each in (*national.investments, *national.uses, *national.facilities.values())]
    assert [cited(kept, iri) for iri in stated] == [cited(national, iri) for iri in stated]
    for kind in national.names.kinds:
        assert filled_fields(kept, kind) == filled_fields(national, kind)


@pytest.mark.parametrize("nodes", ["organisation", "facility"])
def test_the_measures_are_those_computed(
    release: Release, national: Model, parameters: Parameters, nodes: str
) -> None:
    asked = NetworkAsked(Basis(national, parameters), ViewRequest(given={NODES.name: nodes}))
    found, kept = asked.measures(), read_measures(release.folder)[nodes]
    assert kept.communities == found.communities
    assert kept.settings == found.settings
    assert [row.actor for row in kept.ranked()] == [row.actor for row in found.ranked()]
    for row, computed in zip(kept.rows, found.rows, strict=True):
        assert astuple(row)[1:] == pytest.approx(astuple(computed)[1:], abs=1e-11)


def test_what_is_written_in_another_way_is_not_read(
    release: Release, national: Model, tmp_path: Path
) -> None:
    """A release of an earlier or a later program is asked itself."""

    def with_form(name: str, **facts: Any) -> None:
        first, end, rest = (release.folder / name).read_text(encoding="utf-8").partition("\n")
        (tmp_path / name).write_text(json.dumps(json.loads(first) | facts) + end + rest, encoding="utf-8")

    assert kept_model(tmp_path, national) is None
    assert read_measures(tmp_path) == {}
    assert read_labels(tmp_path) is None
    for name in (MODEL, MEASURES, LABELS):
        with_form(name, form=99)
    assert kept_model(tmp_path, national) is None
    assert read_measures(tmp_path) == {}
    assert read_labels(tmp_path) is None
    for name in (MODEL, MEASURES):
        with_form(name, fields=["iri", "colour"])
    assert kept_model(tmp_path, national) is None
    assert read_measures(tmp_path) == {}
