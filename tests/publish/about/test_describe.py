"""The release's description of itself is complete and true of the graph."""

import hashlib
from collections import Counter
from typing import Any

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store, parse

from akkuri.namespaces import Names
from akkuri.publish.about.describe import describe_release
from akkuri.publish.edition import Edition
from akkuri.publish.formats import held

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
CATALOG = rdflib.URIRef("https://w3id.org/akkuri/catalog")
DATASET = rdflib.URIRef("https://w3id.org/akkuri/catalog#dataset")


@pytest.fixture(scope="module")
def catalog(edition: Edition) -> rdflib.Graph:
    return rdflib.Graph().parse(edition.graph.with_name("catalog.ttl"))


@pytest.fixture(scope="module")
def void(edition: Edition) -> rdflib.Graph:
    return rdflib.Graph().parse(edition.graph.with_name("void.ttl"))


def test_version_licence_and_citation_are_said(catalog: rdflib.Graph, edition: Edition) -> None:
    assert str(catalog.value(DATASET, DCAT.version)) == edition.version
    citation = str(catalog.value(DATASET, rdflib.DCTERMS.bibliographicCitation))
    assert citation == (
        "The Akkuri team (2026): Akkuri: research infrastructures and actors of the Finnish battery cluster. "
        f"Version {edition.version}. https://w3id.org/akkuri/"
    )
    assert catalog.value(DATASET, rdflib.DCTERMS.license) == rdflib.URIRef(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    for lang in ("en", "fi", "sv"):
        assert lang in {text.language for text in catalog.objects(DATASET, rdflib.DCTERMS.description)}


def test_the_checksum_is_that_of_the_graph(catalog: rdflib.Graph, edition: Edition) -> None:
    value = next(catalog.objects(None, rdflib.URIRef("http://spdx.org/rdf/terms#checksumValue")))
    assert str(value).lower() == hashlib.sha256(edition.graph.read_bytes()).hexdigest()


def test_void_counts_what_a_query_counts(void: rdflib.Graph, edition: Edition) -> None:
    store = Store()
    store.bulk_load(path=edition.graph, format=RdfFormat.N_QUADS)
    counted = Counter(quad.predicate.value for quad in store)
    assert int(void.value(DATASET, VOID.triples)) == len(store)
    parts = {
        str(void.value(part, VOID.property)): int(void.value(part, VOID.triples))
        for part in void.objects(DATASET, VOID.propertyPartition)
    }
    assert parts == dict(counted)
    facility = rdflib.URIRef("https://w3id.org/akkuri/catalog#class-ak-Facility")
    assert int(void.value(facility, VOID.entities)) == edition.facts["records"]["facilities"]
    own = rdflib.URIRef("https://w3id.org/akkuri/catalog#class-void-Dataset-property-void-triples")
    counted_again = """PREFIX void: <http://rdfs.org/ns/void#>
        SELECT (COUNT(*) AS ?n)
        { GRAPH ?g { ?part void:triples ?count } GRAPH ?h { ?part a void:Dataset } }"""
    (row,) = store.query(counted_again)
    assert int(void.value(own, VOID.triples)) == int(row["n"].value)


def test_linksets_name_the_other_side(void: rdflib.Graph) -> None:
    spaces = {
        str(void.value(void.value(linkset, VOID.objectsTarget), VOID.uriSpace)): int(
            void.value(linkset, VOID.triples)
        )
        for linkset in void.objects(DATASET, VOID.subset)
        if void.value(linkset, VOID.linkPredicate) == rdflib.URIRef("https://w3id.org/akkuri/ontology#rorId")
    }
    assert list(spaces) == ["https://ror.org/"]
    assert spaces["https://ror.org/"] > 100


def test_every_dump_of_the_description_can_be_downloaded_by_its_name(
    catalog: rdflib.Graph, edition: Edition
) -> None:
    addresses = {str(address).rpartition("/")[2] for address in catalog.objects(None, DCAT.downloadURL)}
    assert addresses == {form.file_name for form in held(edition) if form.extra is None}


SMALL = """
PREFIX : <https://b/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
GRAPH <https://b/g> {
  <https://b/id/facility/a> a <https://b/ontology#Facility> .
  <https://b/id/facility/b> a <https://b/ontology#Facility> ;
    owl:sameAs <https://elsewhere.example/x/1> ;
    <https://b/ontology#operator> <https://b/id/organisation/o> .
}
"""


def test_a_small_graph_by_hand() -> None:
    metadata: dict[str, Any] = {"dc:title": "T", "dc:publisher": "P", "dc:issued": "2026-01-02"}
    names = Names("https://b/")
    found = describe_release(
        list(parse(SMALL, RdfFormat.TRIG)), metadata, names, {"facilities": 2}, ["geometry"]
    )
    assert len({(item.subject, item.predicate, item.object) for item in found}) == len(found)
    store = Store()
    store.extend([*found, *parse(SMALL, RdfFormat.TRIG)])
    total, entities = len(store), len({quad.subject for quad in store})
    expected = """
        PREFIX c: <https://b/catalog#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX void: <http://rdfs.org/ns/void#>
        ASK {
          GRAPH <https://b/graph/void> {
            c:dataset void:triples ?total ; void:entities ?entities .
            c:class-ak-Facility void:entities ?two ; void:propertyPartition ?part .
            ?part void:property <https://b/ontology#operator> ; void:triples ?one .
            c:links-elsewhere.example-owl-sameAs void:triples ?one ;
              void:subjectsTarget c:dataset ; void:objectsTarget/void:uriSpace "https://elsewhere.example/" .
            FILTER(?total = TOTAL && ?entities = ENTITIES && ?two = 2 && ?one = 1)
          }
          GRAPH <https://b/graph/release> {
            <https://b/graph/derived/geometry> prov:wasDerivedFrom c:dataset .
            c:dataset prov:wasDerivedFrom c:table-facilities .
          }
        }"""
    assert store.query(expected.replace("TOTAL", str(total)).replace("ENTITIES", str(entities)))


def test_the_catalogue_says_when_the_data_last_changed(catalog: rdflib.Graph, edition: Edition) -> None:
    day = rdflib.Literal(edition.metadata["dc:issued"], datatype=rdflib.XSD.date)
    for thing in (CATALOG, DATASET):
        assert list(catalog.objects(thing, rdflib.DCTERMS.modified)) == [day]
