"""What stands first in a search: places beside concepts, lower values, names of which something is asked."""

import csv

import pytest
from flask.testing import FlaskClient

from akkuri.resources import data


def hits(client: FlaskClient, **params: str) -> list[dict[str, str]]:
    answer = client.get("/api/search", query_string={"limit": "5", **params})
    assert answer.status_code == 200
    return list(answer.json["hits"])


def having() -> dict[str, set[str]]:
    """Facility → ids of what the tables say that it can, has, or is a part of."""
    found: dict[str, set[str]] = {}
    for table, facility, columns in (
        ("facilities", "id", ("stages", "capabilities")),
        ("offerings", "facility_id", ("capability", "stages")),
        ("equipment", "facility_id", ("type",)),
        ("production_capabilities", "facility_id", ("capability",)),
    ):
        with (data() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                values = [
                    part for name in columns for part in (row.get(name) or "").replace(";", " ").split()
                ]
                found.setdefault(row[facility].partition("-")[2], set()).update(values)
    return found


@pytest.mark.parametrize(
    ("lang", "typed"),
    [
        ("fi", "akkutestaus"),
        ("en", "battery testing"),
        ("sv", "batteritestning"),
        ("fi", "kennojen valmistus"),
    ],
)
def test_places_that_have_a_concept_stand_behind_two_of_them(
    national: FlaskClient, lang: str, typed: str
) -> None:
    found = hits(national, q=typed, lang=lang)
    assert [hit["kind"] for hit in found[:2]] == ["concept", "concept"]
    places = [hit for hit in found[2:] if hit["kind"] == "facility"]
    assert len(places) >= 2
    assert not any(hit.get("status") in ("Closed", "Cancelled", "Suljettu", "Stängd") for hit in places[:2])
    concepts = {hit["iri"].rpartition("/")[2] for hit in found[:2]}
    assert all(concepts & having()[hit["iri"].rpartition("/")[2]] for hit in places[:2])


@pytest.mark.parametrize("typed", ["1000 V cycler", "climate chamber -90 °C"])
def test_where_nothing_reaches_a_value_what_has_the_words_shows_what_it_has(
    national: FlaskClient, typed: str
) -> None:
    document = national.get("/api/search", query_string={"q": typed, "lang": "en", "limit": "5"}).json
    assert document["hits"][0]["values"]
    assert any("the nearest first" in remark for remark in document["remarks"])
    assert not any("/unit/" in hit["iri"] for hit in document["hits"])


@pytest.mark.parametrize(
    ("lang", "typed", "iri"),
    [
        ("sv", "adress GTK", "organisation/gtk"),
        ("fi", "VTT hinnasto", "organisation/vtt"),
        ("en", "AkkuSer opening hours", "organisation/akkuser"),
    ],
)
def test_what_is_asked_of_a_name_hides_it_not(national: FlaskClient, lang: str, typed: str, iri: str) -> None:
    assert any(hit["iri"].endswith(iri) for hit in hits(national, q=typed, lang=lang)[:3])


@pytest.mark.parametrize(("lang", "said"), [("en", "Tesla"), ("fi", "lähteissä"), ("sv", "källorna")])
def test_a_name_that_only_a_source_has_is_told_as_such(national: FlaskClient, lang: str, said: str) -> None:
    document = national.get("/api/search", query_string={"q": "Tesla", "lang": lang}).json
    assert {hit["kind"] for hit in document["hits"]} == {"source"}
    assert [remark for remark in document["remarks"] if said in remark]


def test_words_that_count_are_no_words_of_a_need(national: FlaskClient) -> None:
    """“many” led to needs in whose texts it stands."""
    assert {hit["kind"] for hit in hits(national, q="how many battery projects")} <= {"project", "concept"}
