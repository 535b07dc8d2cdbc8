"""No data can make a page answer 500: a graph in which every property holds everything it should not."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from akkuri import resources
from akkuri.ask.service import Ask
from akkuri.graph.ontology import load_ontology
from akkuri.kinds import shared_kinds
from akkuri.namespaces import Names
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app

NAMES = Names()
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode(NAMES.expand("rdf:type"))
ITSELF = "itself"
LONG = "AKKURI_LONG" in os.environ


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


Term = NamedNode | Literal | BlankNode | str
ODD: dict[str, Term] = {
    "empty": Literal(""),
    "markup": Literal("<script>alert('x')</script> {{ 7 * 7 }} %s {0}"),
    "long": Literal("å " * 3000),
    "language": Literal("x", language="tlh"),
    "english": Literal("English", language="en"),
    "foreign": NamedNode("https://example.org/a?b=c#d"),
    "script": NamedNode("javascript:alert(1)"),
    "urn": NamedNode("urn:x:y"),
    "missing": NamedNode(NAMES.id("facility", "nowhere")),
    "kindless": NamedNode(NAMES.id("starship", "enterprise")),
    "short": NamedNode(f"{NAMES.base}id/facility"),
    "concept": NamedNode(NAMES.concept("no-scheme", "no-concept")),
    "scheme": NamedNode(NAMES.concept("capability")),
    "term": NamedNode(NAMES.expand("ak:Facility")),
    "blank": BlankNode("b"),
    "integer": typed("abc", "integer"),
    "huge": typed("9" * 400, "integer"),
    "nan": typed("NaN", "double"),
    "infinite": typed("INF", "double"),
    "decimal": typed("1e999", "decimal"),
    "negative": typed("-1", "integer"),
    "day": typed("2026-99-99", "date"),
    "year": typed("-0044", "gYear"),
    "far": typed("99999-01", "gYearMonth"),
    "truth": typed("maybe", "boolean"),
    "unknown": typed("x", "noSuchType"),
    ITSELF: ITSELF,
}


def properties() -> list[str]:
    """Every property that a table, a declaration or the ontology names."""
    found = {NAMES.expand(name) for name in ("rdfs:label", "skos:broader", "skos:inScheme", "skos:notation")}
    description = json.loads(resources.tables().read_text(encoding="utf-8"))
    for table in description["tables"]:
        for column in table["tableSchema"]["columns"]:
            if "propertyUrl" in column:
                found.add(NAMES.expand(column["propertyUrl"]))
    for quad in load_ontology(NAMES):
        if (
            quad.predicate == TYPE
            and str(quad.object).endswith("Property>")
            and isinstance(quad.subject, NamedNode)
        ):
            found.add(quad.subject.value)
    return sorted(found - {TYPE.value, NAMES.expand("foaf:primaryTopic")})


def records(odd: Mapping[str, Term]) -> Iterator[Quad]:
    """A record of every kind, and of none, for every odd term: each property has it; some have no class."""
    kinds = {kind.name: NAMES.expand(kind.cls) for kind in shared_kinds()} | {
        "starship": NAMES.ak + "Starship"
    }
    every = [NamedNode(name) for name in properties()]
    for kind, cls in kinds.items():
        for name, term in odd.items():
            document, record = NamedNode(NAMES.doc(kind, name)), NamedNode(NAMES.id(kind, name))
            part = NamedNode(f"{record.value}#part")
            yield Quad(document, NamedNode(NAMES.expand("foaf:primaryTopic")), record, document)
            if name != "empty":
                yield Quad(record, TYPE, NamedNode(cls), document)
            if name == "markup":
                yield Quad(record, TYPE, NamedNode("https://example.org/Unheard"), document)
                yield Quad(record, TYPE, Literal("no class"), document)
            for dependant in (
                "Offering",
                "Participation",
                "Specification",
                "GapCell",
                "ProductionCapability",
            ):
                yield Quad(part, TYPE, NamedNode(NAMES.ak + dependant), document)
            for subject in (record, document, part):
                for predicate in every:
                    value = subject if isinstance(term, str) else term
                    yield Quad(subject, predicate, value, document)
        lonely = NamedNode(NAMES.doc(kind, "lonely"))
        yield Quad(
            lonely, NamedNode(NAMES.expand("foaf:primaryTopic")), NamedNode(NAMES.id(kind, "lonely")), lonely
        )


def others() -> Iterator[Quad]:
    """Concepts, terms and derived things with the same terms."""
    every = [NamedNode(name) for name in properties()]
    vocabulary, derived = NamedNode(NAMES.graph("vocabulary")), NamedNode(NAMES.graph("derived/gap-cells"))
    yield from load_ontology(NAMES)
    for name, term in ODD.items():
        concept = NamedNode(NAMES.concept("capability", name))
        stage = NamedNode(NAMES.concept("value-chain-stage", name))
        cell, tie = (NamedNode(f"{NAMES.base}derived/{path}/{name}") for path in ("gap-cell", "tie"))
        inside = NamedNode(NAMES.expand("skos:inScheme"))
        for subject, scheme in ((concept, "capability"), (stage, "value-chain-stage")):
            yield Quad(subject, TYPE, NamedNode(NAMES.expand("skos:Concept")), vocabulary)
            yield Quad(subject, inside, NamedNode(NAMES.concept(scheme)), vocabulary)
        yield Quad(cell, TYPE, NamedNode(NAMES.ak + "GapCell"), derived)
        yield Quad(
            NamedNode(NAMES.ak + f"odd-{name}"), TYPE, NamedNode(NAMES.expand("owl:Class")), vocabulary
        )
        for subject in (concept, stage, cell, tie, NamedNode(NAMES.ak + f"odd-{name}")):
            for predicate in every:
                value = subject if isinstance(term, str) else term
                yield Quad(subject, predicate, value, derived if subject in (cell, tie) else vocabulary)
    for scheme in ("capability", "value-chain-stage", "no-scheme"):
        node = NamedNode(NAMES.concept(scheme))
        yield Quad(node, TYPE, NamedNode(NAMES.expand("skos:ConceptScheme")), vocabulary)


def serve(folder: Path, quads: Iterable[Quad]) -> Flask:
    """Serve a graph from this process as a release."""
    store = Store()
    store.bulk_extend(quads)
    lines = sorted(f"{quad} .\n" for quad in store)
    (folder / "graph.nq").write_text("".join(lines), encoding="utf-8")
    manifest = {"version": "2026-11-24-odd", "issued": "2026-11-24", "title": {"en": "Odd"}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    description = json.loads(resources.tables().read_text(encoding="utf-8"))
    about = json.loads((resources.data() / "about.json").read_text(encoding="utf-8"))
    (folder / "tables.json").write_text(json.dumps(description | about), encoding="utf-8")
    engine = EmbeddedStore.in_memory([folder / "graph.nq"], union=True, version="odd")
    app = create_app(Settings(), Ask.over(engine, Settings()), Release(folder))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture(scope="module")
def odd_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return serve(tmp_path_factory.mktemp("odd"), [*records(ODD), *others()])


@pytest.fixture
def odd(odd_app: Flask) -> FlaskClient:
    return odd_app.test_client()


def answers(client: FlaskClient, paths: list[str]) -> dict[str, int]:
    """Ask for every path as a browser and as a program; returns those that failed."""
    failed = {}
    for path in paths:
        for accept in ("text/html", "*/*;q=0.1, text/turtle, application/json")[: 1 if "." in path else 2]:
            answer = client.get(path, headers={"Accept": accept})
            body = answer.get_data()
            answer.close()
            if answer.status_code >= 500 or (not body and answer.status_code == 200):
                failed[f"{path} {accept[:9]}"] = answer.status_code
    return failed


@pytest.mark.parametrize("kind", [*shared_kinds().names, "starship"])
def test_every_record_answers(odd: FlaskClient, kind: str) -> None:
    """Of each kind a sixth of the odd terms, another sixth of the next kind; all by `.ci/run long`."""
    sixth = slice(None) if LONG else slice([*shared_kinds().names, "starship"].index(kind) % 6, None, 6)
    slugs = [*list(ODD)[sixth], "lonely"]
    paths = [f"/doc/{kind}/{slug}" for slug in slugs]
    paths += [f"/{start}/{kind}/{slug}" for slug in ("empty", "lonely") for start in ("id", "linkset")]
    paths += [f"/doc/{kind}/{slug}.jsonld" for slug in slugs[::5]]
    paths += [f"/browse/{kind}", f"/browse/{kind}?page=2", f"/search?q=x&kind={kind}"]
    assert answers(odd, paths) == {}


def test_every_concept_and_every_derived_thing_answers(odd: FlaskClient) -> None:
    paths = [f"/concept/{scheme}/{name}" for name in ODD for scheme in ("capability", "value-chain-stage")]
    paths += [f"/derived/{path}/{name}" for name in ODD for path in ("gap-cell", "tie")]
    paths += [f"/concept/{scheme}" for scheme in ("capability", "value-chain-stage", "no-scheme", "none")]
    paths += ["/concept", "/concept/capability.ttl", "/graph/vocabulary", "/graph/derived/gap-cells"]
    assert answers(odd, paths) == {}


@pytest.mark.skipif(not LONG, reason="a minute of files: part of .ci/run long")
def test_every_download_answers(odd: FlaskClient) -> None:
    paths = sorted(set(re.findall(r'href="(/download/[^"?]+)', odd.get("/download").text)))
    plain = [path for path in paths if path.rpartition(".")[2] not in ("gz", "zst")]
    assert len(plain) > 10
    failed = answers(odd, plain)
    # Only the graph of links has no triples here.
    empty = {path for path, status in failed.items() if status == 200}
    assert all(path.startswith("/download/graph-links.") for path in empty)
    assert len(failed) == len(empty), failed


def test_every_other_page_answers(odd_app: Flask, odd: FlaskClient) -> None:
    paths = [
        rule.rule
        for rule in odd_app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ())
    ]
    assert len(paths) > 20
    paths += [f"/search?q={text}" for text in ("x", "english", "å", "script", "%00")]
    paths += ["/ontology?lang=sv", "/ontology.ttl", "/catalog.ttl", "/void.ttl", "/sitemap-1.xml"]
    assert answers(odd, [path for path in paths if not path.startswith("/health")]) == {}


@pytest.mark.parametrize("name", ["integer", "nan", "day", "blank"] if LONG else ["nan"])
def test_every_question_answers(tmp_path: Path, name: str) -> None:
    """One term each: where everything points to everything, a question has billions of rows."""
    few = {name: ODD[name]}
    odd = serve(tmp_path, [*records(few), *load_ontology(NAMES)]).test_client()
    paths = [f"/queries/{one['query']}" for one in odd.get("/api/queries").json["queries"]]
    assert len(paths) > 40
    # One of them takes ten seconds of combinations here: it is asked once, as a page.
    api = [f"/api{path}" for path in paths if path != "/queries/gaps/single-operator"]
    assert answers(odd, paths + api) == {}


def test_every_analysis_answers(odd: FlaskClient) -> None:
    paths: list[str] = []
    document = odd.get("/api/openapi.json").json
    for name, path in (("/gaps", "/api/gaps"), ("/network", "/api/network")):
        (show,) = [one for one in document["paths"][path]["get"]["parameters"] if one["name"] == "show"]
        paths += [f"{name}/{each}" for each in show["schema"]["enum"]]
        paths += [f"{path}?show={each}" for each in show["schema"]["enum"]]
    paths += [f"/gaps/{stage}/{concept}" for stage in list(ODD)[:4] for concept in list(ODD)[:4]]
    assert answers(odd, paths) == {}
