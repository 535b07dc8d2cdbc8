"""The analyses over HTTP: same names as the command line, problems in words, described in OpenAPI."""

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from flask.testing import FlaskClient

from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app


@pytest.fixture(scope="module")
def client(national_release: Release) -> FlaskClient:
    release, settings = national_release, Settings()
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return create_app(settings, Ask.over(store, settings), release).test_client()


def test_cells_in_json_and_csv(client: FlaskClient) -> None:
    document = client.get("/api/gaps?lang=fi").get_json()
    assert len(document["rows"]) == document["totals"]["cells"] == 77
    assert {"name": "stage_name", "title": "Vaihe"} in document["columns"]
    answer = client.get("/api/gaps?format=csv&state=single-operator")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    assert {row["state"] for row in rows} == {"single-operator"}
    assert all(row["sole_operator"].startswith("https://") for row in rows)


def test_the_format_by_accept_where_the_address_names_none(client: FlaskClient) -> None:
    csv_first = {"Accept": "text/csv; charset=utf-8, application/json;q=0.5"}
    plain, asked = client.get("/api/gaps"), client.get("/api/gaps", headers=csv_first)
    assert (plain.mimetype, asked.mimetype) == ("application/json", "text/csv")
    assert "Accept" in asked.vary
    assert plain.headers["ETag"] != asked.headers["ETag"]
    assert client.get("/api/gaps?format=json", headers=csv_first).mimetype == "application/json"
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/api/gaps", headers=browser).mimetype == "application/json"


def test_none_recorded_is_never_called_missing(client: FlaskClient) -> None:
    for lang, word in (("en", "missing"), ("fi", "puuttu"), ("sv", "sakna")):
        rows = client.get(f"/api/gaps?state=none-recorded&lang={lang}").get_json()["rows"]
        assert rows
        assert not any(word in row["state_name"].casefold() for row in rows)


def test_a_cell_leads_to_its_sources(client: FlaskClient) -> None:
    cell = client.get("/api/gaps/recycling/pyrometallurgy").get_json()
    assert cell["evidence"]
    for proof in cell["evidence"]:
        assert proof["sources"]
        assert all(source["url"].startswith("http") for source in proof["sources"])


def test_an_answer_is_kept_by_its_etag(client: FlaskClient) -> None:
    first = client.get("/api/gaps?show=coverage")
    again = client.get("/api/gaps?show=coverage", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/gaps?region=Atlantis", 400, "“Atlantis” is not found (Regions"),
        ("/api/gaps?stage=cel", 400, "“cel” is not found (Value-chain stages)"),
        ("/api/gaps?show=nothing", 400, "There is no table “nothing”"),
        ("/api/gaps?show=trend", 400, "earlier release"),
        ("/api/gaps?budget=0", 400, "expected more than zero"),
        ("/api/gaps?budget=-1", 400, "expected more than zero"),
        ("/api/gaps?budget=lots", 400, "budget is “lots”; expected a sum in euros"),
        ("/api/gaps?budget=NaN", 400, "expected a sum in euros"),
        ("/api/gaps?budget=1,200", 400, "write 1.2 or 1\u00a0200"),
        ("/api/gaps?budget=1e300", 400, "budget is “1e300”; expected less than 1,000,000,000,000,000 euros"),
        ("/api/gaps?budget=1e999", 400, "expected less than"),
        ("/api/gaps?budget=-1e300", 400, "expected less than"),
        ("/api/chain", 400, "Name the steps"),
        ("/api/chain?step=recycling", 400, "Steps given: 1; a chain has from 2 to 12"),
        ("/api/chain?step=recycling&step=recycling", 400, "leads from Recycling to itself"),
        ("/api/chain?step=recycling&step=raw-materials", 400, "Raw materials comes before Recycling"),
        ("/api/chain?step=nowhere&step=recycling", 400, "“nowhere” is not found"),
        ("/api/compare", 400, "Name two countries or regions"),
        ("/api/compare?one=FI&other=Suomi", 400, "Finland is compared with itself"),
        ("/api/compare?one=Uusimaa&other=Nyland", 400, "Uusimaa is compared with itself"),
        ("/api/compare?one=FI&other=Atlantis", 400, "“Atlantis” is not found"),
        (
            "/api/network?show=pairs&groups=cousins",
            400,
            "“cousins” is not found (groups). There are: family (with parents and siblings too)",
        ),
        ("/api/gaps?colour=red", 400, "Unknown parameter “colour”"),
        ("/api/gaps?format=pdf", 400, "Unknown format “pdf”"),
        ("/api/gaps/recycling/dry-room", 404, "does not expect"),
        ("/api/gaps/nowhere/dry-room", 404, "“nowhere” is not found"),
        ("/api/network?country=FI&since=1900&until=1901", 400, "No tie is left"),
        ("/api/network?since=2020&until=2019", 400, "begins in 2020 and ends in 2019"),
        ("/api/network?country=ZZ", 400, "“ZZ” is not found (Countries)"),
        ("/api/network?kind=friend", 400, "“friend” is not found"),
        ("/api/network?type=club", 400, "“club” is not found"),
        ("/api/network?top=0", 400, "top is “0”; expected a whole number, at least 1"),
        ("/api/network?show=facility", 400, "Name the facility"),
        ("/api/network?facility=Nowhere", 400, "“Nowhere” is not found (Facilities)"),
        ("/api/network?show=cut-off&without=Nobody", 400, "“Nobody” is not found (Organisations, Networks)"),
        ("/api/network?show=backtest&year=1950", 400, "No dated ties on both sides"),
        ("/api/network/path?from=vtt", 400, "needs both ends"),
        ("/api/network/path?from=vtt&to=VTT", 400, "to itself; expected two different ends"),
        ("/api/network?from=vtt&to=VTT", 400, "to itself; expected two different ends"),
        ("/api/gaps?show=resilience&groups=clan", 400, "“clan” is not found"),
        ("/api/network/path?from=vtt&to=Alto+University", 400, "Did you mean Aalto University (org-aalto)"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(
    client: FlaskClient, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert words in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "/api/network/path?from=vtt&to=Olematon&lang=fi",
            "to: ”Olematon” on tuntematon (Organisaatiot, Verkostot",
        ),
        ("/api/gaps?budget=-1&lang=fi", "Budjetti on -1; anna enemmän kuin nolla euroa."),
        (
            "/api/gaps?budget=1e300&lang=fi",
            "budget on ”1e300”; anna alle 1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000 euroa.",
        ),
        ("/api/gaps?budget=0&lang=sv", "Budgeten är 0; ange mer än noll euro."),
        (
            "/api/network?show=backtest&year=1950&lang=sv",
            "Det finns inga daterade band på båda sidor om 1950",
        ),
        ("/api/network?country=FI&until=1901&lang=fi", "Suodattimien sisälle ei jää yhtään sidettä"),
        (
            "/api/network?country=FI&until=1901&format=gexf&lang=fi",
            "Suodattimien sisälle ei jää yhtään sidettä",
        ),
    ],
)
def test_problems_speak_the_language_of_the_asker(client: FlaskClient, address: str, words: str) -> None:
    assert client.get(address).get_json()["detail"].startswith(words)


@pytest.mark.parametrize(
    ("lang", "body", "sentence"),
    [
        (
            "fi",
            "action,facility\nremove,fac-olematon\n",
            "Skenaarion rivi 2, facility: ”fac-olematon” on tuntematon (Infrastruktuurit).",
        ),
        (
            "sv",
            '[{"action": "add", "facility": "ny", "trl_min": 5, "trl_max": 3}]',
            "Scenariots steg 1: trl_min 5 är större än trl_max 3.",
        ),
    ],
)
def test_scenarios_are_refused_in_the_language_of_the_asker(
    client: FlaskClient, lang: str, body: str, sentence: str
) -> None:
    answer = client.post(f"/api/scenarios?lang={lang}", data=body)
    assert (answer.status_code, answer.get_json()["detail"]) == (422, sentence)


def test_scenario_in_json_and_csv_give_the_same(client: FlaskClient) -> None:
    steps = [{"action": "status", "facility": "fac-turku-uas-rikkova-test-cabinet", "status": "operational"}]
    first = client.post("/api/scenarios", data=json.dumps(steps), content_type="application/json").get_json()
    table = "action,facility,status\nstatus,fac-turku-uas-rikkova-test-cabinet,operational\n"
    second = client.post("/api/scenarios", data=table, content_type="text/csv").get_json()
    assert first == second
    assert first["totals"]["removed"] > 0
    assert first["totals"]["unpriced"] == [
        "https://w3id.org/akkuri/id/facility/turku-uas-rikkova-test-cabinet"
    ]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("", 400, "must be a scenario"),
        (b"\xff\xfe", 422, "has no rows"),
        (b"\xff\xff", 422, "no text in UTF-8"),
        ("[]", 422, "has no rows"),
        ("{", 422, "breaks off at line 1, column 2"),
        ("[" * 100_000, 422, "must be a list of steps"),
        ('[{"action": "remove", "facility": "fac-nowhere"}]', 422, "facility: “fac-nowhere” is not found"),
        (
            '[{"action": "remove", "facility": "fac-rami"},'
            ' {"action": "add", "facility": "fac-rami", "capability": "training"}]',
            422,
            "another row adds or changes",
        ),
    ],
)
def test_wrong_scenarios(client: FlaskClient, body: str | bytes, status: int, words: str) -> None:
    answer = client.post("/api/scenarios", data=body)
    assert answer.status_code == status
    assert words in answer.get_json()["detail"]


def test_scenario_form_lists_what_may_be_said(client: FlaskClient) -> None:
    form = client.get("/api/scenarios").get_json()
    assert form["columns"][:2] == ["action", "facility"]
    assert "operational" in form["values"]["status"]


def test_path_has_the_evidence_of_each_step(client: FlaskClient) -> None:
    document = client.get("/api/network/path?from=org-vtt&to=Umicore").get_json()
    steps = document["rows"]
    assert steps[0]["one"].endswith("/vtt")
    assert all(one["other"] == two["one"] for one, two in pairwise(steps))
    assert all(proof["sources"] for step in steps for proof in step["proof"])


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_files_open_in_other_libraries(client: FlaskClient, tmp_path: Path, form: str) -> None:
    content = client.get(f"/api/network?format={form}&country=FI").data
    file = tmp_path / f"network.{form}"
    file.write_bytes(content)
    other = nx.read_graphml(file) if form == "graphml" else nx.read_gexf(file)
    totals = client.get("/api/network?country=FI&top=1").get_json()["totals"]
    assert (other.number_of_nodes(), other.number_of_edges()) == (totals["actors"], totals["edges"])


def test_openapi_describes_every_route_and_parameter(client: FlaskClient) -> None:
    paths = client.get("/api/openapi.json").get_json()["paths"]
    for route in ("/api/gaps", "/api/gaps/{stage}/{capability}", "/api/network", "/api/network/path"):
        assert "get" in paths[route]
    assert "post" in paths["/api/scenarios"]
    shows = next(p for p in paths["/api/gaps"]["get"]["parameters"] if p["name"] == "show")["schema"]["enum"]
    for show in shows:
        assert client.get(f"/api/gaps?show={show}").status_code == (400 if show == "trend" else 200)
