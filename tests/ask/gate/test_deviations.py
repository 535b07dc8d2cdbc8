"""What the engine answers otherwise than SPARQL 1.1 says is refused with a sentence; the rest is right."""

import csv
import io
from collections.abc import Callable

import pytest

from akkuri.ask.gate.deviations import needed
from akkuri.ask.service import Ask
from akkuri.errors import Refusal
from akkuri.store.embedded import EmbeddedStore

DATA = """PREFIX : <http://ex.org/>
:g1 { :a :p :b . :b :p :c . :x :v 1 , 5 . :s :w 10 . }
:g2 { :c :p :d . :x :v 2 , 7 . :a :q :e . :s :w 10 . }
:g3 { :only :here :now . }
"""
Rows = Callable[[str], list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    file = tmp_path_factory.mktemp("data") / "data.trig"
    file.write_text(DATA, encoding="utf-8")
    ask = Ask.over(EmbeddedStore.in_memory([file], union=True))

    def answered(text: str) -> list[tuple[str, ...]]:
        found = ask.read(f"PREFIX : <http://ex.org/> {text}", "csv").decode()
        return sorted(tuple(row) for row in list(csv.reader(io.StringIO(found)))[1:])

    return answered


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }", "graph-variable"),
        ("SELECT ?g ?v { graph $g { :x :v ?v MINUS { ?k :q ?o } } }", "graph-variable"),
        ("SELECT ?g ?x { GRAPH ?g { SELECT ?x { ?x :v ?v } } }", "graph-variable"),
        ("SELECT * { GRAPH ?g { SELECT ?x { ?x :v ?v } } }", "graph-variable"),
        ("SELECT ?x { GRAPH ?g { SELECT ?x { ?x :v ?v } LIMIT 1 } }", "graph-variable"),
        ("SELECT ?g ?v { GRAPH ?g { { VALUES ?v {1} } } }", "graph-variable"),
        ("SELECT ?x { GRAPH ?g { ?x :v 1 BIND(?g AS ?h) } }", "graph-variable"),
        ("SELECT ?x { GRAPH ?g { ?x :v 1 FILTER(BOUND(?g)) } }", "graph-variable"),
        ("SELECT ?x { GRAPH ?g { ?x :v 1 GRAPH :g2 { ?x :v 2 } } }", "graph-variable"),
        ("SELECT ?v { GRAPH :nope { VALUES ?v {1} } }", "unknown-graph"),
        ("SELECT ?v { GRAPH :nope { SELECT (1 AS ?v) {} } }", "unknown-graph"),
        ("ASK { GRAPH :nope {} }", "unknown-graph"),
        ("SELECT ?x { :nowhere :p* ?x }", "unknown-term"),
        ("SELECT ?x { ?x :p? :nowhere }", "unknown-term"),
        ("SELECT ?x { ?x (:p|:q)* <http://ex.org/nowhere> }", "unknown-term"),
        ("SELECT (COUNT(*) AS ?n) FROM :g1 FROM :g2 { ?s :w ?o }", "merged-graphs"),
    ],
)
def test_what_would_be_wrong_is_refused(rows: Rows, text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        rows(text)
    assert caught.value.code == code
    for lang in ("en", "fi", "sv"):
        assert len(caught.value.sentence(lang)) > 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?g { GRAPH ?g { :s :w 10 } }", [("http://ex.org/g1",), ("http://ex.org/g2",)]),
        ("SELECT ?v { GRAPH ?g { :x :v ?v FILTER(?v > 4) } }", [("5",), ("7",)]),
        ("SELECT ?x { GRAPH ?g { SELECT ?x { ?x :w ?v } } }", [("http://ex.org/s",)] * 2),
        ("SELECT ?v { GRAPH :g1 { VALUES ?v {1 9} :x :v ?v } }", [("1",)]),
        ("SELECT ?x { GRAPH :nope { ?x :v 1 } }", []),
        ("SELECT ?x { :b :p* ?x }", [("http://ex.org/b",), ("http://ex.org/c",), ("http://ex.org/d",)]),
        ("SELECT ?x { :nowhere :p+ ?x }", []),
        ("SELECT (?v * 2 AS ?x) { :x :v ?v } LIMIT 9", [("10",), ("14",), ("2",), ("4",)]),
        ("SELECT (COUNT(*) AS ?n) FROM :g1 FROM :g3 { ?s ?p ?o }", [("6",)]),
        ("SELECT * { :only :here ?it }", [("http://ex.org/now",)]),
    ],
)
def test_what_is_right_is_answered(rows: Rows, text: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(text) == expected


def test_the_ends_of_a_path_are_found() -> None:
    query = "PREFIX : <http://e/> SELECT * { ?s a/:sub* :End ; :p/:q? <http://e/2> . :From ^:r* ?o }"
    assert set(needed(query).terms) == {"http://e/End", "http://e/2", "http://e/From"}
