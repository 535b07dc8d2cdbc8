"""How complete a record is: its page, the API and the declaration of its kind say the same."""

import re

import pytest
from flask.testing import FlaskClient

from akkuri.kinds import shared_kinds


@pytest.mark.parametrize("kind", ["facility", "organisation", "project", "equipment", "investment", "gap"])
def test_the_page_of_a_record_says_what_the_api_says(national: FlaskClient, kind: str) -> None:
    rows = national.get(f"/api/gaps?show=filled-records&kind={kind}&top=5000").get_json()["rows"]
    assert {row["fields"] for row in rows} == {len(shared_kinds()[kind].expected)}
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        page = national.get(
            f"/doc/{kind}/{row['record'].rpartition('/')[2]}", headers={"Accept": "text/html"}
        )
        bar = re.search(r'<progress value="(\d+)" max="(\d+)">', page.text)
        assert bar is not None
        assert (int(bar[1]), int(bar[2])) == (row["fields_filled"], row["fields"])
        assert ("Not told:" in page.text) is bool(row["lacking"])


def test_a_kind_without_declared_fields_is_refused_and_has_no_bar(national: FlaskClient) -> None:
    answer = national.get("/api/gaps?show=filled-records&kind=collaboration")
    assert answer.status_code == 400
    assert "“collaboration” is not found (Kinds of record)" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("lang", "called"),
    [
        ("en", {"Place", "Description", "Access", "TRL", "Capability", "Contact"}),
        ("fi", {"Paikka", "Kuvaus", "Käyttötapa", "TRL", "Kyvykkyys", "Yhteydenotto"}),
        ("sv", {"Plats", "Beskrivning", "Tillgångsform", "TRL", "Förmåga", "Kontakt"}),
    ],
)
def test_fields_are_called_what_they_hold(national: FlaskClient, lang: str, called: set[str]) -> None:
    """What a facility can do is no "facility it belongs to", and no name is the end of an IRI."""
    row = national.get(f"/api/gaps?show=filled&lang={lang}").get_json()["rows"][0]
    assert called <= {each.partition(":")[0] for each in row["told_of"]}
    lacking = national.get(f"/api/gaps?show=filled-records&kind=facility&lang={lang}").get_json()["rows"]
    names = {name for each in lacking for name in each["lacking"]}
    assert not names & {"addressLocality", "description", "homepage"}
