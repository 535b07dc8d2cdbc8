"""One measure and one cutoff of likeness."""

import pytest

from akkuri.naming.did_you_mean import did_you_mean, nearest

KNOWN = [
    "fire-safety",
    "abuse-and-safety-testing",
    "pyrometallurgy",
    "hydrometallurgy",
    "Aalto University",
    "Oulu",
    "highest voltage",
]


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("pyrometalurgy", ["pyrometallurgy", "hydrometallurgy"]),
        ("University Aalto", ["Aalto University"]),
        ("OULO", ["Oulu"]),
        ("safety", ["fire-safety", "abuse-and-safety-testing"]),
        ("highest voltag", ["highest voltage"]),
        ("highest mileage", []),
        ("lowest voltage", []),
        ("sa", []),
        ("wholly different", []),
        ("", []),
    ],
)
def test_the_likest_come_first_and_nothing_unlike(wrong, near):
    assert nearest(wrong, KNOWN) == near


def test_no_more_than_asked_for():
    assert nearest("safety", KNOWN, 1) == ["fire-safety"]


def test_no_names_no_sentence():
    assert did_you_mean("en", []) == ""
    assert did_you_mean("en", ["a", "b"]) == " Did you mean a, b?"
