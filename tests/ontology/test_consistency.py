"""HermiT finds the ontology consistent, alone, with what it reuses and with the data; and can find faults."""

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse

from akkuri import resources
from akkuri.checks import owl_consistency as consistency
from akkuri.checks.owl_consistency import check_consistency, conflicting_graphs, java_is_here
from akkuri.errors import OutsideError
from akkuri.graph.mapping import map_tables
from akkuri.graph.vocabularies import load_vocabularies
from akkuri.namespaces import Names
from akkuri.tables.rows import read_folder
from akkuri.tables.schema import schema_of_folder

pytestmark = pytest.mark.skipif(not java_is_here(), reason="HermiT needs Java, which is not installed")

PREFIXES = """
@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/akkuri/id/> .
"""


def turtle(text: str) -> list[Triple]:
    return list(parse(PREFIXES + text, format=RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def ontology() -> list[Triple]:
    files = resources.terms()
    return [t for f in files for t in parse(f.read_text(encoding="utf-8"), format=RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def graph() -> list[Quad]:
    """The national graph as the build asserts it, with the vocabularies."""
    names = Names()
    tables = read_folder(resources.data(), schema_of_folder(resources.data()))
    vocabularies = load_vocabularies(resources.vocabularies(), names)
    return map_tables(tables, vocabularies, names).quads + vocabularies.quads


def test_ontology_is_consistent_and_every_class_can_have_instances(ontology: list[Triple]) -> None:
    result = check_consistency(ontology)
    assert result.sound
    assert result.statements > 400
    assert result.left_out > 700  # labels and definitions


def test_consistent_with_the_ontologies_it_reuses(ontology: list[Triple], shared: Path) -> None:
    others = [
        t
        for name in ("org.ttl", "prov-o.ttl")
        for t in parse((shared / "ontologies" / name).read_text("utf-8"), format=RdfFormat.TURTLE)
    ]
    result = check_consistency([*ontology, *others])
    assert result.consistent
    assert [iri for iri in result.unsatisfiable if "akkuri" in iri] == []


@pytest.mark.slow
def test_consistent_with_the_data(ontology: list[Triple], graph: list[Quad]) -> None:
    result = check_consistency([*ontology, *graph])
    assert result.sound
    assert result.statements > 20_000


@pytest.mark.parametrize(
    "fault",
    [
        ":x a ak:Facility , ak:Equipment .",
        ":x a ak:Organisation , ak:Network .",
        ":x a ak:Offering , ak:ProductionCapability .",
        ":x a ak:Equipment ; ak:operator :o .",
        ":x a ak:Facility ; ak:operator :y . :y a ak:Facility .",
        ":x a ak:Facility ; ak:facilityKind :y . :y a ak:Organisation .",
        ":x a ak:Offering ; ak:facility :p . :p a ak:Project .",
        ":x a ak:Offering ; ak:trlMin 3 , 4 .",
        ":x a ak:Specification ; ak:value 'much' .",
        ":x a ak:Collaboration ; ak:from :o ; ak:to :o .",
        ":a ak:parentOrganisation :b . :b ak:parentOrganisation :a .",
        ":a ak:parentOrganisation :a .",
    ],
)
def test_faulty_data_is_inconsistent(ontology: list[Triple], fault: str) -> None:
    assert not check_consistency([*ontology, *turtle(fault)]).consistent


def test_good_data_is_consistent(ontology: list[Triple]) -> None:
    good = turtle(
        """:x a ak:Facility ; ak:operator :o ; ak:opened "2020-01-01"^^xsd:date ; skos:prefLabel "x"@en .
        :o a ak:Organisation ; ak:parentOrganisation :p . :p a ak:Organisation .
        :c a ak:Collaboration ; ak:from :o ; ak:to :x ."""
    )
    result = check_consistency([*ontology, *good])
    assert result.sound
    assert result.left_out == check_consistency(ontology).left_out + 2  # the year and the label


def test_class_without_possible_instances_is_named(ontology: list[Triple]) -> None:
    result = check_consistency([*ontology, *turtle("ak:Bad a owl:Class ; rdfs:subClassOf ak:Gap , ak:Tie .")])
    assert result.consistent
    assert result.unsatisfiable == ("https://w3id.org/akkuri/ontology#Bad",)
    assert not result.sound


@pytest.mark.slow
def test_conflict_is_narrowed_to_the_graphs_that_make_it(ontology: list[Triple]) -> None:
    graphs = {
        "a": turtle(":a a ak:Organisation ."),
        "b": turtle(":b a ak:Facility ; ak:operator :e ."),
        "c": turtle(":c a ak:Project ."),
        "d": turtle(":d a ak:Organisation ; ak:parentOrganisation :a ."),
        "e": turtle(":e a ak:Project ."),
    }
    assert conflicting_graphs(ontology, graphs) == ("b", "e")
    del graphs["e"]
    assert conflicting_graphs(ontology, graphs) == ()


def test_missing_java_is_said_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consistency.shutil, "which", lambda _: None)
    with pytest.raises(OutsideError, match="needs Java"):
        check_consistency([])
