"""Routes that take a few parameters refuse others: who misspells one would believe that it was heeded."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/api/record?name=omega&knid=facility", "“knid”"),
        ("/api/record?name=omega&name=alpha", "omega, alpha"),
        ("/api/ask?q=who&langg=fi", "“langg”"),
        ("/api/ask?q=who&q=where", "who, where"),
        ("/api/suggest?q=om&kinds=facility", "“kinds”"),
        ("/api/suggest?q=om&q=al", "om, al"),
        ("/api/terms?langs=fi", "“langs”"),
        ("/api/terms?lang=fi&lang=sv", "fi, sv"),
    ],
)
def test_an_unknown_or_repeated_parameter_is_named(small: FlaskClient, address: str, told: str) -> None:
    answer = small.get(address)
    assert answer.status_code == 400
    assert told in answer.get_json()["detail"]


@pytest.mark.parametrize("name", ["queries", "extend"])
def test_what_is_no_json_is_told_without_words_of_a_library(small: FlaskClient, name: str) -> None:
    answer = small.get("/reconcile", query_string={name: '{"a": x}', "lang": "fi"})
    assert answer.status_code == 400
    assert answer.get_json()["detail"] == f"{name} ei ole JSONia: se katkeaa rivillä 1, sarakkeessa 7."
