"""/id and /doc: the right format, the right status, the right headers."""

import csv
import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, RdfFormat, Triple, parse

from akkuri import resources
from akkuri.namespaces import DEFAULT_BASE
from akkuri.web.page.site import site
from akkuri.web.records.browse import counts

BASE = "https://w3id.org/akkuri/"
ALPHA = f"{BASE}id/facility/alpha"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
    "trig": ("application/trig", RdfFormat.TRIG),
}


def triples(data: bytes, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(BytesIO(data), format=form)}


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        (None, ""),
        ("*/*", ""),
        (BROWSER, ""),
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/json", ".jsonld"),
        ("application/n-triples", ".nt"),
        ("application/rdf+xml", ".rdf"),
        ("application/n-quads", ".nq"),
        ("application/trig", ".trig"),
        ("text/html;q=0.5, text/turtle;q=0.9", ".ttl"),
        ("text/turtle;q=0.2, application/rdf+xml;q=0.8, */*;q=0.1", ".rdf"),
    ],
)
def test_an_identifier_leads_to_the_wanted_format(
    small: FlaskClient, accept: str | None, target: str
) -> None:
    answer = small.get("/id/facility/alpha", headers={"Accept": accept} if accept else {})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/doc/facility/alpha{target}"
    assert "Accept" in answer.headers["Vary"]
    assert f'<{ALPHA}>; rel="cite-as"' in answer.headers["Link"]


def test_the_redirect_keeps_the_language(small: FlaskClient) -> None:
    answer = small.get("/id/facility/alpha?lang=sv")
    assert answer.headers["Location"] == "/doc/facility/alpha?lang=sv"


def test_a_format_there_is_not_is_406_with_those_there_are(small: FlaskClient) -> None:
    for path in ("/id/facility/alpha", "/doc/facility/alpha"):
        answer = small.get(path, headers={"Accept": "image/png"})
        assert answer.status_code == 406
        assert "/doc/facility/alpha.ttl" in [item["href"] for item in json.loads(answer.data)["nearest"]]


def test_json_ld_is_compact_and_needs_no_network(national: FlaskClient) -> None:
    """Keys are those of /context.jsonld; the document carries the part of it that it uses."""
    published = json.loads(national.get("/context.jsonld").data)["@context"]
    for path in ("/doc/facility/aalto-hydrometallurgy", "/concept/capability", "/concept/trl/1"):
        found = json.loads(national.get(f"{path}.jsonld").data)
        context = found["@context"]
        assert context.items() <= published.items()
        assert len(context) < len(published) / 2
        for node in found["@graph"]:
            assert not [key for key in node if key.startswith(("http", "@"))]
            assert {key.partition(":")[0] for key in node} <= set(context)
    nodes = json.loads(national.get("/doc/organisation/vtt.jsonld").data)["@graph"]
    vtt = next(node for node in nodes if node["id"] == f"{BASE}id/organisation/vtt")
    assert vtt["type"] == "Organisation"
    assert vtt["prefLabel"]["sv"] == "Teknologiska forskningscentralen VTT Ab"
    assert vtt["region"] == f"{BASE}concept/region/FI1B1"
    assert vtt["lat"] == "60.2052"


@pytest.mark.parametrize("extension", FORMATS)
def test_fixed_extensions_say_the_same(small: FlaskClient, extension: str) -> None:
    media_type, form = FORMATS[extension]
    answer = small.get(f"/doc/facility/alpha.{extension}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    turtle = triples(small.get("/doc/facility/alpha.ttl").data, RdfFormat.TURTLE)
    assert triples(answer.data, form) == turtle
    assert len(turtle) > 30


def test_the_bundle_has_the_graph_its_dependants_and_the_labels_of_what_it_links_to(
    small: FlaskClient,
) -> None:
    data = small.get("/doc/facility/alpha.nq").data
    quads = list(parse(BytesIO(data), format=RdfFormat.N_QUADS))
    assert {quad.graph_name for quad in quads} == {DefaultGraph()}
    own = {quad.subject.value for quad in quads if not quad.predicate.value.endswith("rdf-schema#label")}
    assert own == {
        f"{BASE}doc/facility/alpha",
        ALPHA,
        f"{ALPHA}#offering-testing",
        f"{ALPHA}#quote-s2",
        f"{ALPHA}#spec-temperature",
    }
    labels = {
        (quad.subject.value, quad.object.value)
        for quad in quads
        if quad.predicate.value.endswith("rdf-schema#label")
    }
    assert (f"{BASE}id/organisation/omega", "Omega Oy") in labels
    assert (f"{BASE}concept/status/operational", "I drift") in labels


def test_the_document_negotiates_and_says_where_the_format_is(small: FlaskClient) -> None:
    answer = small.get("/doc/facility/alpha", headers={"Accept": "text/turtle"})
    assert answer.mimetype == "text/turtle"
    assert answer.headers["Content-Location"] == "/doc/facility/alpha.ttl"
    assert {"Accept", "Accept-Language"} <= set(answer.vary)
    assert 'rel="describes"' in answer.headers["Link"]


def test_head_has_the_headers_of_get_and_no_body(small: FlaskClient) -> None:
    for path in ("/id/facility/alpha", "/doc/facility/alpha", "/doc/facility/alpha.ttl", "/ontology"):
        get, head = small.get(path), small.head(path)
        assert head.status_code == get.status_code
        assert head.data == b""
        for name in ("Content-Type", "ETag", "Link", "Location", "Vary"):
            assert head.headers.get(name) == get.headers.get(name)


@pytest.mark.parametrize(
    "path",
    ["/doc/facility/alpha", "/doc/facility/alpha.ttl", "/ontology", "/concept/capability/testing", "/"],
)
def test_what_is_known_is_not_sent_again(small: FlaskClient, path: str) -> None:
    first = small.get(path)
    assert first.headers["ETag"].startswith('W/"')
    again = small.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    other = small.get(path, headers={"If-None-Match": '"something else"'})
    assert other.status_code == 200


def test_each_variant_has_its_own_etag(small: FlaskClient) -> None:
    tags = [
        small.get("/doc/facility/alpha", headers=headers).headers["ETag"]
        for headers in (
            {},
            {"Accept-Language": "fi"},
            {"Accept": "text/turtle"},
            {"Accept": "application/ld+json"},
        )
    ]
    assert len(set(tags)) == 4


def test_an_unknown_record_is_404_with_those_of_similar_name(small: FlaskClient) -> None:
    for path in ("/id/facility/alhpa", "/doc/facility/alhpa", "/doc/facility/alhpa.ttl"):
        answer = small.get(path, headers={"Accept": "application/json"})
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"
        near = json.loads(answer.data)["nearest"]
        assert near[0]["href"] == "/doc/facility/alpha"
    page = small.get("/doc/facility/alhpa", headers={"Accept": BROWSER})
    assert page.status_code == 404
    assert b'href="/doc/facility/alpha"' in page.data
    said = small.get("/doc/facility/alhpa?lang=sv", headers={"Accept": "application/json"})
    assert "Anläggning som heter ”alhpa”" in json.loads(said.data)["detail"]


@pytest.mark.parametrize("path", ["/id/machine/alpha", "/doc/machine/alpha", "/browse/machine"])
def test_an_unknown_kind_is_404_and_names_the_kinds(small: FlaskClient, path: str) -> None:
    answer = small.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert b'href="/browse/equipment"' in answer.data


@pytest.mark.parametrize("slug", ["a%3E%20b", "%22", "a%0Ab", "..%2F..", "x%7D%20UNION", "ä"])
def test_a_name_that_cannot_be_one_never_reaches_the_query(small: FlaskClient, slug: str) -> None:
    for prefix in ("/id/facility", "/doc/facility", "/concept/capability", "/linkset/facility"):
        assert small.get(f"{prefix}/{slug}").status_code == 404


def test_a_withdrawn_record_is_410_with_a_notice(small: FlaskClient) -> None:
    page = small.get("/doc/facility/gone", headers={"Accept": BROWSER})
    assert page.status_code == 410
    assert "withdrawn (4 May 2026)" in page.text
    data = small.get("/doc/facility/gone.ttl")
    assert data.status_code == 410
    assert b"withdrawn" in data.data


def test_a_replaced_record_is_200_and_leads_to_its_successor(small: FlaskClient) -> None:
    page = small.get("/doc/facility/old", headers={"Accept": BROWSER})
    assert page.status_code == 200
    notice = page.text.partition('class="notice"')[2].partition("</div>")[0]
    assert 'href="/doc/facility/alpha"' in notice
    assert "Ended: 2020" in page.text


@pytest.mark.parametrize(
    ("kind", "cls", "ended"),
    [
        ("facility", "Facility", "closed"),
        ("organisation", "Organisation", "ended"),
        ("equipment", "Equipment", "ended"),
    ],
)
def test_a_record_split_in_two_keeps_its_address_and_leads_to_both(
    make_small: Callable[..., Flask], kind: str, cls: str, ended: str
) -> None:
    """The old one has ended and stays; what carries its work on follows it."""
    base, parts = DEFAULT_BASE, []
    for slug, says in (
        ("divided", f'ak:{ended} "2025-12-31"^^xsd:date ; ak:{ended}Precision "YYYY"'),
        ("half-one", f"ak:follows <{base}id/{kind}/divided>"),
        ("half-two", f"ak:follows <{base}id/{kind}/divided>"),
    ):
        record, document = f"<{base}id/{kind}/{slug}>", f"<{base}doc/{kind}/{slug}>"
        parts.append(
            f"GRAPH {document} {{ {document} a ak:RecordDocument ; foaf:primaryTopic {record} . "
            f'{record} a ak:{cls} ; skos:prefLabel "The {slug}"@en ; {says} . }}'
        )
    client = make_small(base, "\n".join(parts)).test_client()
    answer = client.get(f"/id/{kind}/divided", headers={"Accept": BROWSER})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"], headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert "Ended: 2025" in page.text
    section = page.text.partition("What follows it")[2].partition("</table>")[0]
    for slug in ("half-one", "half-two"):
        assert f'href="/doc/{kind}/{slug}"' in section
        assert f'href="/doc/{kind}/divided"' in client.get(f"/doc/{kind}/{slug}").text
    assert b"The divided" in client.get(f"/doc/{kind}/divided.ttl").data


def test_another_base_is_served_under_the_same_paths(make_small: Callable[[str], Flask]) -> None:
    client = make_small("https://example.net/kg/").test_client()
    page = client.get("/doc/facility/alpha")
    assert page.status_code == 200
    assert 'href="/doc/organisation/omega"' in page.text
    assert "https://example.net/kg/id/facility/alpha" in page.text
    assert "w3id.org/akkuri/" not in page.text


def test_signposting_level_2(small: FlaskClient) -> None:
    header = small.get("/doc/facility/alpha").headers["Link"]
    for part in (
        f'<{ALPHA}>; rel="cite-as"',
        '</doc/facility/alpha.ttl>; rel="describedby"; type="text/turtle"',
        '<https://schema.org/AboutPage>; rel="type"',
        'rel="license"',
        '</linkset/facility/alpha>; rel="linkset"; type="application/linkset+json"',
    ):
        assert part in header
    answer = small.get("/linkset/facility/alpha")
    assert answer.mimetype == "application/linkset+json"
    contexts = {item["anchor"]: item for item in json.loads(answer.data)["linkset"]}
    page = contexts["http://localhost/doc/facility/alpha"]
    assert page["cite-as"] == [{"href": ALPHA}]
    assert len(page["describedby"]) == 6
    turtle = contexts["http://localhost/doc/facility/alpha.ttl"]
    assert turtle["describes"] == [{"href": "http://localhost/doc/facility/alpha", "type": "text/html"}]
    text = small.get("/linkset/facility/alpha.txt")
    assert text.mimetype == "application/linkset"
    assert text.text.count("anchor=") == sum(
        len(links) for item in contexts.values() for key, links in item.items() if key != "anchor"
    )


@pytest.mark.parametrize("extension", FORMATS)
def test_every_document_says_licence_creator_keywords_and_data_set(
    national: FlaskClient, extension: str
) -> None:
    answers = {
        "doc/facility/zsw-ulm": national.get(f"/doc/facility/zsw-ulm.{extension}"),
        "concept/capability": national.get(f"/concept/capability.{extension}"),
    }
    for path, answer in answers.items():
        stated = {
            (triple.predicate.value.rpartition("/")[2].rpartition("#")[2], triple.object.value)
            for triple in triples(answer.data, FORMATS[extension][1])
            if triple.subject.value == f"{BASE}{path}"
        }
        assert ("license", "https://creativecommons.org/licenses/by/4.0/") in stated
        assert {("creator", f"{BASE}catalog#publisher"), ("publisher", f"{BASE}catalog#publisher")} <= stated
        assert {("keyword", "battery"), ("keyword", "akku"), ("keyword", "batteri")} <= stated
        assert ("inDataset", f"{BASE}catalog#dataset") in stated


def test_a_release_counts_what_stands_as_its_graph_does(
    national: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with national.application.app_context():
        counted = counts()
        monkeypatch.setattr(site().reader, "manifest", {})
        assert counts() == counted
    assert counted["facility"] > 200


@pytest.mark.parametrize(
    ("address", "of", "table", "counted"),
    [
        ("/doc/organisation/business-finland", "organisation_id", "projects", "project_id"),
        ("/doc/project/bf-battery-industry-call", "project_id", "participants", "organisation_id"),
        ("/doc/organisation/vtt", "organisation_id", "projects", "project_id"),
    ],
)
def test_who_has_two_roles_in_a_project_is_counted_once(
    national: FlaskClient, address: str, of: str, table: str, counted: str
) -> None:
    """Who coordinates a project and funds it has two rows there, and is one."""
    kind, slug = address.split("/")[2:]
    record = {"organisation": "org", "project": "prj"}[kind] + f"-{slug}"
    with (resources.data() / "participations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row[of] == record]
    different = len({row[counted] for row in rows})
    assert different < len(rows) or slug == "vtt"
    page = national.get(address, headers={"Accept": "text/html", "Accept-Language": "en"}).text
    heading = re.search(rf'<h2 id="{table}">[^<]*<span class="n">([0-9,]+)</span>', page)
    assert heading
    assert int(heading[1]) == different


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_a_year_is_no_sum_of_thousands(national: FlaskClient, lang: str) -> None:
    with (resources.data() / "equipment_parameters.csv").open(encoding="utf-8", newline="") as file:
        years = {row["equipment_id"]: row["value"] for row in csv.DictReader(file) if _is_year(row)}
    assert years
    for equipment, year in years.items():
        page = national.get(f"/doc/equipment/{equipment.removeprefix('eq-')}?lang={lang}").text
        assert year in page
        assert not re.search(rf"{year[0]}(,|\s|&nbsp;){year[1:]}", page)


def _is_year(row: dict[str, str]) -> bool:
    return row["parameter"] == "start_year"
