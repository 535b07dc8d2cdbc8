"""/query: unknown terms are pointed out, the query is taken to other tools, and all without a script."""

import ast
import re
import subprocess
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from akkuri.web.editor.snippets import snippets

BROWSER = {"Accept": "text/html"}
AK = "PREFIX ak: <https://w3id.org/akkuri/ontology#>\n"
HARD = """SELECT * WHERE { ?s ?p "it's \\"quoted\\" #(x)", '''a\\n''' }
# SPARQL )---" end"""


def ask(client: FlaskClient, query: str, lang: str = "en") -> str:
    return client.get(f"/query?lang={lang}&query={quote(query)}", headers=BROWSER).text


@pytest.mark.parametrize(
    ("query", "lang", "sentence"),
    [
        (
            "SELECT * { ?s a ak:Facilty }",
            "en",
            "ak:Facilty is not used in this graph. Did you mean ak:Facility?",
        ),
        ("SELECT * { ?s ^ak:operater ?o }", "fi", "ak:operater ei ole käytössä tässä graafissa."),
        (
            "ASK { ?s ?p <https://w3id.org/akkuri/concept/capability/hydrometalurgy> }",
            "sv",
            "concept/capability/hydrometallurgy&gt;?",
        ),
        ("SELECT * { ?s <https://w3id.org/akkuri/ontology#qqqqzz> ?o }", "en", "#qqqqzz&gt; is not used"),
    ],
)
def test_an_unknown_term_is_told_with_what_was_meant(
    national: FlaskClient, query: str, lang: str, sentence: str
) -> None:
    assert sentence in ask(national, AK + query, lang)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s a ak:Facility ; ak:operator/^ak:operator ?o } LIMIT 1",
        'SELECT * { ?s ?p "1"^^<http://www.w3.org/2001/XMLSchema#duration> # ak:Facilty\n } LIMIT 1',
        "SELECT * { ?s ?p 'ak:Facilty' } LIMIT 1",
        "PREFIX ex: <http://example.org/> SELECT * { ?s ex:Facilty ?o } LIMIT 1",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT * { ?c skos:inScheme "
        "<https://w3id.org/akkuri/concept/capability> } LIMIT 1",
    ],
)
def test_what_is_used_or_is_no_term_is_not_pointed_at(national: FlaskClient, query: str) -> None:
    page = ask(national, AK + query)
    assert "answer" in page
    assert 'names}?" hidden>' in page.replace("Did you mean {names}", "names}").replace("{names", "names")


def test_an_error_has_its_line_for_the_editor(national: FlaskClient) -> None:
    page = ask(national, "SELECT *\nWHERE { ?s ?p ?o }\n}")
    assert 'data-error-line="3"' in page


def test_every_snippet_holds_the_query_as_it_is(national: FlaskClient) -> None:
    told = dict(snippets(HARD, "https://example.org/sparql", graph=False))
    assert list(told) == ["curl", "Python", "R", "Power Query"]
    script = f"curl() {{ cat; }}\n{told['curl']}"
    sent = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert sent.stdout.strip() == HARD
    (assigned,) = [node for node in ast.parse(told["Python"]).body if isinstance(node, ast.Assign)][:1]
    assert ast.literal_eval(assigned.value).strip() == HARD
    assert f'r"----(\n{HARD}\n)----"' in told["R"]
    assert "library(" not in told["R"], "R runs it as it is installed"
    assert "req_body_form" in dict(snippets(f"{HARD}{'#' * 9000}", "x", graph=False))["R"]
    assert '""quoted' in told["Power Query"]
    assert "#(#)(x)" in told["Power Query"]
    page = ask(national, "SELECT * { ?s ?p ?o } LIMIT 1")
    assert "http://localhost/sparql" in page
    assert [name for name, _ in snippets("DESCRIBE <x:y>", "x", graph=True)] == ["curl"]


def test_a_function_that_nobody_knows_is_told_beside_the_answer(national: FlaskClient) -> None:
    answer = national.get("/query", query_string={"query": "SELECT (<http://x/f>(1) AS ?v) {}", "lang": "sv"})
    assert answer.status_code == 200
    assert "Funktionen &lt;http://x/f&gt; finns inte här" in answer.text


PLACES = f"{AK}SELECT ?f ?o ?n {{ ?f ak:operator ?o BIND(STRLEN(STR(?f)) AS ?n) }} ORDER BY ?f LIMIT 40"


def views(page: str) -> list[str]:
    """The views that a page offers."""
    bar = page.partition('<nav class="facets"')[2].partition("</nav>")[0]
    return re.findall(r">([^<>]+)</a>", bar)


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        (PLACES, ["Table", "Chart", "Map", "Network"]),
        ('SELECT ?name ?n { VALUES (?name ?n) { ("a" 1) ("b" 2) } }', ["Table", "Chart"]),
        ("SELECT ?year ?n { VALUES (?year ?n) { (2021 7) (2020 1) (2022 2) } }", ["Table", "Chart"]),
        ('SELECT ?name ?lat ?long { VALUES (?name ?lat ?long) { ("a" 60.2 24.9) } }', ["Table", "Map"]),
        (
            'SELECT ?name ?lat ?long { VALUES (?name ?lat ?long) { ("a" 60.2 24.9) ("b" 61 25) } }',
            ["Table", "Map"],
        ),
        ('SELECT ?name { VALUES ?name { "a" "b" } }', []),
        ("ASK { ?s ?p ?o }", []),
    ],
)
def test_columns_decide_which_views_there_are(national: FlaskClient, query: str, offered: list[str]) -> None:
    assert views(ask(national, query)) == offered


def test_each_view_is_drawn_and_a_file_to_take_away(national: FlaskClient) -> None:
    for name, drawn in (("chart", "<rect"), ("map", "<circle"), ("network", "<line")):
        page = national.get("/query", query_string={"query": PLACES, "view": name, "lang": "en"}).text
        assert drawn in page.partition('id="answer"')[2].partition("<table")[0]
        file = national.get("/query.svg", query_string={"query": PLACES, "view": name})
        assert file.mimetype == "image/svg+xml"
        assert drawn in file.text


def test_a_view_that_the_columns_do_not_give_is_refused_with_those_there_are(national: FlaskClient) -> None:
    answer = national.get("/query.svg?view=map&lang=en&query=SELECT+(1+AS+%3Fn)+%7B%7D")
    assert answer.status_code == 400
    assert "give no map; they give: table." in answer.get_json()["detail"]
    assert national.get("/query.svg?query=SELEC").status_code == 400


def test_what_is_too_long_for_an_address_offers_no_links_that_would_fail(national: FlaskClient) -> None:
    asked = f"{PLACES} #{'x' * 9000}"
    page = national.post("/query?lang=fi", data={"query": asked}).text
    answer = page.partition('id="answer"')[2].partition("<footer")[0]
    assert "Kysely on liian pitkä osoitteeksi" in answer
    assert "<tbody>" in answer
    assert "XLSX" not in answer
    assert views(page) == []
    assert "--data-urlencode" in answer


def test_an_empty_query_is_told_what_it_lacks(national: FlaskClient) -> None:
    answer = national.get("/query?query=+&lang=fi")
    assert answer.status_code == 400
    assert "puuttuu SELECT, ASK, CONSTRUCT tai DESCRIBE" in answer.text
