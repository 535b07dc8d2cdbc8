"""/concept and /ontology: documentation for people, RDF for machines."""

import html
import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, SKOS, Graph, Namespace, URIRef

from akkuri.resources import data
from akkuri.texts import LANGUAGES

BROWSER = {"Accept": "text/html"}
CONCEPT = "https://w3id.org/akkuri/concept/capability/testing"


def test_a_concept_shows_its_place_and_its_definition(small: FlaskClient) -> None:
    page = small.get("/concept/capability/testing?lang=fi", headers=BROWSER).text
    assert "<h1>Testaus</h1>" in page
    assert "Asioiden kokeilu." in page
    assert 'href="/concept/capability/group-all?lang=fi"' in page
    assert 'href="https://example.org/testing"' in page


def test_a_concept_says_what_belongs_elsewhere_and_what_else_it_is_called(small: FlaskClient) -> None:
    page = small.get("/concept/capability/testing?lang=sv", headers=BROWSER).text
    assert "Inte att göra dem." in page
    others = page.partition("Andra namn")[2].partition("</dd>")[0]
    assert re.findall(r'<li lang="(..)">(\w+)', others) == [
        ("sv", "prov"),
        ("en", "trials"),
        ("fi", "koestus"),
    ]
    assert "testign" not in page
    assert "Andra namn" not in small.get("/concept/status/operational?lang=sv", headers=BROWSER).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_standard_says_all_that_its_vocabulary_states(national: FlaskClient, lang: str) -> None:
    graph = Graph().parse(data() / "vocabularies" / "test-standard.ttl")
    ak = Namespace("https://w3id.org/akkuri/ontology#")
    every = 0
    for name in ("iec-62133-2", "cispr-25", "un-38-3", "en-15194"):
        standard = URIRef(f"https://w3id.org/akkuri/concept/test-standard/{name}")
        page = html.unescape(national.get(f"/concept/test-standard/{name}?lang={lang}", headers=BROWSER).text)
        facts = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
        for term in (ak.requiredBy, SKOS.note):
            told = [
                str(text) for text in graph.objects(standard, term) if getattr(text, "language", "") == lang
            ]
            assert [text for text in told if text not in facts] == []
            every += len(told)
        for term in (ak.testLevel, ak.testAspect, ak.capability, DCTERMS.source):
            linked = [
                str(iri).removeprefix("https://w3id.org/akkuri") for iri in graph.objects(standard, term)
            ]
            paths = [path.replace("/id/", "/doc/") for path in linked]
            assert [path for path in paths if f'href="{path}?lang={lang}"' not in facts] == []
            every += len(linked)
        assert facts.count("<div>") == len(set(re.findall("<dt>(.*?)</dt>", facts))), "each fact once"
    assert every > 20


def test_a_concept_lists_what_uses_it_or_a_narrower_one(small: FlaskClient) -> None:
    for path in ("/concept/capability/testing", "/concept/capability/group-all"):
        uses = small.get(path, headers=BROWSER).text.partition('id="uses"')[2]
        assert 'href="/doc/facility/alpha"' in uses
    broad = small.get("/concept/capability/group-all", headers=BROWSER).text.partition('id="uses"')[2]
    assert 'href="/concept/capability/testing"' in broad


@pytest.mark.parametrize(
    ("path", "media_type", "form"),
    [
        ("/concept/capability/testing", "text/turtle", RdfFormat.TURTLE),
        ("/concept/capability/testing.rdf", "application/rdf+xml", RdfFormat.RDF_XML),
        ("/concept/capability.jsonld", "application/ld+json", RdfFormat.JSON_LD),
        ("/concept/capability", "text/turtle", RdfFormat.TURTLE),
    ],
)
def test_concepts_and_schemes_are_data_too(
    small: FlaskClient, path: str, media_type: str, form: RdfFormat
) -> None:
    answer = small.get(path, headers={"Accept": "text/turtle"})
    assert answer.mimetype == media_type
    stated = {(quad.subject.value, quad.object.value) for quad in parse(BytesIO(answer.data), format=form)}
    assert (CONCEPT, "Provning") in stated


def test_a_scheme_is_a_tree_with_numbers_of_records(small: FlaskClient) -> None:
    page = small.get("/concept/capability", headers=BROWSER).text
    lines = re.findall(r'<li class="depth(\d)"><a href="([^"]+)"', page)
    assert lines == [("0", "/concept/capability/group-all"), ("1", "/concept/capability/testing")]
    assert re.search(r'capability/testing">Testing</a>\s*<span class="n" title="records">1</span>', page)


def test_all_schemes_are_listed(national: FlaskClient) -> None:
    page = national.get("/concept", headers=BROWSER).text
    found = set(re.findall(r'href="/concept/([a-z0-9-]+)"', page))
    assert {"capability", "value-chain-stage", "unit", "region", "municipality", "trl"} <= found
    for scheme in found:
        assert national.get(f"/concept/{scheme}", headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    "path", ["/concept/nothing", "/concept/capability/testin", "/concept/capability/nothing.ttl"]
)
def test_an_unknown_concept_is_404(small: FlaskClient, path: str) -> None:
    answer = small.get(path, headers=BROWSER)
    assert answer.status_code == 404
    if path.endswith("testin"):
        assert 'href="/concept/capability/testing"' in answer.text


def test_each_term_of_the_ontology_has_an_anchor_that_is_its_hash(national: FlaskClient) -> None:
    data = national.get("/ontology.ttl").data
    namespace = "https://w3id.org/akkuri/ontology#"
    kinds = ("Class", "ObjectProperty", "DatatypeProperty")
    terms = {
        quad.subject.value.removeprefix(namespace)
        for quad in parse(BytesIO(data), format=RdfFormat.TURTLE)
        if quad.subject.value.startswith(namespace) and quad.object.value.rpartition("#")[2] in kinds
    }
    assert len(terms) > 80
    for lang in ("en", "fi", "sv"):
        page = national.get(f"/ontology?lang={lang}", headers=BROWSER).text
        anchors = re.findall(r'<section class="term" id="([^"]+)"', page)
        assert terms <= set(anchors)
        assert len(anchors) == len(set(anchors))
    assert "infrastruktuuri" in national.get("/ontology?lang=sv", headers=BROWSER).text


def test_the_ontology_says_who_made_it_how_to_cite_it_and_what_changed(national: FlaskClient) -> None:
    page = national.get("/ontology?lang=fi", headers=BROWSER).text
    head, _, rest = page.partition('id="cite"')
    assert "<dt>Laatijat</dt><dd>Akkuri team</dd>" in head
    version = re.search(r"<dt>Versio</dt><dd>([0-9.]+)", head)[1]
    cite, _, history = rest.partition('id="history"')
    assert "Näin viittaat" in cite
    assert f"https://w3id.org/akkuri/ontology/{version}" in cite
    notes = re.findall(r"<li>([0-9.]+) \(", history)
    assert notes[0] == version
    assert notes[-1] == "0.1.0"


def test_a_term_shows_its_example_its_scope_and_its_inverse(national: FlaskClient) -> None:
    def term(name: str) -> str:
        return page.partition(f'<section class="term" id="{name}"')[2].partition("</section>")[0]

    page = national.get("/ontology?lang=sv", headers=BROWSER).text
    assert "<dt>Exempel</dt>" in term("countryCode")
    assert "^ak:operator" in term("operates")
    assert 'href="#operates"' in term("operator")
    assert 'href="#operator"' in term("operates")


def test_an_ontology_that_says_nothing_of_itself_is_shown_too(small: FlaskClient) -> None:
    page = small.get("/ontology", headers=BROWSER).text
    assert 'id="cite"' not in page
    assert 'id="history"' not in page


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/ontology", "text/turtle", "text/turtle"),
        ("/ontology", "application/rdf+xml", "application/rdf+xml"),
        ("/ontology.jsonld", "text/html", "application/ld+json"),
        ("/ontology", "text/html", "text/html"),
    ],
)
def test_the_ontology_negotiates(small: FlaskClient, path: str, accept: str, media_type: str) -> None:
    answer = small.get(path, headers={"Accept": accept})
    assert answer.mimetype == media_type
    assert 'rel="alternate"' in answer.headers["Link"]


def test_the_version_in_use_leads_to_the_ontology(small: FlaskClient) -> None:
    assert small.get("/ontology/9.9.9").headers["Location"] == "/ontology"
    assert small.get("/ontology/0.0.0", headers=BROWSER).status_code == 404
    assert small.get("/ontology.doc", headers=BROWSER).status_code == 406
