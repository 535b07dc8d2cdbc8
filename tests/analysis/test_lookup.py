"""The names of records that have ended lead to those that took their place."""

import pytest

from akkuri.analysis.lookup import find_actor, find_area, find_facility
from akkuri.errors import UsageError

from .cluster import facility, model_of

REPLACED = """
fac:old skos:prefLabel "Old hall"@en ; <http://purl.org/dc/terms/isReplacedBy> fac:new .
fac:new skos:prefLabel "New hall"@en ; skos:altLabel "Hall two" .
fac:wrong skos:prefLabel "Wrong hall"@en ; ak:withdrawn "2026-01-01" .
region:FI1A skos:prefLabel "Upland"@en ; ak:nuts2021 "FI19" .
"""


@pytest.fixture(scope="module")
def model():
    return model_of(facility("old") + facility("new") + facility("wrong") + REPLACED)


@pytest.mark.parametrize("written", ["Old hall", "fac-old", "New hall", "hall TWO", "new"])
def test_an_old_name_leads_to_the_successor(model, written):
    assert find_facility(model, written, "en") == "https://w3id.org/akkuri/id/facility/new"


def test_a_withdrawn_facility_is_not_found_but_what_is_like_it(model):
    with pytest.raises(UsageError, match=r"“Wrong hall” is not found .* New hall \(fac-new\)"):
        find_facility(model, "Wrong hall", "en")


def test_an_actor_is_one_of_the_model(model):
    with pytest.raises(UsageError, match="“Old hall” is not found"):
        find_actor(model, "Old hall", "en")


@pytest.mark.parametrize(
    ("written", "area"),
    [("Upland", "FI1A"), ("fi1a", "FI1A"), ("FI19", "FI1A"), ("Finland", "FI"), (None, "FI")],
)
def test_an_area_is_a_region_or_a_country_of_the_graph(model, written, area):
    assert find_area(model, written, "en") == area


def test_a_country_without_facilities_is_no_area(model):
    with pytest.raises(UsageError, match="“Sweden” is not found"):
        find_area(model, "Sweden", "en")
