"""`/reconcile` as OpenRefine uses it; every request and answer against the schemas of the W3C group."""

import csv
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator

from akkuri.resources import data
from akkuri.texts import LANGUAGES

CHAIN = "concept/value-chain-stage"
VTT = "id/facility/vtt-battery-laboratory"


def batch(national: FlaskClient, lang: str = "en", **queries: Any) -> dict[str, Any]:
    answer = national.post(f"/reconcile?lang={lang}", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def first(national: FlaskClient, lang: str = "en", **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = batch(national, lang, q=query)["q"]["result"][0]
    return found


def rows(table: str) -> list[dict[str, str]]:
    with (data() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["withdrawn"] and not row["replaced_by"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"query": "VTT", "type": "organisation"}, "id/organisation/vtt"),
        ({"query": "Teknologian tutkimuskeskus VTT Oy"}, "id/organisation/vtt"),
        ({"query": "VTT:n akkulaboratorio", "type": "facility"}, VTT),
        ({"query": "Espoo", "type": "concept/municipality"}, "concept/municipality/049"),
        ({"query": "Uusimaa", "type": ["concept/region"]}, "concept/region/FI1B1"),
        (
            {"query": "Kennovalmistus", "type": "concept/value-chain-stage"},
            "concept/value-chain-stage/cell-manufacturing",
        ),
    ],
)
def test_one_that_is_called_so_is_a_match(national: FlaskClient, asked: dict[str, Any], found: str) -> None:
    best = first(national, **asked)
    assert best["id"] == found
    assert best["match"] is True
    assert best["score"] >= 90


def test_nine_of_ten_names_with_a_slip_are_found(national: FlaskClient) -> None:
    """Every tenth organisation, one letter left out of the middle of its longest word."""
    chosen = [row for row in rows("organisations") if row["country"] == "FI"][::10]
    hits = 0
    for row in chosen:
        name = row["name_en"] or row["name_fi"]
        word = max(name.split(), key=len)
        slip = name.replace(word, word[: len(word) // 2] + word[len(word) // 2 + 1 :], 1)
        result = batch(national, q={"query": slip, "type": "organisation"})["q"]["result"]
        hits += f"id/organisation/{row['id'].removeprefix('org-')}" in [each["id"] for each in result[:5]]
    assert len(chosen) > 15
    assert hits >= 0.9 * len(chosen)


@pytest.mark.parametrize(
    ("written", "found", "least"),
    [
        ("VTT Oy", "id/organisation/vtt", 80),
        ("Fortum Abp", "id/organisation/fortum", 80),
        ("Umicore Finland Oy", "id/organisation/umicore-finland", 80),
        ("Aalto University School of Engineering", "id/organisation/aalto", 50),
        ("University of Oulu, Faculty of Technology", "id/organisation/oulu", 50),
    ],
)
def test_a_legal_form_or_a_part_leads_to_the_organisation_and_is_no_match(
    national: FlaskClient, written: str, found: str, least: float
) -> None:
    best = first(national, query=written, type="organisation")
    assert best["id"] == found
    assert best["score"] >= least
    assert best["match"] is False  # a company of the group or a part may be another record


def test_what_else_is_known_weighs(national: FlaskClient) -> None:
    right = first(
        national, query="VTT", type="organisation", properties=[{"pid": "ak:countryCode", "v": "FI"}]
    )
    named = first(
        national, query="VTT", type="organisation", properties=[{"pid": "ak:countryCode", "v": "Finland"}]
    )
    wrong = first(
        national, query="VTT", type="organisation", properties=[{"pid": "ak:countryCode", "v": "SE"}]
    )
    assert right["match"] is True
    assert named["match"] is True
    assert not (wrong["id"] == "id/organisation/vtt" and wrong["match"])
    assert wrong["score"] < right["score"]


def test_an_identifier_alone_is_enough(national: FlaskClient) -> None:
    row = next(row for row in rows("organisations") if row["business_id"])
    found = first(
        national, type="organisation", properties=[{"pid": "ak:businessId", "v": row["business_id"]}]
    )
    assert found["id"] == f"id/organisation/{row['id'].removeprefix('org-')}"


def test_nonsense_has_no_match(national: FlaskClient) -> None:
    for text in ("qwxzv", "🔋", "x" * 10_000, "' OR 1=1 --", ""):
        assert not any(each["match"] for each in batch(national, q={"query": text})["q"]["result"])


def test_an_extension_says_what_is_stated(national: FlaskClient) -> None:
    asked = {
        "ids": [VTT, "id/facility/no-such"],
        "properties": [
            {"id": "ak:operator"},
            {"id": "ak:countryCode"},
            {"id": "wgs84:lat"},
            {"id": "skos:prefLabel", "settings": {"limit": 1}},
        ],
    }
    told = national.post("/reconcile", data={"extend": json.dumps(asked)}).json
    assert [each["name"] for each in told["meta"]] == ["Operator", "Country code", "Latitude", "Name"]
    row = told["rows"][VTT]
    assert row["ak:operator"][0]["id"] == "id/organisation/vtt"
    assert row["ak:countryCode"] == [{"str": "FI"}]
    assert row["wgs84:lat"] == [{"float": 60.2052}]
    assert len(row["skos:prefLabel"]) == 1
    assert told["rows"]["id/facility/no-such"]["ak:operator"] == []


@pytest.mark.parametrize(
    ("typed", "kind", "found"),
    [
        ("aal", "organisation", "id/organisation/aalto"),
        ("oul", "organisation", "id/organisation/oulu"),
        ("univ oul", "organisation", "id/organisation/oulu"),
        ("vtt bat", "facility", VTT),
        ("esp", "concept/municipality", "concept/municipality/049"),
    ],
)
def test_what_begins_as_is_typed_is_suggested(
    national: FlaskClient, typed: str, kind: str, found: str
) -> None:
    told = national.get(f"/reconcile/suggest/entity?prefix={quote(typed)}&type={quote(kind)}").json["result"]
    assert found in [each["id"] for each in told[:3]]
    assert {each["notable"][0]["id"] for each in told} == {kind}
    anything = national.get(f"/api/suggest?q={quote(typed)}").json
    assert anything, "the box of the search suggests too"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_fits_the_schemas_of_the_group(national: FlaskClient, shared: Path, lang: str) -> None:
    folder = shared / "conformance" / "reconciliation-api" / "0.2" / "schemas"
    schemas = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")}

    def fits(name: str, path: str) -> Any:
        answer = national.get(path)
        assert answer.status_code == 200, path
        schema = json.loads(
            json.dumps(schemas[name]).replace('{"$ref": "type.json"}', json.dumps(schemas["type"]))
        )
        schema.get("properties", {}).pop("authentication", None)  # refers to a schema that is not there
        errors = list(Draft7Validator(schema).iter_errors(answer.json))
        assert not errors, (path, errors[:2])
        return answer.json

    manifest = fits("manifest", f"/reconcile?lang={lang}")
    queries = json.dumps(
        {"q0": {"query": "VTT", "limit": 3}, "q1": {"query": "Aalto", "type": "organisation"}}
    )
    fits("reconciliation-result-batch", f"/reconcile?lang={lang}&queries={quote(queries)}")
    fits("suggest-entities-response", f"/reconcile/suggest/entity?prefix=vt&lang={lang}")
    fits("suggest-types-response", f"/reconcile/suggest/type?prefix=o&lang={lang}")
    fits("suggest-properties-response", f"/reconcile/suggest/property?prefix=o&lang={lang}")
    for each in manifest["defaultTypes"]:
        proposed = fits(
            "data-extension-property-proposal", f"/reconcile/extend/propose?type={each['id']}&lang={lang}"
        )
        ids = [one["id"] for one in proposed["properties"]]
        extend = json.dumps({"ids": [VTT], "properties": [{"id": one} for one in ids]})
        fits("data-extension-response", f"/reconcile?lang={lang}&extend={quote(extend)}")


def test_the_examples_of_the_group_are_answered(national: FlaskClient, shared: Path) -> None:
    folder = shared / "conformance" / "reconciliation-api" / "0.2" / "examples"
    for file in sorted((folder / "reconciliation-query-batch" / "valid").glob("*.json")):
        written = file.read_text(encoding="utf-8")
        answer = national.post("/reconcile", data={"queries": written})
        assert answer.status_code == 200, (file.name, answer.text)
        assert answer.json.keys() == json.loads(written).keys()
    for file in sorted((folder / "data-extension-query" / "valid").glob("*.json")):
        assert (
            national.post("/reconcile", data={"extend": file.read_text(encoding="utf-8")}).status_code == 200
        )


@pytest.mark.parametrize(
    "sent",
    [
        {"queries": "{"},
        {"queries": "[]"},
        {"queries": '{"q": 5}'},
        {"queries": '{"q": {"query": "x", "type": 5}}'},
        {"queries": '{"q": {"query": "x", "limit": "many"}}'},
        {"queries": '{"q": {}}'},
        {"queries": '{"q": {"query": "x", "properties": [{"pid": 1}]}}'},
        {"queries": "[" * 100_000},
        {"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(51)})},
        {"extend": "{}"},
        {"extend": '{"ids": [1], "properties": []}'},
        {"extend": '{"ids": [], "properties": ["x"]}'},
        {},
        {"query": "VTT"},
        {"queries": '{"q0": {"query": "\\ud800"}}'},
        {"extend": '{"ids": ["\\ud800"], "properties": []}'},
    ],
)
def test_malformed_requests_get_one_sentence(national: FlaskClient, sent: dict[str, str]) -> None:
    answer = national.post("/reconcile?lang=fi", data=sent)
    assert answer.status_code == 400
    assert answer.json["detail"]


def test_nothing_reaches_the_query_text(national: FlaskClient) -> None:
    hostile = ["x> } INSERT DATA { <a:a> <a:b> <a:c> } #", "http://a.b/> . ?s ?p ?o . <http://c.d/"]
    asked = {"ids": hostile, "properties": [{"id": each} for each in hostile]}
    told = national.post("/reconcile", data={"extend": json.dumps(asked)})
    assert told.status_code == 200
    assert all(values == [] for row in told.json["rows"].values() for values in row.values())


def test_a_preview_may_be_framed_and_escapes(national: FlaskClient) -> None:
    answer = national.get("/reconcile/preview?id=id/facility/vtt-battery-laboratory&lang=fi")
    assert "VTT:n akkulaboratorio" in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert national.get("/reconcile/preview?id=%3Cscript%3E").status_code == 404
    flyout = national.get("/reconcile/flyout/entity?id=id/organisation/vtt&lang=sv").json
    assert "VTT" in flyout["html"]
    # OpenRefine shows it on a page of its own; the record has no description, and a name tells little.
    assert 'href="http://localhost/doc/organisation/vtt"' in flyout["html"]
    assert "Forskningsinstitut · Esbo · Finland" in flyout["html"]


def test_a_callback_is_the_name_of_a_function_and_nothing_else(national: FlaskClient) -> None:
    answer = national.get("/reconcile?callback=jQuery12_3")
    assert answer.text.startswith("/**/jQuery12_3({")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert national.get("/reconcile?callback=alert(1)//").status_code == 400


def test_an_organisation_comes_before_the_page_that_is_called_as_it_is(national: FlaskClient) -> None:
    asked = {"queries": json.dumps({"q": {"query": "Aalto University", "limit": 3}})}
    found = national.post("/reconcile", data=asked).json["q"]["result"]
    assert (found[0]["id"], found[0]["match"]) == ("id/organisation/aalto", True)
    assert not any(each["match"] for each in found[1:])


def test_suggestions_go_on_behind_those_seen(national: FlaskClient) -> None:
    first = national.get("/reconcile/suggest/entity?prefix=aal").json["result"]
    then = national.get("/reconcile/suggest/entity?prefix=aal&cursor=2").json["result"]
    assert [each["id"] for each in then][:3] == [each["id"] for each in first][2:5]
    assert national.get("/reconcile/suggest/entity?prefix=aal&cursor=900000").json["result"] == []


def test_an_empty_cell_says_nothing_against_a_candidate(national: FlaskClient) -> None:
    for empty in ("", " ", None, [], {}, {"str": ""}):
        best = first(
            national, query="VTT", type="organisation", properties=[{"pid": "ak:countryCode", "v": empty}]
        )
        assert (best["score"], best["match"]) == (100, True), empty
    told = [{"pid": "ak:countryCode", "v": {"str": "FI"}}]  # as a data extension gives it
    assert first(national, query="VTT", type="organisation", properties=told)["match"] is True


@pytest.mark.parametrize(
    ("written", "found", "match"),
    [
        ("id/organisation/vtt", "id/organisation/vtt", True),  # as this service names it
        ("Geologian tutkimuskeskus (GTK)", "id/organisation/gtk", True),
        ("GTK – Geological Survey of Finland", "id/organisation/gtk", True),
        ("Aalto-yliopisto / Aalto University", "id/organisation/aalto", True),
        ("Aalto University (Espoo)", "id/organisation/aalto", False),
    ],
)
def test_one_thing_named_twice_is_a_match(
    national: FlaskClient, written: str, found: str, match: bool
) -> None:
    best = first(national, query=written, type=["organisation"])
    assert (best["id"], best["match"]) == (found, match)
    assert best["score"] >= 80


def test_links_without_names_are_met_only_when_asked_for(national: FlaskClient) -> None:
    told = national.get("/reconcile/suggest/entity?prefix=battery").json["result"]
    assert told
    assert not any(each["id"].startswith("id/collaboration/") for each in told)
    asked = national.get("/reconcile/suggest/entity?prefix=partner&type=collaboration").json["result"]
    assert all(each["id"].startswith("id/collaboration/") for each in asked)


@pytest.mark.parametrize(
    ("lang", "name", "called"),
    [
        ("en", "Aalto University", "Name"),
        ("fi", "Aalto-yliopisto", "Nimi"),
        ("sv", "Aalto-universitetet", "Namn"),
    ],
)
def test_one_value_of_several_is_that_of_the_language(
    national: FlaskClient, lang: str, name: str, called: str
) -> None:
    asked = {
        "ids": ["id/organisation/aalto"],
        "properties": [{"id": "skos:prefLabel", "settings": {"limit": "1"}}],
    }
    answer = national.post(f"/reconcile?lang={lang}", data={"extend": json.dumps(asked)})
    assert answer.headers["Content-Language"] == lang
    assert answer.json["meta"] == [{"id": "skos:prefLabel", "name": called}]
    assert answer.json["rows"]["id/organisation/aalto"]["skos:prefLabel"] == [{"str": name}]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_properties_are_named_in_words(national: FlaskClient, lang: str) -> None:
    """What is borrowed from other vocabularies too: nobody knows what an AltLabel is."""
    kinds = national.get("/reconcile").json["defaultTypes"]
    names = {
        each["name"]
        for kind in (*kinds, {"id": "concept/capability"})
        for each in national.get(f"/reconcile/extend/propose?type={kind['id']}&lang={lang}").json[
            "properties"
        ]
    }
    assert len(names) > 30
    assert not [name for name in names if re.search("[a-z][A-Z]|^(Url|Page|Issued)$", name)]


@pytest.mark.parametrize(
    ("typed", "types"),
    [
        ("place", {"concept/municipality", "concept/region"}),
        ("paikat", {"concept/municipality", "concept/region"}),
        ("laitetyyp", {"concept/equipment-type"}),
        ("organisaatio", {"organisation", "concept/organisation-type"}),
    ],
)
def test_types_are_suggested_by_their_names_in_any_language(
    national: FlaskClient, typed: str, types: set[str]
) -> None:
    told = national.get(f"/reconcile/suggest/type?prefix={quote(typed)}").json["result"]
    assert types <= {each["id"] for each in told}
    by_name = national.get("/reconcile/suggest/property?prefix=kotisivu").json["result"]
    assert {"id": "foaf:homepage", "name": "Home page"} in by_name


def test_what_is_proposed_is_what_something_of_the_type_states(national: FlaskClient) -> None:
    def proposed(kind: str) -> set[str]:
        told = national.get(f"/reconcile/extend/propose?type={kind}").json["properties"]
        return {each["id"] for each in told}

    assert {"ak:region", "wgs84:lat", "wgs84:long"} <= proposed("concept/municipality")
    assert "ak:expectedStage" in proposed("concept/capability")
    assert not {"rdf:type", "skos:hiddenLabel", "skos:broader"} & proposed("concept/municipality")
    assert "schema:addressLocality" not in proposed("project")
    assert {"wgs84:lat", "dct:source"} <= proposed("facility")
    assert "dct:source" not in proposed("source")
    properties = [{"id": "dct:source"}, {"id": "wgs84:lat"}]
    extend = json.dumps({"ids": [VTT], "properties": properties})
    row = national.post("/reconcile", data={"extend": extend}).json["rows"][VTT]
    assert all(each["id"].startswith("id/source/") and each["name"] for each in row["dct:source"])
    assert row["dct:source"]
    assert isinstance(row["wgs84:lat"][0]["float"], float)
