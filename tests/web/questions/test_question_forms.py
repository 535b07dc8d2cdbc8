"""The forms of the questions: what a person types is understood, or refused at its field in one sentence."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkuri.texts import LANGUAGES

NEAR = "/queries/directory/near"
OPENED = "/queries/directory/opened"
INVESTMENTS = "/queries/gaps/planned-investments"


def refusal(page: str) -> str:
    found = re.search(r'<p class="notice bad" id="error" role="alert">(.*?)</p>', page, re.DOTALL)
    return unescape(found[1]) if found else ""


def control(page: str, name: str) -> str:
    found = re.search(rf'<(?:input|select) id="[pf]-{name}"[^>]*>', page)
    assert found is not None, name
    return found[0]


def hint(page: str, name: str) -> str:
    found = re.search(rf'<small id="h-{name}">(.*?)</small>', page)
    return unescape(found[1]) if found else ""


def rows(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.get_json()["rows"]
    return found


@pytest.mark.parametrize(
    ("path", "asked", "lang", "name", "sentence"),
    [
        (
            NEAR,
            {"km": "abc"},
            "fi",
            "km",
            "Etäisyys (km) on ”abc”; anna luku, yksikkönä km, esimerkiksi 200.",
        ),
        (NEAR, {"km": "0"}, "sv", "km", "Avstånd (km) är ”0”; ange ett tal, minst 0,1."),
        (NEAR, {"km": "-5"}, "en", "km", "Distance (km) is “-5”; expected a number, at least 0.1."),
        (NEAR, {"municipality": "Oulux"}, "fi", "municipality", "Kunta: ”Oulux” on tuntematon"),
        ("/queries/directory/offerings", {"trl": "12"}, "fi", "trl", "TRL on ”12”; anna luku väliltä 1–9."),
        (INVESTMENTS, {"min": "-1"}, "fi", "min", "Vähintään (euroa) on ”-1”; anna luku, vähintään 0."),
        (OPENED, {"since": "13/13/2026"}, "fi", "since", "Alkaen on ”13/13/2026”; anna päivä, kuukausi tai"),
    ],
)
def test_a_refusal_names_the_field_and_marks_it(
    national: FlaskClient, path: str, asked: dict[str, str], lang: str, name: str, sentence: str
) -> None:
    answer = national.get(path, query_string={**asked, "lang": lang})
    assert answer.status_code == 400
    assert refusal(answer.text).startswith(sentence)
    field = control(answer.text, name)
    assert 'aria-invalid="true"' in field
    assert re.search(r'aria-describedby="error\b', field)
    assert answer.text.count('aria-invalid="true"') == 1
    assert asked[name] in field or f'<option value="{asked[name]}" selected>' in answer.text, "what was typed"
    told = national.get("/api" + path, query_string={**asked, "lang": lang}).get_json()
    assert told["parameters"] == [name]


@pytest.mark.parametrize(
    ("path", "asked", "lang", "ways"),
    [
        (NEAR, {"km": "1.500"}, "fi", ("1,5", "1 500")),
        (NEAR, {"km": "1,500"}, "en", ("1.5", "1 500")),
        (NEAR, {"km": "12.345"}, "sv", ("12,3450", "12 345")),
        (INVESTMENTS, {"min": "1.500 M€"}, "fi", ("1 500 000", "1 500 000 000")),
        (OPENED, {"since": "4/3/2026"}, "fi", ("4.3.2026", "3.4.2026")),
        (OPENED, {"until": "4/3/2026", "since": "2020"}, "en", ("4 Mar 2026", "3 Apr 2026")),
    ],
)
def test_what_can_be_read_in_two_ways_is_told_with_both_and_either_is_then_understood(
    national: FlaskClient, path: str, asked: dict[str, str], lang: str, ways: tuple[str, str]
) -> None:
    answer = national.get(path, query_string={**asked, "lang": lang})
    assert answer.status_code == 400
    sentence = refusal(answer.text).replace("\u00a0", " ")
    assert all(way in sentence for way in ways), sentence
    name = next(iter(asked))
    for way in ways:
        again = national.get(path, query_string={**asked, name: way, "lang": lang})
        assert again.status_code == 200, way


def test_a_program_writes_decimals_with_a_point(national: FlaskClient) -> None:
    near = rows(national.get("/api" + NEAR + "?municipality=Oulu&km=1.500"))
    far = rows(national.get("/api" + NEAR + "?municipality=Oulu&km=1500"))
    assert len(near) < len(far)


def test_sums_of_money_have_no_thousandths(national: FlaskClient) -> None:
    assert national.get("/api" + INVESTMENTS + "?min=1.500").status_code == 400
    assert national.get("/api/gaps?show=investments&budget=1.500").status_code == 400


def test_a_default_beginning_gives_way_to_an_earlier_end(national: FlaskClient) -> None:
    alone = rows(national.get("/api" + OPENED + "?until=2020"))
    both = rows(national.get("/api" + OPENED + "?since=1800&until=2020"))
    assert alone == both
    assert alone
    assert max(row["opened"] for row in alone)[:4] <= "2020"
    assert national.get("/api" + OPENED + "?until=2020").get_json()["params"]["since"] is None
    assert 'value=""' in control(national.get(OPENED + "?until=2020").text, "since")
    assert 'value="2024"' in control(national.get(OPENED).text, "since")
    later = national.get("/api" + OPENED + "?until=2025").get_json()
    assert later["params"]["since"] == "2024"


def test_both_ends_the_wrong_way_round_are_both_marked(national: FlaskClient) -> None:
    page = national.get(OPENED + "?since=2020&until=2019&lang=fi").text
    assert refusal(page).startswith("Alkaen on ”2020” ja Saakka on ”2019”")
    assert all('aria-invalid="true"' in control(page, name) for name in ("since", "until"))


@pytest.mark.parametrize(
    "address", [NEAR + "?km=5&km=6", "/network/bridges?since=2020&since=2021", "/compare?one=FI&one=SE"]
)
def test_a_field_that_is_given_twice_is_not_guessed(national: FlaskClient, address: str) -> None:
    answer = national.get(address)
    assert answer.status_code == 400
    assert "is given several values" in refusal(answer.text)
    assert answer.text.count('aria-invalid="true"') == 1


@pytest.mark.parametrize("written", ["ß", "ﬁ", "Æ", "№"])
def test_a_sign_that_stands_for_letters_is_no_code_of_a_country(national: FlaskClient, written: str) -> None:
    answer = national.get("/api/queries/directory/facilities", query_string={"country": written})
    assert answer.status_code == 400
    assert written in answer.get_json()["detail"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_for_a_number_says_what_is_written_in_it(national: FlaskClient, lang: str) -> None:
    told = national.get("/api/queries").get_json()["queries"]
    numeric = [
        (query["query"], param["name"])
        for query in told
        for param in query["params"]
        if param["type"] in ("number", "integer", "date")
    ]
    assert numeric
    for path, name in numeric:
        page = national.get(f"/queries/{path}?lang={lang}&{name}=nothing").text  # refused: nothing is counted
        assert hint(page, name), (path, name)
        assert f'aria-describedby="error h-{name}"' in control(page, name)
        assert refusal(page).rstrip(".").endswith(hint(page, name)), path


@pytest.mark.parametrize(("lang", "word"), [("en", "euros"), ("fi", "euro"), ("sv", "euro")])
def test_sums_say_euros(national: FlaskClient, lang: str, word: str) -> None:
    page = national.get(f"{INVESTMENTS}?lang={lang}").text
    for name in ("min", "max"):
        assert word in hint(page, name)
        label = re.search(rf'<label for="p-{name}">(.*?)</label>', page)
        assert label is not None
        assert word in label[1]
