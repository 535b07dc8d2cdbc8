"""The description of the API is true: every path is asked, and what comes is what it says."""

import csv
import json
import os
import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

Operation = dict[str, Any]
Given = dict[str, str | list[str]]
LONG = "AKKURI_LONG" in os.environ
GENERAL = {
    *("content-type", "content-length", "content-language", "date", "vary", "etag", "cache-control"),
    *("access-control-allow-origin", "access-control-expose-headers", "x-content-type-options"),
}
"""Headers that mean the same on the whole web."""


@pytest.fixture(scope="module")
def described(national_app: Any) -> dict[str, Any]:
    return national_app.test_client().get("/api/openapi.json").get_json()


@pytest.fixture(scope="module")
def examples(national_app: Any) -> Given:
    """Values for the parameters that must be given, as the API itself names them."""
    client = national_app.test_client()
    cell = client.get("/api/gaps?show=cells").get_json()["rows"][0]
    tie = client.get("/api/network?show=ties&top=1").get_json()["rows"][0]
    values = {
        "stage": cell["stage"],
        "capability": cell["capability"],
        "from": tie["one"],
        "to": tie["other"],
        "name": tie["one"],
        "one": "FI",
        "other": "SE",
        "q": cell["capability"],
        "stages": cell["stage"],
    }
    chain = client.get("/api/gaps?show=coverage").get_json()["rows"]
    steps = [chain[0]["stage"], chain[1]["stage"]]
    return {name: str(value) for name, value in values.items()} | {"step": steps}


def operations(document: dict[str, Any]) -> list[tuple[str, str, Operation]]:
    return [
        (path, method, item)
        for path, methods in document["paths"].items()
        for method, item in methods.items()
    ]


def ask(client: FlaskClient, path: str, method: str, given: Given, operation: Operation) -> Any:
    names = {item["name"] for item in operation["parameters"] if item["in"] == "path"}
    address = path.format(**{name: given[name] for name in names})
    query = {name: value for name, value in given.items() if name not in names}
    content = operation.get("requestBody", {}).get("content", {})
    body = json.dumps([{"action": "add", "facility": "new"}]) if content else None
    kind = "application/json" if body else None
    return client.open(address, method=method.upper(), query_string=query, data=body, content_type=kind)


def check(answer: Any, operation: Operation, document: dict[str, Any]) -> None:
    """The status, the media type, the headers and, for JSON, the body are described."""
    assert str(answer.status_code) in operation["responses"], answer.text[:300]
    described = operation["responses"][str(answer.status_code)]
    assert (
        not {name.lower() for name, _ in answer.headers}
        - GENERAL
        - {name.lower() for name in described.get("headers", {})}
    )
    contents = described["content"]
    assert answer.mimetype in contents
    if answer.mimetype.endswith("json"):
        schema = contents[answer.mimetype]["schema"] | {"components": document["components"]}
        Draft202012Validator(schema).validate(answer.get_json(force=True))


def required(operation: Operation, examples: Given) -> Given:
    return {item["name"]: examples[item["name"]] for item in operation["parameters"] if item.get("required")}


def test_every_answer_has_a_schema_that_says_what_is_in_it(described: dict[str, Any]) -> None:
    """A client made from the description would have no names for an object or a list of anything."""
    inside = ("properties", "additionalProperties")
    lacking = []

    def look(schema: Any, place: str) -> None:
        if isinstance(schema, bool):
            assert not schema, place
            return
        if schema.get("type") == "object" and not any(schema.get(name) for name in inside):
            lacking.append(place)
        if schema.get("type") == "array" and not (schema.get("items") or schema.get("prefixItems")):
            lacking.append(place)
        members = schema.get("properties", {}) | ({"[]": schema["items"]} if "items" in schema else {})
        for name, member in members.items():
            look(member, f"{place} {name}")

    for path, method, operation in operations(described):
        for status, response in operation["responses"].items():
            assert response["content"], (path, method, status)
            for kind, content in response["content"].items():
                look(content["schema"], f"{method} {path} {status} {kind}")
    assert not lacking


def test_every_operation_answers_as_described(
    national_app: Any, described: dict[str, Any], examples: Given
) -> None:
    """Of the ready-made questions every second: the page of each is tested; all by `.ci/run long`."""
    client = national_app.test_client()
    questions = [path for path, _, _ in operations(described) if path.startswith("/api/queries/")]
    left = [] if LONG else questions[1::2]
    for path, method, operation in operations(described):
        if path in left:
            continue
        given = required(operation, examples)
        answer = ask(client, path, method, given, operation)
        assert answer.status_code in (200, 422), (path, answer.text[:300])
        check(answer, operation, described)


def test_every_format_is_answered_as_described(
    national_app: Any, described: dict[str, Any], examples: Given
) -> None:
    client = national_app.test_client()
    asked = [item for item in operations(described) if "/api/queries/" not in item[0]]
    asked += [item for item in operations(described) if "/api/queries/gaps/" in item[0]][:2]
    for path, method, operation in asked:
        forms = [item["schema"]["enum"] for item in operation["parameters"] if item["name"] == "format"]
        for form in forms[0] if forms else ():
            answer = ask(client, path, method, required(operation, examples) | {"format": form}, operation)
            assert answer.status_code in (200, 422), (path, form)
            check(answer, operation, described)


def test_a_condition_that_does_not_hold_is_told_as_described(
    national_app: Any, described: dict[str, Any]
) -> None:
    told = {method for _, method, item in operations(described) if "412" in item["responses"]}
    assert told == {"get"}
    client = national_app.test_client()
    for path in ("/api/network", "/api/queries"):
        answer = client.get(path, headers={"If-Match": '"another"'})
        assert answer.status_code == 412, path
        check(answer, described["paths"][path]["get"], described)


def test_a_table_that_is_cut_says_so_as_described(national_app: Any, described: dict[str, Any]) -> None:
    answer = national_app.test_client().get("/api/network?show=ties&top=3&format=csv")
    assert answer.headers["Warning"].startswith('199 - "3 of ')
    check(answer, described["paths"]["/api/network"]["get"], described)


def test_a_value_outside_of_the_description_is_refused_as_described(
    national_app: Any, described: dict[str, Any], examples: Given
) -> None:
    client = national_app.test_client()
    tried = 0
    for path, method, operation in operations(described):
        if method != "get":
            continue
        for item in operation["parameters"]:
            schema = item["schema"]
            bad = "AAA" if "enum" in schema or schema["type"] == "integer" else None
            for value in filter(None, (bad, "1234567890" if "maximum" in schema else None)):
                given = required(operation, examples) | {item["name"]: value}
                answer = ask(client, path, method, given, operation)
                assert answer.status_code == 400, (path, item["name"], value)
                check(answer, operation, described)
                tried += 1
    assert tried > 200


@pytest.mark.parametrize(("lang", "separator"), [("en", ","), ("fi", ";"), ("sv", ";")])
def test_csv_for_spreadsheets(national_app: Any, lang: str, separator: str) -> None:
    client = national_app.test_client()
    for path in ("/api/gaps?show=cells", "/api/queries/gaps/open-by-stage?country=FI"):
        answer = client.get(f"{path}&format=csv-excel&lang={lang}")
        exact = list(csv.reader(client.get(f"{path}&format=csv&lang={lang}").text.splitlines()))
        book = openpyxl.load_workbook(BytesIO(client.get(f"{path}&format=xlsx&lang={lang}").data))
        headings = [str(cell.value) for cell in book.worksheets[0][1]]
        assert answer.data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(answer.data.decode("utf-8-sig").splitlines(), delimiter=separator))
        assert rows[0] == headings
        assert len(set(headings)) == len(headings)
        assert not [heading for heading in headings if re.search("[a-z][A-Z_]|_", heading)]
        assert len(rows) == len(exact)


def test_who_takes_none_of_the_forms_hears_which_there_are(
    national_app: Any, described: dict[str, Any], examples: Given
) -> None:
    client = national_app.test_client()
    asked = [
        item
        for item in operations(described)
        if item[0].startswith("/api/") and item[1] == "get" and "/api/queries/" not in item[0]
    ]
    asked += [item for item in operations(described) if item[0] == "/api/queries/gaps/open-by-stage"]
    for path, _, operation in asked:
        given = required(operation, examples)
        names = {item["name"] for item in operation["parameters"] if item["in"] == "path"}
        address = path.format(**{name: given[name] for name in names})
        query = {name: value for name, value in given.items() if name not in names}
        forms = list(operation["responses"]["200"]["content"])
        refused = client.get(
            address, query_string=query, headers={"Accept": "image/png, application/json;q=0"}
        )
        assert refused.status_code == 406, path
        assert all(form in refused.get_json()["detail"] for form in forms), path
        check(refused, operation, described)
        for form in forms:
            answer = client.get(address, query_string=query, headers={"Accept": f"image/png, {form};q=0.1"})
            assert (answer.status_code, answer.mimetype) == (200, form), path
            assert "Accept" in answer.vary
        browser = client.get(address, query_string=query, headers={"Accept": "text/html, */*;q=0.8"})
        assert browser.mimetype == "application/json"
