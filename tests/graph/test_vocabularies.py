"""Vocabularies: which file counts, and the other names that stand beside it."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from akkuri.errors import UsageError
from akkuri.graph.vocabularies import load_vocabularies
from akkuri.namespaces import Names

SKOS = "http://www.w3.org/2004/02/skos/core#"
HEAD = f"@prefix skos: <{SKOS}> .\n@prefix : <https://w3id.org/akkuri/concept/colour/> .\n"
SCHEME = "<https://w3id.org/akkuri/concept/colour>"


def write(folder: Path, concept: str, *others: str) -> Path:
    """Write a scheme of one concept, and a file of other names."""
    (folder / "labels").mkdir(parents=True)
    stated = f':{concept} a skos:Concept ; skos:inScheme {SCHEME} ; skos:prefLabel "{concept}"@en .'
    (folder / "colour.ttl").write_text(f"{HEAD}{stated}\n", encoding="utf-8")
    if others:
        lines = "".join(f':{concept} skos:altLabel "{name}"@en .\n' for name in others)
        (folder / "labels" / "colour.ttl").write_text(HEAD + lines, encoding="utf-8")
    return folder


def other_names(*folders: Path) -> set[str]:
    """Return the other names of all concepts."""
    quads = load_vocabularies(folders, Names()).quads
    predicate = NamedNode(f"{SKOS}altLabel")
    return {q.object.value for q in quads if q.predicate == predicate and isinstance(q.object, Literal)}


def test_other_names_come_with_the_scheme(tmp_path: Path) -> None:
    assert other_names(write(tmp_path / "all", "red", "crimson", "scarlet")) == {"crimson", "scarlet"}


def test_a_cluster_s_scheme_brings_its_own_other_names(tmp_path: Path) -> None:
    general = write(tmp_path / "all", "red", "crimson")
    assert other_names(general, write(tmp_path / "cluster", "blue", "azure")) == {"azure"}
    assert other_names(general, write(tmp_path / "other", "blue")) == set()


def test_a_cluster_may_call_the_general_concepts_otherwise(tmp_path: Path) -> None:
    general = write(tmp_path / "all", "red", "crimson")
    cluster = write(tmp_path / "cluster", "red", "ruby")
    (cluster / "colour.ttl").unlink()
    assert other_names(general, cluster) == {"ruby"}


def test_other_names_of_nothing_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "all", "red", "crimson")
    (folder / "labels" / "colour.ttl").write_text(f'{HEAD}:green skos:altLabel "lime"@en .', encoding="utf-8")
    with pytest.raises(UsageError, match=r"labels/colour\.ttl: .*concept/colour/green>, which no vocabulary"):
        load_vocabularies([folder], Names())
    (folder / "labels" / "shape.ttl").write_text(HEAD, encoding="utf-8")
    with pytest.raises(UsageError, match=r"labels/shape\.ttl: no vocabulary is called shape"):
        load_vocabularies([folder], Names())
