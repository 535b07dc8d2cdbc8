"""Words that mean the same come out the same, in every language and shortened."""

import pytest

from akkuri.link.text.normalise import content, fold
from akkuri.link.text.segment import parse


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Aalto-yliopisto", ["aalto", "university"]),
        ("Aalto Univ.", ["aalto", "university"]),
        ("University of Helsinki", ["university", "helsinki"]),
        ("Yrkeshögskolan Novia", ["university", "applied", "science", "novia"]),
        ("Novia University of Applied Sciences", ["novia", "university", "applied", "science"]),
        ("Seinäjoen ammattikorkeakoulu Oy", ["seinajoen", "university", "applied", "science"]),
        ("Outotec Oyj", ["outotec"]),
        ("Northvolt AB", ["northvolt"]),
        ("BASF GmbH", ["basf"]),
        ("VTT Ltd", ["vtt"]),
        ("St. Jude Children’s Research Hospital", ["saint", "jude", "children", "research", "hospital"]),
        ("M. D. Anderson", ["md", "anderson"]),
        ("Universität Zürich", ["university", "zurich"]),
        ("The", ["the"]),
        ("", []),
    ],
)
def test_content(written: str, words: list[str]) -> None:
    assert content(written) == words


def test_fold_keeps_other_scripts() -> None:
    assert fold("Ångström Łódź 北京") == "angstrom lodz 北京"


def test_segments_words_and_signs() -> None:
    parsed = parse("Dept. of Chemistry, Aalto Univ., FI-02150 Espoo, Finland; VTT Ltd")
    assert parsed.words == ["department", "chemistry", "aalto", "university", "espoo", "finland", "vtt"]
    assert parsed.segment == [0, 0, 1, 1, 2, 3, 4]
    assert parsed.part == [True, False, False, False, False]
    assert parsed.kind == [False, True, False, False, False]
    assert parsed.company
    assert {"dept", "univ"} <= parsed.dotted
    assert "vtt" in parsed.acronyms


@pytest.mark.parametrize(
    "text", ["", "  ", ",;,", "#TAB#", "12345", "\u202e\ud7ff", "a" * 100_000, "x, " * 5000]
)
def test_any_text_is_parsed(text: str) -> None:
    parsed = parse(text)
    assert len(parsed.words) == len(parsed.segment) == len(parsed.linked) == len(parsed.spelled)


def test_address_of_a_site_is_kept() -> None:
    assert parse("someone@aalto.fi, https://www.abo.fi/en").hosts == {"aalto.fi", "abo.fi"}
