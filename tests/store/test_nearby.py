"""Answers over copies of what a query touches: the same as over the whole."""

import io
from collections.abc import Iterator, Mapping

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from akkuri.store import EmbeddedStore, SparqlQuery, Term, by_name
from akkuri.store.as_written import kept, written
from akkuri.store.nearby import Nearby

DATA = """
<x:a> a <x:Lab> ; <x:in> <x:espoo> ; <x:name> "A"@en, "A"@fi ; <x:size> 3, 4.50 .
<x:b> a <x:Lab> ; <x:in> <x:turku> ; <x:partOf> <x:a> ; <x:size> 5 .
<x:c> a <x:Line> ; <x:partOf> <x:b> ; <x:name> "C" .
<x:espoo> <x:in> <x:uusimaa> . <x:uusimaa> <x:in> <x:finland> . <x:turku> <x:in> <x:finland> .
<x:lone> <x:lone> <x:lone> .
"""
QUERIES = (
    "SELECT ?s ?o { ?s <x:name> ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s (COUNT(?n) AS ?m) { ?s a <x:Lab> OPTIONAL { ?s <x:name> ?n } } GROUP BY ?s",
    "SELECT ?s { ?s a <x:Lab> ; <x:in>+ <x:finland> FILTER NOT EXISTS { ?s <x:partOf> ?any } }",
    "SELECT ?x ?y { ?x <x:partOf>* ?y }",
    "SELECT ?x ?y { ?x a <x:Line> ; <x:partOf>* ?y }",
    "SELECT ?x ?y { ?x ^<x:partOf>/<x:in>? ?y }",
    "SELECT ?x ?y { ?x !(<x:in>|<x:name>) ?y }",
    "SELECT ?x { VALUES ?x { <x:a> <x:none> } { ?x <x:size> ?n } MINUS { ?x <x:partOf> ?y } }",
    "SELECT ?g ?s { GRAPH ?g { ?s a <x:Lab> } }",
    "SELECT ?g { GRAPH ?g {} }",
    "SELECT * { VALUES ?p { <x:in> <x:partOf> } ?s ?p ?o OPTIONAL { ?o ?p ?x } }",
    "SELECT * { VALUES ?p { <x:in> } ?s a <x:Lab> MINUS { ?s ?p <x:espoo> } }",
    "SELECT * { { ?s a <x:Lab> OPTIONAL { ?s ?p ?o } } VALUES ?p { <x:in> } }",
    "SELECT * { VALUES (?p ?q) { (<x:in> UNDEF) } ?s ?p ?o OPTIONAL { ?s ?q ?z } }",
    "SELECT * { VALUES ?s { <x:a> <x:b> } ?s ?p ?o FILTER NOT EXISTS { ?s ?p <x:espoo> } }",
    "SELECT * { VALUES ?p { <x:in> } { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } }",
    "SELECT * { VALUES ?p { <x:in> } { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } }",
    "SELECT * { VALUES ?p { <x:in> } { ?s ?p ?o } UNION { ?o ?p ?s } UNION { ?s a ?p } }",
    "SELECT * { ?s a <x:Lab> { ?s <x:in> ?o MINUS { ?s ?p <x:a> } } VALUES ?p { <x:in> } }",
    "SELECT * { VALUES ?p { <x:in> } BIND(EXISTS { <x:a> ?p <x:espoo> } AS ?there) }",
    "SELECT * { GRAPH <x:g0> { ?s ?p ?o OPTIONAL { ?o <x:in> ?place } } OPTIONAL { ?o <x:in> ?elsewhere } }",
    "SELECT * { GRAPH <x:g1> { ?s <x:partOf>* ?o } }",
    "SELECT ?s { { SELECT ?s { ?s <x:size> ?n } ORDER BY ?n LIMIT 1 } UNION { ?s <x:partOf> <x:a> } }",
    "SELECT ?s { ?s <x:size> 4.50 }",
    "SELECT ?s { ?s <x:in> ?p FILTER EXISTS { ?p <x:in> ?q } }",
    "CONSTRUCT { ?s <x:new> ?o } { ?s <x:partOf>/<x:in> ?o }",
    "DESCRIBE <x:b>",
    "DESCRIBE ?x { ?x a <x:Line> }",
    "ASK { <x:c> <x:partOf>/<x:partOf> <x:a> }",
)


@pytest.fixture(scope="module")
def whole() -> EmbeddedStore:
    engine = Store()
    for number, line in enumerate(DATA.strip().splitlines()):
        engine.load(line.encode(), RdfFormat.TURTLE, to_graph=NamedNode(f"x:g{number}"))
    return EmbeddedStore(engine, union=True)


@pytest.fixture
def nearby(whole: EmbeddedStore) -> Nearby:
    def find(text: str) -> Iterator[Mapping[str, Term]]:
        return iter(whole.select(text))

    return Nearby(find, whole.graphs)


def said(store: EmbeddedStore | Nearby, text: str) -> list[str]:
    form = "ntriples" if text.startswith(("CONSTRUCT", "DESCRIBE")) else "tsv"
    buffer = io.BytesIO()
    store.query(SparqlQuery(text), by_name(form), buffer)
    return sorted(buffer.getvalue().decode().splitlines())


@pytest.mark.parametrize("text", QUERIES)
def test_the_answer_is_that_of_the_whole(whole: EmbeddedStore, nearby: Nearby, text: str) -> None:
    assert said(nearby, text) == said(whole, text)


def test_only_what_is_touched_is_copied(nearby: Nearby) -> None:
    said(nearby, "SELECT ?s { ?s <x:partOf> ?o }")
    assert said(nearby, "SELECT ?s { ?s <x:partOf> ?o }") == ["<x:b>", "<x:c>", "?s"]
    assert len(nearby) == 2


def test_a_query_that_rdflib_cannot_read_is_a_syntax_error(nearby: Nearby) -> None:
    with pytest.raises(SyntaxError):
        said(nearby, "SELECT WHERE {")


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}"))


@pytest.mark.parametrize(
    "term",
    [
        typed("1.50", "decimal"),
        typed("007", "integer"),
        typed("1", "boolean"),
        typed("2025-01-02T03:04:05+02:00", "dateTime"),
        Literal("POINT(24.1 60.5)", datatype=NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")),
    ],
)
def test_what_a_store_would_change_is_kept_and_comes_back(term: Literal) -> None:
    assert kept(term) != term
    assert written(kept(term)) == term


@pytest.mark.parametrize(
    "term",
    [typed("1.5", "decimal"), typed("7", "integer"), typed("true", "boolean"), Literal("x", language="fi")],
)
def test_what_a_store_keeps_is_left_to_it(term: Literal) -> None:
    assert kept(term) == written(term) == term


def test_a_boolean_comes_back_in_words() -> None:
    assert written(typed("1", "boolean")) == typed("true", "boolean")
