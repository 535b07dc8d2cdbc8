"""Sentences about queries that cannot be read: the place and what was probably meant."""

import pytest

from akkuri.ask.service import Ask
from akkuri.errors import Refusal
from akkuri.store import EmbeddedStore, by_name


@pytest.fixture(scope="module")
def ask() -> Ask:
    return Ask.over(EmbeddedStore.in_memory())


def refusal(ask: Ask, text: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        ask.read(text, "json")
    return caught.value


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("SELECT * WHERE { ?s ?p ?o", "unclosed-bracket", 1, 16),
        ("SELECT * WHERE { ?s ?p ?o }}", "stray-bracket", 1, 28),
        ("SELECT * {\n (?s ?p }", "stray-bracket", 2, 9),
        ("ASK { ?s ?p 'it''s' }", "syntax", 1, 17),
        ("ASK { ?s ?p 'abc }", "unclosed-string", 1, 13),
        ("PREFIX ex: http://x/ ASK {}", "bad-iri", 1, 12),
        ("ASK { ?s <http://x y> ?o }", "bad-iri", 1, 11),
        ("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(?o > )\n}", "syntax", 3, 15),
        ("SELECT ?s\nWHERE { ?s ?p ?o }\nORDER ?s", "syntax", 3, 7),
        ("SELECT ?s WHERE { ?s ?p ?o } LIMT 10", "syntax", 1, 30),
        ("SELECT count(*) WHERE {}", "syntax", 1, 8),
        ("SELECT ?s WHERE ?s ?p ?o", "syntax", 1, 17),
        ("ASK {} ; ASK {}", "syntax", 1, 8),
        ("SELECT * {\n  OPTIONAL { ?s ?p }\n}", "syntax", 2, 14),
    ],
)
def test_kind_and_place(ask: Ask, text: str, kind: str, line: int, column: int) -> None:
    found = refusal(ask, text)
    assert (found.kind, found.line, found.column) == (kind, line, column), str(found)


def test_a_known_prefix_comes_with_its_declaration(ask: Ask) -> None:
    found = refusal(ask, "ASK { ?s skos:prefLabel ?o }")
    assert "add PREFIX skos: <http://www.w3.org/2004/02/skos/core#> at the top" in str(found)


def test_a_prefix_near_a_declared_one_is_suggested(ask: Ask) -> None:
    found = refusal(ask, "PREFIX battery: <x:> ASK { ?s batery:p ?o }")
    assert "did you mean “battery:”" in str(found)


def test_the_engine_is_quoted_where_it_speaks_to_people(ask: Ask) -> None:
    found = refusal(ask, "SELECT ?x { ?s ?p ?o } GROUP BY ?s")
    assert "The SELECT contains a variable that is unbound" in str(found)


def test_a_broken_rule_has_no_wrong_place(ask: Ask) -> None:
    found = refusal(ask, "SELECT ?s { ?s ?p ?o . BIND(1 AS ?s) }")
    assert found.line is None
    assert "BIND" in str(found)


@pytest.mark.parametrize(("lang", "start"), [("fi", "Rivi 1, sarake 5: "), ("sv", "Rad 1, kolumn 5: ")])
def test_sentences_exist_in_finnish_and_swedish(ask: Ask, lang: str, start: str) -> None:
    assert refusal(ask, "ASK { ?s ?p ?o").sentence(lang).startswith(start)


def test_unknown_functions_give_no_value_and_are_named(ask: Ask) -> None:
    """As SPARQL has it (W3C syntax-select-expr-04); what is kept would not name them."""
    text = "SELECT (<x:f>(1) AS ?y) (COALESCE(<x:g>(2), 3) AS ?z) { FILTER(!BOUND(?y)) }"
    for _ in range(2):
        answer = ask.answer(text, lambda _form: by_name("csv"))
        body = b"".join(answer.body)
        answer.close()
        assert (body, sorted(answer.unbound), answer.etag) == (b"y,z\r\n,3\r\n", ["x:f", "x:g"], None)


def test_more_unknown_functions_than_are_tried_are_refused(ask: Ask) -> None:
    calls = " ".join(f"(<x:f{number}>() AS ?v{number})" for number in range(11))
    assert refusal(ask, f"SELECT {calls} {{}}").kind == "unknown-function"
