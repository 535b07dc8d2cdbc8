"""JSON-LD: short keys where the value has the coercion's form, prefixed ones where it has not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from akkuri.publish.edition import Edition
from akkuri.publish.formats import export, find_format

GRAPH = "https://w3id.org/akkuri/doc/x/x"
AWKWARD = """
<ontology#operator> a <http://www.w3.org/2002/07/owl#ObjectProperty> .
<ontology#floorArea> a <http://www.w3.org/2002/07/owl#DatatypeProperty> ;
  <http://www.w3.org/2000/01/rdf-schema#range> xsd:decimal .
<ontology#acronym> a <http://www.w3.org/2002/07/owl#DatatypeProperty> ;
  <http://www.w3.org/2000/01/rdf-schema#range> xsd:string .
<id/facility/f> a ak:Facility, <http://elsewhere.example/Thing> ;
  skos:prefLabel "One"@en, "Two"@en, "Kolme"@fi, "no language" ;
  ak:operator <id/organisation/o>, <id/organisation/p>, "a name" ;
  ak:floorArea 1.50, "about 3", 7 ;
  ak:acronym "A", "B"@sv ;
  <http://elsewhere.example/says> "x"^^<http://elsewhere.example/type>, <http://elsewhere.example/y> ;
  skos:altLabel "@id", "https://looks.like/an-iri" .
"""


def exported(edition: Edition, folder: Path) -> str:
    export(edition, find_format("jsonld"), folder / "out.jsonld")
    return (folder / "out.jsonld").read_text(encoding="utf-8")


def test_the_keys_are_those_of_the_context(small_turtle: Callable[[str], Edition], tmp_path: Path) -> None:
    document = json.loads(exported(small_turtle(AWKWARD), tmp_path))
    nodes = {node["id"]: node for part in document["@graph"] for node in part["@graph"]}
    node = nodes["https://w3id.org/akkuri/id/facility/f"]
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    assert document["@context"]["floorArea"] == {"@id": "ak:floorArea", "@type": decimal}
    assert node["prefLabel"] == {"en": ["One", "Two"], "fi": "Kolme"}
    assert node["skos:prefLabel"] == {"@value": "no language"}
    assert node["operator"] == [f"https://w3id.org/akkuri/id/organisation/{slug}" for slug in "op"]
    assert node["ak:operator"] == {"@value": "a name"}
    assert node["floorArea"] == "1.50"
    assert node["acronym"] == "A"
    assert node["ak:acronym"] == {"@value": "B", "@language": "sv"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_two_processors_read_what_was_written(small_turtle: Callable[[str], Edition], tmp_path: Path) -> None:
    edition = small_turtle(AWKWARD)
    text = exported(edition, tmp_path)
    expected = set(edition.quads())
    assert set(parse(text, RdfFormat.JSON_LD)) == expected
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="json-ld")
    read = dataset.graph(rdflib.URIRef(GRAPH))
    wanted = rdflib.Graph().parse(data="".join(f"{quad.triple} .\n" for quad in expected), format="nt")
    assert set(read) == set(wanted)
