"""The OWL export: what a reasoner loads, and what it says it leaves out."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from akkuri.checks.owl_consistency import java_is_here
from akkuri.publish.formats import export, find_format
from akkuri.release.opening import Release

needs_java = pytest.mark.skipif(not java_is_here(), reason="HermiT needs Java, which is not installed")
OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
DATE = "http://www.w3.org/2001/XMLSchema#date"


def test_dates_are_left_out_and_counted(national: Release, tmp_path: Path) -> None:
    edition = national.edition
    export(edition, find_format("owl"), tmp_path / "graph.owl")
    written = [quad.triple for quad in parse(path=str(tmp_path / "graph.owl"), format=RdfFormat.RDF_XML)]
    assert not any(isinstance(t.object, Literal) and t.object.datatype.value == DATE for t in written)
    assert not any(t.predicate.value.endswith("owl#imports") for t in written)
    records = f"{edition.names.base}doc/"
    dates = sum(
        isinstance(quad.object, Literal) and quad.object.datatype.value == DATE
        for quad in edition.quads("asserted")
        if quad.graph_name.value.startswith(records)
        or quad.graph_name.value.endswith(("/ontology", "/vocabulary"))
    )
    (comment,) = [t.object.value for t in written if "Left out" in getattr(t.object, "value", "")]
    assert dates > 1000
    assert f"{dates} of date" in comment


def test_it_is_one_ontology_and_declares_its_individuals(national: Release, tmp_path: Path) -> None:
    """Two headers are two ontologies, of which readers take any; libraries list what is declared."""
    export(national.edition, find_format("owl"), tmp_path / "graph.owl")
    types: dict[str, set[object]] = {}
    for quad in parse(path=str(tmp_path / "graph.owl"), format=RdfFormat.RDF_XML):
        if quad.predicate.value.endswith("#type"):
            types.setdefault(quad.object.value, set()).add(quad.subject)
    assert [str(each) for each in types[f"{OWL}Ontology"]] == ["<https://w3id.org/akkuri/ontology>"]
    things = set().union(*(found for name, found in types.items() if not name.startswith((OWL, RDFS))))
    assert (
        len(types["https://w3id.org/akkuri/ontology#Facility"]) == national.manifest["records"]["facilities"]
    )
    named = {each for each in things if isinstance(each, NamedNode)}
    assert types[f"{OWL}NamedIndividual"] == named


@needs_java
@pytest.mark.slow
def test_a_reasoner_loads_it_and_finds_it_consistent(national: Release, tmp_path: Path) -> None:
    from owlready2 import World, sync_reasoner_hermit

    export(national.edition, find_format("owl"), tmp_path / "graph.owl")
    world = World()
    with (tmp_path / "graph.owl").open("rb") as file:
        loaded = world.get_ontology("https://w3id.org/akkuri/ontology#").load(fileobj=file)
    assert {each.iri for each in loaded.individuals()} >= {
        f"{national.edition.names.base}id/facility/zsw-ulm",
        f"{national.edition.names.base}id/organisation/vtt",
    }
    sync_reasoner_hermit(world, infer_property_values=False, debug=0)  # raises where it is inconsistent
    facilities = world["https://w3id.org/akkuri/ontology#Facility"].instances()
    assert len(facilities) == national.manifest["records"]["facilities"]
    world.close()
