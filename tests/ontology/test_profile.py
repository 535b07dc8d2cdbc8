"""The ontology stays inside OWL 2 RL and OWL 2 DL, and the checker that says so can fail."""

import pytest
from rdflib import Graph

from .owl_forms import violations

PREFIXES = """
@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ak:A a owl:Class . ak:B a owl:Class .
ak:p a owl:ObjectProperty . ak:q a owl:ObjectProperty . ak:d a owl:DatatypeProperty .
"""


def test_terms_are_in_the_profile(terms: Graph) -> None:
    assert violations(terms) == []


def test_terms_with_alignments_and_concepts_are_in_the_profile(
    terms: Graph, alignments: Graph, concepts: Graph
) -> None:
    assert violations(terms + alignments + concepts) == []


@pytest.mark.parametrize(
    "axiom",
    [
        "ak:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( ak:A ak:B ) ]",
        "ak:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ak:p ; owl:someValuesFrom ak:B ]",
        "ak:p a owl:ReflexiveProperty",
        "ak:p a owl:DatatypeProperty",
        "ak:d rdfs:range xsd:gYear",
        "ak:p rdfs:range xsd:string",
        "ak:p rdfs:subPropertyOf ak:d",
        "ak:A rdfs:subClassOf ak:Undeclared",
        "ak:A rdfs:subClassOf owl:Thing",
        "ak:x ak:undeclared ak:y",
        "ak:x ak:d ak:y",
        "ak:p a owl:TransitiveProperty , owl:AsymmetricProperty",
        "ak:q a owl:TransitiveProperty ; rdfs:subPropertyOf ak:p . ak:p a owl:IrreflexiveProperty",
    ],
)
def test_checker_finds(axiom: str) -> None:
    assert violations(Graph().parse(data=f"{PREFIXES}{axiom} .", format="turtle"))


def test_checker_accepts() -> None:
    text = f"{PREFIXES} ak:A rdfs:subClassOf ak:B . ak:p owl:inverseOf ak:q . ak:d rdfs:range xsd:decimal ."
    assert violations(Graph().parse(data=text, format="turtle")) == []
