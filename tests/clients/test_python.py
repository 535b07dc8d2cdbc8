"""rdflib, SPARQLWrapper and pandas ask as their users do, with nothing set by hand."""

import io
from urllib.parse import quote

import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from serving import Server

AK = "https://w3id.org/akkuri/ontology#"
ZSW = rdflib.URIRef("https://w3id.org/akkuri/id/facility/zsw-ulm")
LABELS = (
    f"SELECT ?s ?name {{ ?s a <{AK}Facility> ; <{rdflib.SKOS.prefLabel}> ?name FILTER(LANG(?name) = 'en') }}"
)


@pytest.mark.parametrize("path", ["/doc/facility/zsw-ulm", "/catalog", "/.well-known/void", "/ontology"])
def test_rdflib_reads_documents_by_their_address(served: Server, path: str) -> None:
    graph = rdflib.Graph().parse(f"{served.address}{path}")
    assert len(graph) > 20


def test_rdflib_asks_the_endpoint_as_a_store(served: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{served.address}/sparql"))
    assert "ZSW lithium-ion battery research centre Ulm" in map(
        str, graph.objects(ZSW, rdflib.SKOS.prefLabel)
    )
    assert len(list(graph.query(LABELS))) > 100


def test_sparqlwrapper_gets_each_of_its_formats(served: Server) -> None:
    found = []
    for form in (JSON, XML, CSV):
        wrapper = SPARQLWrapper(f"{served.address}/sparql")
        wrapper.setQuery(LABELS)
        wrapper.setReturnFormat(form)
        answer = wrapper.queryAndConvert()
        if form == JSON:
            found.append(len(answer["results"]["bindings"]))
        elif form == XML:
            found.append(len(answer.getElementsByTagName("result")))
        else:
            found.append(len(pandas.read_csv(io.BytesIO(answer))))
    assert len(set(found)) == 1
    wrapper = SPARQLWrapper(f"{served.address}/sparql")
    wrapper.setQuery(f"DESCRIBE <{ZSW}>")
    wrapper.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=wrapper.query().convert(), format="turtle")) > 20


def test_pandas_reads_answers_questions_and_tables(served: Server) -> None:
    address = f"{served.address}/sparql?query={quote(LABELS)}&format=csv"
    assert pandas.read_csv(address).columns.tolist() == ["s", "name"]
    cells = pandas.read_csv(f"{served.address}/api/gaps?show=cells&format=csv")
    assert cells["severity"].between(0, 1).all()
    column = quote("SELECT ?v { VALUES ?v { 1 UNDEF 2 } }")
    assert len(pandas.read_csv(f"{served.address}/sparql?format=csv&query={column}")) == 3
