"""/api/ask: when something began, who does a deed, what is closed or not open, one word alone, a value."""

import csv

import pytest
from flask.testing import FlaskClient

from akkuri.resources import data


def asked(client: FlaskClient, sentence: str, lang: str):
    answer = client.get("/api/ask", query_string={"q": sentence, "lang": lang})
    assert answer.status_code == 200
    return answer.json


@pytest.mark.parametrize(
    ("lang", "sentence", "record"),
    [
        ("en", "when was Akkuser founded", "org-akkuser"),
        ("en", "how many employees does GTK have", "org-gtk"),
        ("fi", "minä vuonna Keliber perustettiin", "org-keliber"),
        ("fi", "missä VTT:n akkulaboratorio sijaitsee", "fac-vtt-battery-laboratory"),
        ("sv", "när öppnades VTT:s batterilaboratorium", "fac-vtt-battery-laboratory"),
        ("sv", "hur många anställda har GTK", "org-gtk"),
    ],
)
def test_when_where_and_how_large_a_record_is_stands_on_its_page(
    national: FlaskClient, lang: str, sentence: str, record: str
) -> None:
    found = asked(national, sentence, lang)
    assert (found["question"], found["parameters"]) == ("record", {"id": record})


@pytest.mark.parametrize(
    ("lang", "sentence", "capability"),
    [
        ("fi", "mitkä yritykset valmistavat kennoja", "cell-assembly"),
        ("fi", "mitkä yritykset testaavat akkuja", "electrochemical-testing"),
        ("en", "which companies make cells", "cell-assembly"),
        ("en", "CT scan of cells", "materials-characterisation"),
        ("sv", "saltdimma korrosionstest", "environmental-testing"),
    ],
)
def test_a_deed_and_its_thing_name_the_capability(
    national: FlaskClient, lang: str, sentence: str, capability: str
) -> None:
    assert asked(national, sentence, lang)["parameters"]["capability"] == capability


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fi", "mitkä tehtaat on suljettu"),
        ("fi", "mitkä laboratoriot on lakkautettu"),
        ("en", "which labs were closed"),
        ("sv", "vilka fabriker har lagts ner"),
    ],
)
def test_what_is_closed_is_listed_and_is_not_in_house(
    national: FlaskClient, lang: str, sentence: str
) -> None:
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        closed = {row["id"].partition("-")[2] for row in csv.DictReader(file) if row["status"] == "closed"}
    found = asked(national, sentence, lang)
    assert found["question"] == "directory/facilities"
    listed = national.get(found["answer"], headers={"Accept": "application/json"}).get_data(as_text=True)
    assert found["parameters"] == {"status": "closed"}
    assert any(f"/facility/{name}" in listed for name in closed)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "labs that are not open to outsiders"),
        ("fi", "laboratoriot jotka eivät ole avoinna ulkopuolisille"),
        ("sv", "labb som inte är öppna för utomstående"),
    ],
)
def test_what_is_not_open_is_not_what_is_open(national: FlaskClient, lang: str, sentence: str) -> None:
    assert asked(national, sentence, lang)["question"] == "gaps/in-house-only"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("fi", "missä 350 kW latausta voi kokeilla"), ("en", "where can I try 350 kW charging")],
)
def test_a_value_is_asked_for_whatever_stage_it_is_of(
    national: FlaskClient, lang: str, sentence: str
) -> None:
    found = asked(national, sentence, lang)
    assert found["question"] == "directory/specifications"
    assert (found["parameters"]["min"], found["parameters"]["unit"]) == ("350", "kW")


@pytest.mark.parametrize(("lang", "word"), [("en", "battery"), ("fi", "akku"), ("sv", "batteri")])
def test_the_word_for_what_the_cluster_is_about_leads_to_its_search(
    national: FlaskClient, lang: str, word: str
) -> None:
    assert asked(national, word, lang)["parameters"] == {"text": word}


@pytest.mark.parametrize(("lang", "word"), [("en", "pizza"), ("en", "weather"), ("fi", "jäätelö")])
def test_a_word_that_nothing_has_is_refused(national: FlaskClient, lang: str, word: str) -> None:
    assert "refused" in asked(national, word, lang)


@pytest.mark.parametrize(
    ("lang", "sentence", "since"),
    [
        ("en", "how many projects are running", None),
        ("fi", "montako hanketta on käynnissä", None),
        ("sv", "vilka projekt pågår just nu", None),
        ("en", "which projects were running in 2023", "2023"),
        ("fi", "hankkeet, jotka olivat käynnissä vuonna 2023", "2023"),
    ],
)
def test_what_runs_now_is_what_runs_on_the_day_of_the_release(
    national: FlaskClient, lang: str, sentence: str, since: str | None
) -> None:
    found = asked(national, sentence, lang)
    day = national.get("/manifest.json").json["issued"][:10]
    assert found["question"] == "directory/projects"
    assert found["parameters"] == ({"since": since} if since else {"since": day, "until": day})


@pytest.mark.parametrize(
    ("lang", "sentence", "scheme"),
    [
        ("en", "accredited laboratories", "accreditation"),
        ("fi", "akkreditoidut laboratoriot", "accreditation"),
        ("sv", "ackrediterade laboratorier", "accreditation"),
        ("en", "who has an ISO 9001 certificate", "iso-9001"),
        ("fi", "kenellä on ISO 14001 -sertifikaatti", "iso-14001"),
    ],
)
def test_who_is_accredited_or_certified(national: FlaskClient, lang: str, sentence: str, scheme: str) -> None:
    found = asked(national, sentence, lang)
    assert (found["question"], found["parameters"]) == ("directory/accreditations", {"scheme": scheme})
