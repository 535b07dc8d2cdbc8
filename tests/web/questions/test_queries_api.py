"""`/api/queries` and `/api/openapi.json`."""

import csv
import io
import re

import pytest
from openapi_spec_validator import validate

from akkuri.settings import Settings


@pytest.fixture
def client(national):
    return national


def test_the_list_has_every_query_in_the_language_asked_for(client):
    listed = client.get("/api/queries", headers={"Accept-Language": "fi"}).get_json()
    assert len(listed["queries"]) >= 40
    assert [group["title"] for group in listed["groups"]] == [
        "Hakemisto",
        "Verkosto",
        "Puutteet",
        "Tietojen laatu",
    ]
    entry = next(item for item in listed["queries"] if item["query"] == "gaps/single-operator")
    assert entry["title"] == "Mitkä kyvykkyydet ovat yhden ainoan ylläpitäjän varassa?"
    assert client.get(entry["url"]).status_code == 200


def test_json_has_columns_rows_and_links(client):
    found = client.get("/api/queries/gaps/open-by-stage?lang=sv").get_json()
    assert found["columns"][1] == {"name": "stageName", "title": "Led"}
    assert {row["stageName"] for row in found["rows"]} > {"Återvinning", "Råvaror"}
    assert "status ingen källa uppger räknas som i drift" in found["summary"], "how the numbers count"
    assert all(isinstance(row["openAt"], int) for row in found["rows"])
    assert found["params"] == {"lang": "sv", "country": "FI", "region": None}
    for link in found["links"].values():
        assert client.get(link).status_code == 200, link


def test_pages_of_rows_follow_one_another_without_loss(client):
    everything = client.get("/api/queries/directory/facilities?limit=500").get_json()
    assert everything["more"] is False
    assert client.get("/api/queries/directory/facilities").get_json()["limit"] == Settings().page_rows
    collected, address = [], "/api/queries/directory/facilities?limit=100"
    while address:
        part = client.get(address).get_json()
        assert len(part["rows"]) <= 100
        collected += part["rows"]
        address = part["links"].get("next")
    assert collected == everything["rows"]
    assert len(collected) > 100


def test_csv_is_clean_and_begins_with_a_byte_order_mark_only_when_asked(client):
    plain = client.get("/api/queries/gaps/open-by-stage?format=csv")
    assert plain.content_type == "text/csv; charset=utf-8"
    assert not plain.data.startswith(b"\xef\xbb\xbf")
    assert client.get("/api/queries/gaps/open-by-stage?format=csv&bom=1").data == b"\xef\xbb\xbf" + plain.data
    rows = list(csv.DictReader(io.StringIO(plain.get_data(as_text=True))))
    assert len(rows) == 11


def test_csv_has_all_rows_and_a_limit_exactly_so_many(client):
    def rows(query):
        answer = client.get(f"/api/queries/directory/facilities?format=csv{query}")
        return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))

    assert len(rows("")) > 100
    assert rows("&limit=3&offset=2") == rows("")[2:5]


def test_accept_chooses_the_format(client):
    def kind(accept):
        return client.get("/api/queries/gaps/coverage", headers={"Accept": accept}).mimetype

    assert kind("text/csv") == "text/csv"
    assert kind("application/sparql-results+json") == "application/sparql-results+json"
    assert kind("*/*") == "application/json"


def test_the_text_is_the_query_that_was_run(client):
    text = client.get("/api/queries/gaps/single-operator?format=rq&region=Lappi")
    assert text.mimetype == "application/sparql-query"
    answer = client.post("/sparql", data=text.data, content_type="application/sparql-query")
    rows = client.get("/api/queries/gaps/single-operator?region=Lappi").get_json()["rows"]
    assert len(answer.get_json()["results"]["bindings"]) == len(rows) > 0


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        (
            "gaps/single-operater",
            404,
            "There is no query “gaps/single-operater”. Did you mean gaps/single-operator",
        ),
        ("gaps/single-operator?region=Lapi", 400, "Did you mean Lapland (FI1D7)?"),
        ("gaps/single-operator?regoin=x", 400, "has no parameter “regoin”"),
        ("gaps/single-operator?country=FI&country=SE", 400, "country is given several values (FI, SE)"),
        ("gaps/single-operator?lang=xx", 400, "expected one of en, fi, sv"),
        ("gaps/coverage?format=pdf", 400, "expected one of json, csv"),
        ("gaps/coverage?limit=0", 400, "a limit above zero"),
        ("gaps/coverage?limit=-1", 400, "not negative"),
        ("gaps/coverage?offset=x", 400, "not negative"),
        ("network/growth?limit=99999999999999999999", 400, "expected a whole number"),
    ],
)
def test_errors_are_problems_with_one_sentence(client, path, status, detail):
    answer = client.get(f"/api/queries/{path}")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert problem["status"] == status
    assert detail in problem["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_answer_known_already_is_304(client):
    first = client.get("/api/queries/gaps/coverage")
    again = client.get("/api/queries/gaps/coverage", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/api/queries/gaps/coverage?lang=fi")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_openapi_is_valid_and_has_a_path_for_every_query(client):
    document = client.get("/api/openapi.json").get_json()
    validate(document)
    listed = {item["url"] for item in client.get("/api/queries").get_json()["queries"]}
    assert listed < set(document["paths"])
    operation = document["paths"]["/api/queries/directory/near"]["get"]
    names = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert names["km"]["schema"] == {"type": "number", "default": 200.0}
    assert {"format", "limit", "offset", "bom", "lang"} <= set(names)


def test_openapi_says_what_json_answers_are_and_that_empty_parameters_are_fine(client):
    described = client.get("/api/openapi.json").get_json()["paths"]["/api/queries/gaps/countries"]["get"]
    content = described["responses"]["200"]["content"]
    schema = content["application/sparql-results+json"]["schema"]
    assert (schema["type"], set(schema["required"])) == ("object", {"head", "results"})
    assert content["text/csv"]["schema"] == {"type": "string"}
    country = next(item for item in described["parameters"] if item["name"] == "country")
    assert re.fullmatch(country["schema"]["pattern"], "")
    assert client.get("/api/queries/gaps/countries?country=").status_code == 200


def test_an_empty_answer_says_what_is_not_known_and_offers_the_wider_question(client):
    answer = client.get("/api/queries/directory/cyclers?lang=fi&current=100000&country=FI").get_json()
    assert answer["rows"] == []
    assert answer["notKnown"][0]["count"] == len(answer["notKnown"][0]["names"]) > 0
    assert answer["notKnown"][0]["sentence"].startswith("Mikään lähde ei kerro tietoa ”Virta (A)” näistä")
    for offer in answer["wider"]:
        assert len(client.get(offer["link"] + "&limit=500").get_json()["rows"]) == offer["rows"]


def test_a_choice_is_described_and_refused_with_what_may_be_chosen(client):
    paths = client.get("/api/openapi.json").get_json()["paths"]
    parameters = paths["/api/queries/quality/unlinked"]["get"]["parameters"]
    schema = next(item["schema"] for item in parameters if item["name"] == "identifier")
    assert schema["enum"] == ["ror", "wikidata", "isni", "pic", "business-id"]
    refused = client.get("/api/queries/quality/unlinked?identifier=orcid")
    assert refused.status_code == 400
    assert "business-id" in refused.get_json()["detail"]
