"""Choosing a format from Accept: q-values, ranges, order, aliases."""

import pytest

from akkuri.errors import RequestError
from akkuri.store import GRAPHS, SOLUTIONS
from akkuri.web.http.negotiation import best, choose

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "xml"),
        ("text/csv, application/sparql-results+json", "csv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/*", "csv"),
        ("text/*;q=0.3, text/tab-separated-values", "tsv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("TEXT/CSV", "csv"),
        ("text/csv;header=present", "csv"),
        ("text/csv;q=nonsense", "csv"),
        (BROWSER, "xml"),
        ("*", "json"),
        ("text/csv;q=0.1, *;q=0.2", "json"),
        ("image/png", None),
        ("application/sparql-results+json;q=0", None),
        ("", None),
    ],
)
def test_solutions(accept: str, name: str | None) -> None:
    found = best(accept, SOLUTIONS)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("*/*", "turtle"),
        ("application/ld+json, text/turtle;q=0.9", "jsonld"),
        ("text/plain", "ntriples"),
        ("application/rdf+xml", "rdfxml"),
        ("application/sparql-results+json", None),
    ],
)
def test_graphs(accept: str, name: str | None) -> None:
    found = best(accept, GRAPHS)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("accept", [",", " , ;q=1"])
def test_an_accept_without_a_media_type_is_none(accept: str) -> None:
    assert choose("select", accept, None).name == "json"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("xml", "rdfxml"),
        ("rdf+xml", "rdfxml"),
        ("json-ld", "jsonld"),
        ("json", "jsonld"),
        ("n3", "turtle"),
        ("application/x-turtle", "turtle"),
    ],
)
def test_names_that_clients_send_for_graphs(sent: str, name: str) -> None:
    """SPARQLWrapper sends its return format as `format`, whatever it sends as Accept."""
    assert choose("construct", "*/*", sent).name == name


def test_no_accept_gives_the_default() -> None:
    assert choose("select", None, None).name == "json"
    assert choose("construct", None, None).name == "turtle"


@pytest.mark.parametrize("name", ["csv", "CSV", "text/csv"])
def test_the_format_parameter_wins(name: str) -> None:
    assert choose("select", "application/json", name).name == "csv"


def test_the_format_must_fit_the_query() -> None:
    with pytest.raises(RequestError, match="text/csv"):
        choose("select", None, "turtle")
