"""`akkuri search`: hits on stdout, remarks on stderr."""

import csv
import io
import json

import pytest
from tests.program import akkuri, inside

from akkuri.release.opening import Release
from akkuri.store import EmbeddedStore


def test_hits_are_rows(national_release: Release) -> None:
    found = akkuri("search", "climate", "chamber", "--release", national_release.folder, "--format", "csv")
    assert found.returncode == 0
    names = [row["name"] for row in csv.DictReader(io.StringIO(found.stdout))]
    assert names[0] == "Climate chamber"


def test_a_search_in_words_loads_no_graph(national_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmbeddedStore, "of_release", lambda *_: pytest.fail("is loaded"))
    code, told = inside(
        "search", "climate", "chamber", "--release", national_release.folder, "--format", "csv"
    )
    assert code == 0
    assert "Climate chamber" in told


def test_a_wrong_filter_is_one_sentence(national_release: Release) -> None:
    found = akkuri("search", "x", "--filter", "country", "--release", national_release.folder)
    assert found.returncode == 2
    assert "name=value" in found.stderr


def test_a_sentence_is_answered(national_release: Release) -> None:
    found = akkuri("ask", "who owns Terrafame", "--release", national_release.folder, "--format", "csv")
    assert found.returncode == 0
    assert "network/ownership organisation=org-terrafame" in found.stderr
    assert "Terrafame" in found.stdout


def test_what_a_sentence_asks_is_explained_and_nothing_else_said(national_release: Release) -> None:
    """A sentence that is answered has no reason for a refusal, whose text was looked for in vain."""
    code, told = inside("ask", "who owns Terrafame", "--explain", "--release", national_release.folder)
    assert code == 0
    explained = json.loads(told)
    assert explained["question"] == "network/ownership"
    assert explained["parameters"] == {"organisation": "org-terrafame"}
    assert "refused" not in explained


def test_a_what_if_is_answered_as_the_site_does(national_release: Release) -> None:
    asked = "What if an additive manufacturing lab were built in Vaasa for 2 million euros?"
    code, told = inside("ask", asked, "--format", "json", "--release", national_release.folder)
    assert code == 0
    answer, _ = json.JSONDecoder().raw_decode(told[told.index("{") :])
    assert answer["view"] == "what-if"
    assert answer["totals"]["amount_eur"] == 2_000_000
    assert {row["capability"] for row in answer["rows"]} == {"additive-manufacturing"}


def test_what_is_not_known_is_refused(national_release: Release) -> None:
    found = akkuri("ask", "what is the weather tomorrow", "--release", national_release.folder)
    assert found.returncode == 2
    assert found.stdout == ""
    assert "weather" in found.stderr


def test_an_identifier_finds_its_record(national_release: Release) -> None:
    found = akkuri("search", "04b181w54", "--release", national_release.folder, "--format", "csv")
    assert [row["iri"] for row in csv.DictReader(io.StringIO(found.stdout))] == [
        "https://w3id.org/akkuri/id/organisation/vtt"
    ]
