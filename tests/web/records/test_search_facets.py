"""What the facets of the search count: what a facility does, not what money was given for."""

import csv
from collections import defaultdict

import pytest
from flask.testing import FlaskClient

from akkuri import resources
from akkuri.kinds.shown import path_of
from akkuri.release.opening import Release
from akkuri.search.entries import record_entries
from akkuri.search.graph import GraphStatements
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore


def table(name: str) -> list[dict[str, str]]:
    with (resources.data() / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def doing(column: str) -> dict[str, set[str]]:
    """Value → the facilities whose offerings or own production have it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in ("offerings", "production_capabilities"):
        for row in table(name):
            for value in filter(None, row.get(column, "").split(";")):
                found[value].add(row["facility_id"])
    return found


@pytest.fixture(scope="module")
def facets(national_release: Release) -> dict[str, dict[str, set[str]]]:
    """Facility → facet → ids of its values."""
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    graph = GraphStatements(store.select, national_release.settled(Settings()).names)
    return {
        "fac-" + entry.iri.rpartition("/")[2]: {
            name: {value.rpartition("/")[2] for value in values} for name, values in entry.facets.items()
        }
        for entry in record_entries(graph)
        if entry.kind == "facility"
    }


Facets = dict[str, dict[str, set[str]]]


def test_money_for_a_capability_makes_no_facility_have_it(facets: Facets) -> None:
    funded = {(r["facility_id"], c) for r in table("investments") for c in r["capabilities"].split(";") if c}
    expected = {(facility, c) for c, those in doing("capability").items() for facility in those}
    assert funded - expected, "some money is for a capability that the facility does not offer"
    found = {(facility, c) for facility, each in facets.items() for c in each.get("capability", ())}
    assert found == expected


def test_what_others_may_use_is_found_by_the_access_of_its_offerings(facets: Facets) -> None:
    wanted = {row["id"] for row in table("facilities") if "open" in row["access"].split(";")}
    wanted |= {row["facility_id"] for row in table("offerings") if "open" in row["access"].split(";")}
    assert {facility for facility, each in facets.items() if "open" in each.get("access", ())} == wanted


def test_a_class_in_a_path_is_read() -> None:
    (steps,) = path_of("^ak:facility[ak:Offering]/ak:capability").alternatives
    assert [(step.property, step.inverse, step.cls) for step in steps] == [
        ("ak:facility", True, "ak:Offering"),
        ("ak:capability", False, None),
    ]


def test_values_that_an_address_calls_the_same_are_counted_as_they_are_found(national: FlaskClient) -> None:
    """A facility that is planned and an investment that is planned have statuses of two schemes."""
    asked = "/api/search?q=akku&lang=fi&limit=1"
    statuses = national.get(asked).get_json()["facets"]["status"]
    values = [status["value"] for status in statuses]
    assert len(set(values)) == len(values)
    planned = next(status["count"] for status in statuses if status["value"] == "planned")
    both = national.get(f"{asked}&status=planned").get_json()
    assert both["total"] == planned
    assert {"facility", "investment"} <= set(both["kinds"])
