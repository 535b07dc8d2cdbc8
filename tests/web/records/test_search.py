"""Search: any part of any name, whatever the accents, and how many of each kind."""

import re

import pytest
from flask.testing import FlaskClient

from akkuri.web.records.search_index import fold

BROWSER = {"Accept": "text/html"}


def hits(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"/search?{query}", headers=BROWSER).text
    return re.findall(r'href="([^"]+)"', page.partition('<ol class="hits"')[2].partition("</ol>")[0])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hämeenlinna", "hameenlinna"),
        ("Åbo  Akademi", "abo akademi"),
        ("SMØRE-brød", "smore brod"),
        (" Ⅳ ", "iv"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "query", ["q=älpha", "q=ALPHA", "q=lpha-lab", "q=laboratorio", "q=espoo", "q=lab+alph"]
)
def test_a_record_is_found_by_any_part_of_any_name_or_its_place(small: FlaskClient, query: str) -> None:
    assert "/doc/facility/alpha" in hits(small, query)


def test_other_names_and_acronyms_count(small: FlaskClient) -> None:
    assert hits(small, "q=omg") == ["/doc/organisation/omega"]
    assert hits(small, "q=hameenlinna") == ["/doc/organisation/omega"]


def test_concepts_are_found_in_every_language(small: FlaskClient) -> None:
    assert "/concept/capability/testing" in hits(small, "q=provning")


def test_kinds_are_counted_and_can_be_chosen(small: FlaskClient) -> None:
    page = small.get("/search?q=laboratory", headers=BROWSER).text
    counts = dict(re.findall(r'kind=([a-z]+)"[^>]*>[^<]*<span class="n">(\d+)</span>', page))
    assert counts == {"facility": "3"}
    assert len(hits(small, "q=a&kind=organisation")) == 1


def test_the_hits_are_paged(small: FlaskClient) -> None:
    found = [link for page in range(1, 6) for link in hits(small, f"q=device&page={page}")]
    assert len(found) == len(set(found)) == 230


def test_nothing_found_and_nothing_asked_are_pages(small: FlaskClient) -> None:
    for query in ("q=zzzz", "q=", "", "q=%00", "q=" + "x" * 5000, "q=%EF%BF%BD"):
        assert small.get(f"/search?{query}", headers=BROWSER).status_code == 200
        assert hits(small, query) == []


def test_the_national_graph_finds_its_own(national: FlaskClient) -> None:
    assert hits(national, "q=vtt")[0] == "/doc/organisation/vtt"
    assert "/concept/municipality/" in hits(national, "q=karleby")[0]
