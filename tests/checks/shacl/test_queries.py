"""SHACL-SPARQL constraints asked for all nodes at once: the same results, and what is left to the engine."""

import io

import pytest

from akkuri.checks.run import shapes_of
from akkuri.checks.shacl.engines import validate
from akkuri.checks.shacl.queries import split
from akkuri.namespaces import Names
from akkuri.store import EmbeddedStore

SHACL = "http://www.w3.org/ns/shacl#"
HEAD = """
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX x: <http://x.example/>
"""
DATA = """<http://x.example/{0}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x.example/{1}> .
<http://x.example/{0}> <http://x.example/size> "{2}"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""
WORLD = DATA.format("small", "Thing", 1) + DATA.format("big", "Part", 9) + DATA.format("other", "Else", 9)
WORLD += (
    "<http://x.example/Part> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://x.example/Thing> .\n"
)


def shapes(select: str, more: str = "") -> str:
    store = EmbeddedStore.in_memory()
    store.update(
        f"{HEAD} INSERT DATA {{ x:shape a sh:NodeShape ; sh:targetClass x:Thing ; sh:sparql x:query {more} ."
        f' x:query sh:message "too big: {{?value}} {{$this}}"@en ; sh:select """{select}""" }}'
    )
    out = io.BytesIO()
    store.dump(out)
    return out.getvalue().decode()


BIG = "SELECT $this ?value WHERE { $this <http://x.example/size> ?value . FILTER (?value > 5) }"


def test_instances_of_a_class_and_its_subclasses_are_looked_at() -> None:
    rest, queries = split(shapes(BIG))
    assert len(queries) == 1
    assert f"{SHACL}sparql>" not in rest
    (result,) = validate(WORLD, shapes(BIG))
    assert (result.focus, result.value) == ("http://x.example/big", "9")
    assert result.messages == ("too big: 9 http://x.example/big",)


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this WHERE { { FILTER ($this = <http://x.example/big>) } UNION { $this a ?b } }",
        "SELECT $this WHERE { { SELECT $this (COUNT(?b) AS ?n) { $this a ?b } GROUP BY $this } }",
        "SELECT $this WHERE { BIND ($this AS ?value) }",
        "SELECT $this WHERE { FILTER NOT EXISTS { $this <http://x.example/name> ?name } }",
        "SELECT $this WHERE { $this $PATH ?value }",
        "SELECT $this WHERE { $this a ?b MINUS { $this <http://x.example/name> ?name } }",
    ],
)
def test_queries_that_need_the_node_beforehand_are_left_to_the_engine(select: str) -> None:
    text = shapes(select)
    rest, queries = split(text)
    assert queries == ()
    assert f"{SHACL}sparql>" in rest


@pytest.mark.parametrize("more", ["; sh:targetNode x:other", "; sh:deactivated true"])
def test_shapes_with_other_targets_are_left_to_the_engine(more: str) -> None:
    assert split(shapes(BIG, more))[1] == ()


def test_a_shape_that_another_refers_to_is_left_to_the_engine() -> None:
    text = shapes(BIG) + f"<http://x.example/more> <{SHACL}node> <http://x.example/shape> .\n"
    assert split(text)[1] == ()


def test_every_query_of_our_shapes_is_asked_at_once() -> None:
    rest, queries = split(shapes_of(Names()).ntriples)
    assert queries
    assert f"<{SHACL}sparql>" not in rest
