"""The catalogue and VoID, as the endpoint serves them: valid by shapes of others and the words of VoID."""

from pathlib import Path

import pyshacl
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, OWL, RDF, SH

CATALOG = rdflib.URIRef("https://w3id.org/akkuri/catalog")
DATASET = rdflib.URIRef("https://w3id.org/akkuri/catalog#dataset")
ALGORITHM = rdflib.URIRef("http://spdx.org/rdf/terms#algorithm")
VOID_SHAPES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
[] a sh:NodeShape ; sh:targetClass void:DatasetDescription ;  # 1.2
  sh:property [ sh:path foaf:primaryTopic ; sh:minCount 1 ; sh:maxCount 1 ; sh:node [
    sh:property  # 2 and 3
      [ sh:path dct:title ; sh:minCount 1 ; sh:uniqueLang true ],
      [ sh:path dct:description ; sh:minCount 1 ; sh:uniqueLang true ],
      [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
      [ sh:path dct:publisher ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
      [ sh:path void:sparqlEndpoint ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
      [ sh:path void:dataDump ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
      [ sh:path void:uriSpace ; sh:minCount 1 ; sh:nodeKind sh:Literal ],
      [ sh:path void:vocabulary ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
      [ sh:path void:triples ; sh:minCount 1 ] ] ] .
[] a sh:NodeShape ; sh:targetSubjectsOf void:triples ; sh:property  # 4.6: one number of each kind
  [ sh:path void:triples ; sh:maxCount 1 ; sh:minInclusive 0 ; sh:datatype xsd:nonNegativeInteger ],
  [ sh:path void:distinctSubjects ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ],
  [ sh:path void:distinctObjects ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
[] a sh:NodeShape ; sh:targetObjectsOf void:classPartition ;  # 4.5
  sh:property [ sh:path void:class ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
[] a sh:NodeShape ; sh:targetObjectsOf void:propertyPartition ; sh:property
  [ sh:path void:property ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
  [ sh:path void:triples ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetObjectsOf void:subset ; sh:class void:Linkset .
[] a sh:NodeShape ; sh:targetClass void:Linkset ; sh:property  # 5
  [ sh:path void:subjectsTarget ; sh:minCount 1 ; sh:maxCount 1 ; sh:class void:Dataset ],
  [ sh:path void:objectsTarget ; sh:minCount 1 ; sh:maxCount 1 ; sh:class void:Dataset ],
  [ sh:path void:linkPredicate ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
  [ sh:path void:triples ; sh:minCount 1 ; sh:minInclusive 1 ] .
"""


def served(client: FlaskClient, path: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get(path).data, format="turtle")


def shapes(shared: Path, file: str) -> rdflib.Graph:
    """Read published shapes; they import ontologies from the web and name shapes that they do not contain."""
    found = rdflib.Graph().parse(shared / "conformance/dcat-ap/3.0.1" / file)
    found.remove((None, OWL.imports, None))
    for shape in set(found.objects(None, SH.property)):
        if (shape, SH.path, None) not in found:
            found.remove((None, SH.property, shape))
    return found


@pytest.mark.parametrize(
    "file", ["dcat-ap-SHACL.ttl", "shapes.ttl", "range.ttl", "ranges.ttl", "deprecateduris.ttl"]
)
def test_the_catalogue_is_valid_dcat_ap(national: FlaskClient, shared: Path, file: str) -> None:
    conforms, _, text = pyshacl.validate(served(national, "/catalog.ttl"), shacl_graph=shapes(shared, file))
    assert conforms, text


def test_its_values_are_those_of_the_lists_that_dcat_ap_names(national: FlaskClient, shared: Path) -> None:
    graph = served(national, "/catalog.ttl")
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes(shared, "mdr-vocabularies.shape.ttl"))
    found = {
        (results.value(result, SH.resultPath), results.value(result, SH.value))
        for report in results.subjects(RDF.type, SH.ValidationReport)
        for result in results.objects(report, SH.result)
    }
    # The list of publishers is that of the EU's own bodies (a warning); the shape of algorithms wants an
    # address of "https:" and a class of SPDX, whose namespace and algorithms begin with "http:".
    assert {path for path, _ in found if path is not None} <= {DCTERMS.publisher, ALGORITHM}


def test_nothing_recommended_is_lacking_but_what_the_data_cannot_say(
    national: FlaskClient, shared: Path
) -> None:
    whole = served(national, "/catalog.ttl")
    _, results, _ = pyshacl.validate(whole, shacl_graph=shapes(shared, "shapes_recommended.ttl"))
    lacking = {
        str(path).rpartition("#")[2].rpartition("/")[2] for path in results.objects(None, SH.resultPath)
    }
    # The boundaries of a country, the kind of publisher and since when the data hold stand in no table.
    assert lacking == {"bbox", "centroid", "type", "startDate"}
    for distribution in whole.subjects(RDF.type, DCAT.Distribution):
        assert whole.value(distribution, DCAT.byteSize) is not None


def test_the_shapes_notice_a_catalogue_without_a_publisher(national: FlaskClient, shared: Path) -> None:
    data = served(national, "/catalog.ttl")
    data.remove((CATALOG, DCTERMS.publisher, None))
    assert not pyshacl.validate(data, shacl_graph=shapes(shared, "shapes.ttl"))[0]


def test_void_is_as_its_specification_says(national: FlaskClient) -> None:
    shapes, data = rdflib.Graph().parse(data=VOID_SHAPES, format="turtle"), served(national, "/void.ttl")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text
    data.remove((DATASET, DCTERMS.license, None))
    assert not pyshacl.validate(data, shacl_graph=shapes)[0]
