"""/query and /queries: answers as tables, errors as sentences, limits said aloud."""

import csv
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.ask.named.question import USERS
from akkuri.resources import data
from akkuri.web.page.site import Site

BROWSER = {"Accept": "text/html"}
PREFIX = "PREFIX ak: <https://w3id.org/akkuri/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "


def ask(client: FlaskClient, query: str, lang: str = "en") -> tuple[int, str]:
    answer = client.get(f"/query?lang={lang}&query={quote(query)}", headers=BROWSER)
    return answer.status_code, answer.text


def test_a_select_is_a_table_with_links_and_downloads(small: FlaskClient) -> None:
    status, page = ask(small, PREFIX + "SELECT ?f ?o { ?f ak:operator ?o }")
    assert status == 200
    assert "1 row." in page
    assert re.search(r'<td[^>]*><a href="/doc/organisation/omega\?lang=en" lang="fi"', page)
    assert "format=csv" in page
    assert "format=json" in page


def test_more_rows_than_a_page_holds_are_said_to_be_more(small_app: Flask) -> None:
    client = small_app.test_client()
    client.get("/")
    site: Site = small_app.extensions["akkuri_site"]
    kept = site.settings
    site.settings = replace(kept, page_rows=7)
    try:
        _, many = ask(client, PREFIX + "SELECT ?e { ?e a ak:Equipment }")
        _, exact = ask(client, PREFIX + "SELECT ?e { ?e a ak:Equipment } LIMIT 7")
    finally:
        site.settings = kept
    assert "first 7 rows of more" in many
    assert many.partition("<tbody>")[2].count("<tr>") == 7
    assert "7 rows." in exact


def test_ask_and_construct_have_their_forms(small: FlaskClient) -> None:
    _, page = ask(small, PREFIX + "ASK { ?f ak:operator ?o }", "fi")
    assert '<p class="truth">kyllä</p>' in page
    _, page = ask(small, PREFIX + "CONSTRUCT { ?f ak:operator ?o } WHERE { ?f ak:operator ?o }")
    assert "PREFIX" in page or "@prefix" in page
    assert "omega" in page


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT ?x WHERE { ?x ?y }", 400, "Line 1, column"),
        ("SELECT ?x { ?x foo:bar ?y }", 400, "foo"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", 400, "update"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 403, "SERVICE"),
    ],
)
def test_a_wrong_query_gets_one_sentence(small: FlaskClient, query: str, status: int, words: str) -> None:
    found, page = ask(small, query)
    assert found == status
    alert = page.partition('role="alert">')[2].partition("</p>")[0]
    assert words in alert
    assert "Traceback" not in page


def test_the_query_stays_in_the_editor(small: FlaskClient) -> None:
    _, page = ask(small, "SELECT ?x { ?x ?y <z> </textarea> }")
    assert page.count("</textarea>") == 1
    assert "&lt;/textarea&gt;" in page


def test_the_ready_made_questions_are_listed_in_the_language(
    national: FlaskClient, national_app: Flask
) -> None:
    page = national.get("/queries?lang=fi", headers=BROWSER).text
    site: Site = national_app.extensions["akkuri_site"]
    assert len(site.catalogue) >= 40
    for query in site.catalogue:
        assert f'href="/queries/{query.path}?lang=fi"' in page
        assert query.none("fi"), f"{query.path} does not say what an empty answer means"
    assert "Mitä infrastruktuureja on" in page


def test_every_ready_made_question_has_a_page_with_rows(national: FlaskClient, national_app: Flask) -> None:
    national.get("/")
    for query in national_app.extensions["akkuri_site"].catalogue:
        answer = national.get(f"/queries/{query.path}?lang=sv", headers=BROWSER)
        assert answer.status_code == 200, query.path
        if query.may_be_empty is None:
            assert "<tbody>" in answer.text, query.path


def test_a_parameter_restricts_the_rows(national: FlaskClient) -> None:
    def rows(query: str) -> int:
        page = national.get(f"/queries/directory/facilities{query}", headers=BROWSER).text
        return int(re.search(r"([\d,]+) rows\.", page)[1].replace(",", ""))  # type: ignore[index]

    assert 0 < rows("?country=SE") < rows("")


def test_a_wrong_parameter_is_400_with_a_sentence(national: FlaskClient) -> None:
    answer = national.get("/queries/directory/facilities?capability=nothing-such&lang=fi", headers=BROWSER)
    assert answer.status_code == 400
    assert "nothing-such" in answer.text.partition('role="alert">')[2].partition("</p>")[0]


def test_an_unknown_question_is_404_with_the_closest(national: FlaskClient) -> None:
    answer = national.get("/queries/directory/facilites", headers=BROWSER)
    assert answer.status_code == 404
    assert 'href="/queries/directory/facilities"' in answer.text


def test_a_short_question_gets_an_address_to_share(small: FlaskClient) -> None:
    answer = small.post("/query?lang=fi", data={"query": "ASK {}"}, headers=BROWSER)
    assert answer.status_code == 303
    assert answer.location == "/query?query=ASK+%7B%7D&lang=fi"


def test_a_question_too_long_for_an_address_is_answered_all_the_same(small: FlaskClient) -> None:
    query = f"SELECT ?x WHERE {{ VALUES ?x {{ {'7 ' * 5000} 8 }} FILTER(?x = 8) }}"
    answer = small.post("/query", data={"query": query}, headers=BROWSER)
    assert answer.status_code == 200
    assert "<td" in answer.text


def test_an_empty_page_says_what_is_not_known_and_links_to_the_wider_question(national) -> None:
    page = national.get("/queries/directory/cyclers?current=100000&country=FI&lang=sv", headers=BROWSER).text
    assert "Ingen källa anger Ström (A) för dessa" in page
    link = re.search(r'<li><a href="(/queries/directory/cyclers[^"]*)">Utan ', page)
    assert link
    wider = national.get(link[1].replace("&amp;", "&"), headers=BROWSER).text
    assert "<table" in wider


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_questions_are_filtered_by_who_asks_and_by_words(national: FlaskClient, lang: str) -> None:
    def asked(**params: str) -> set[str]:
        page = national.get("/queries", query_string={"lang": lang, **params})
        assert page.status_code == 200
        return set(re.findall(r'<dt><a href="/queries/([^"?]+)', page.text))

    every = asked()
    by_user = [asked(user=user) for user in USERS]
    assert set().union(*by_user) == every
    assert all(0 < len(found) < len(every) for found in by_user)
    assert "gaps/single-operator" in asked(user="money")
    assert "directory/open-to-others" in asked(user="test")
    word = {"en": "region", "fi": "maakun", "sv": "landskap"}[lang]
    assert "directory/by-region" in asked(q=word) < every
    assert asked(q="zzz") == set()


def test_who_does_not_ask_is_refused(national: FlaskClient) -> None:
    answer = national.get("/queries?user=%3Cb%3E&lang=en")
    assert answer.status_code == 400
    assert "expected one of test, money, keep, data" in answer.text


def test_years_and_units_are_written_as_people_do(national: FlaskClient) -> None:
    ties = national.get("/queries/network/strong-ties?lang=en").text
    years = re.findall(r'<td data-label="First year"[^>]*><span>([^<]+)', ties)
    assert years
    assert all(re.fullmatch(r"\d{4}", year) for year in years)
    values = national.get("/queries/directory/specifications?lang=en").text
    units = set(re.findall(r'<td data-label="Unit"[^>]*><span>([^<]+)', values))
    assert {"ha", "°C"} <= units
    assert not {"har", "Cel"} & units


def test_where_being_in_use_counts_it_is_said_of_whom_no_source_tells(small: FlaskClient) -> None:
    told = "mikään lähde ei kerro, lasketaan toiminnassa olevaksi"
    browser = {"Accept": "text/html"}
    page = small.get("/queries/directory/open-to-others?lang=fi", headers=browser).text
    assert page.partition("</head>")[2].count(told) == 1  # it stood in the summary and below it
    assert told not in small.get("/queries/network/members?lang=fi", headers=browser).text


def test_numbers_by_region_say_that_facilities_without_one_are_left_out(national: FlaskClient) -> None:
    """A reader who adds the regions up gets fewer than the front page tells."""
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        running = [
            row
            for row in csv.DictReader(file)
            if row["country"] == "FI" and row["status"] in ("operational", "") and not row["withdrawn"]
        ]
    placed = sum(bool(row["region"]) for row in running)
    address = "/api/queries/directory/by-region?lang=en&format=csv"
    rows = list(csv.DictReader(national.get(address).text.splitlines()))
    assert sum(int(row["inUse"]) for row in rows) == placed < len(running)
    for page in ("/queries/directory/by-region", "/gaps/regions"):
        assert "region nobody recorded are left out" in national.get(f"{page}?lang=en").text


@pytest.mark.parametrize(
    ("lang", "sentence", "without"),
    [
        ("en", "nothing would be lost", "Without Facility = VTT Bioruukki piloting centre"),
        ("fi", "mitään ei menetettäisi", "Ilman ehtoa Infrastruktuuri = VTT Bioruukki -pilotointikeskus"),
        ("sv", "ingenting gå förlorat", "Utan Anläggning = VTT Bioruukki, pilotcenter"),
    ],
)
def test_no_row_means_what_the_question_says_and_records_are_named(
    national: FlaskClient, lang: str, sentence: str, without: str
) -> None:
    page = national.get(f"/queries/gaps/one-facility?facility=fac-vtt-bioruukki&lang={lang}").text
    assert sentence in page
    assert without in page


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Few laboratories publish"), ("fi", "Harva laboratorio"), ("sv", "Få laboratorier")],
)
def test_an_empty_answer_says_what_it_means(national: FlaskClient, lang: str, said: str) -> None:
    page = national.get(f"/queries/directory/instruments?country=IS&lang={lang}", headers=BROWSER).text
    assert said in page


@pytest.mark.parametrize(
    ("lang", "written", "chosen", "named"),
    [("fi", "ruotsi", "SE", "Ruotsi"), ("sv", "SE", "SE", "Sverige"), ("en", "Chile", "CL", "Chile")],
)
def test_a_country_is_chosen_by_its_name(
    national: FlaskClient, lang: str, written: str, chosen: str, named: str
) -> None:
    page = national.get(f"/queries/directory/facilities?country={written}&lang={lang}", headers=BROWSER).text
    field = re.search(r'<select id="p-country".*?</select>', page, re.DOTALL)
    assert field is not None
    assert f'<option value="{chosen}" selected>{named}</option>' in field[0]
    options = re.findall(r'<option value="([A-Z]{2})"', field[0])
    assert len(options) == len(set(options)) > 20


def test_numbers_stand_at_the_right_and_comparisons_are_signs(national: FlaskClient) -> None:
    page = national.get("/queries/directory/specifications?type=battery-cycler&lang=en", headers=BROWSER).text
    headings = re.findall(r'<th scope="col"( class="num")?>([^<]*)<', page)
    assert {heading for numeric, heading in headings if numeric} >= {"Value"}
    assert {heading for numeric, heading in headings if not numeric} >= {"Unit", "Facility"}
    whole = national.get("/queries/directory/specifications?lang=fi", headers=BROWSER).text
    signs = set(re.findall(r'data-label="Vertailu"><span>([^<]*)<', whole))
    assert {"≤", "≥", "–"} <= signs <= {"=", "≤", "≥", "–", "≈"}


def test_whatever_has_a_closed_list_is_chosen(national: FlaskClient) -> None:
    """What is written is records, numbers, dates and texts; what is chosen is known by its name too."""
    national.get("/")
    site: Site = national.application.extensions["akkuri_site"]
    written = {"record", "text", "number", "integer", "date"}
    for item in site.catalogue:
        page = national.get(f"/queries/{item.path}?lang=fi").text
        for param in item.params.values():
            assert (f'<input id="p-{param.name}"' in page) is (param.type in written), (item.path, param.name)
    for path, named in (("changed?recordkind=hanke", "project"), ("publishers?language=ruotsi", "sv")):
        page = national.get(f"/queries/quality/{path}&lang=fi").text
        assert f'<option value="{named}" selected>' in page


def test_columns_that_no_row_fills_are_named_and_not_shown(national: FlaskClient) -> None:
    with (data() / "equipment.csv").open(encoding="utf-8", newline="") as table:
        found = [
            row for row in csv.DictReader(table) if row["equipment_type"] == "scanning-electron-microscope"
        ]
    assert found
    assert not any(row["manufacturer"] or row["model"] for row in found)
    asked = "/queries/directory/instruments?lang=en&type="
    page = national.get(f"{asked}scanning-electron-microscope").text
    assert "No row has anything recorded under: Maker, Model." in page
    headings = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert headings
    assert not {"Maker", "Model"} & set(headings)
    whole = national.get("/queries/directory/instruments?lang=en").text
    assert {"Maker", "Model"} <= set(re.findall(r'<th scope="col"[^>]*>(.*?)</th>', whole))
    assert "No row has anything recorded" not in whole


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_a_page_has_no_column_for_machines(national: FlaskClient, lang: str) -> None:
    """What files sort by and what they call a thing's address say nothing to people."""
    for path in ("gaps/open-by-stage", "gaps/countries", "gaps/no-pilot-scale", "gaps/cells"):
        page = national.get(f"/queries/{path}?lang={lang}").text
        headings = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
        assert headings
        assert not [heading for heading in headings if "IRI" in heading]
        assert not {"Order", "Järjestys", "Ordning"} & set(headings)


def test_values_are_drawn_where_all_have_one_parameter_and_one_unit(national: FlaskClient) -> None:
    asked = "/queries/directory/specifications?lang=en"
    one = national.get(f"{asked}&parameter=rated_power&unit=kW&min=300")
    assert one.status_code == 200
    answer = national.get(
        "/api/queries/directory/specifications?parameter=rated_power&unit=kW&min=300&format=json&lang=en"
    ).get_json()["rows"]
    units = {row["unitCode"] for row in answer}
    assert ('<figure class="chart' in one.text) == (len(units) == 1)
    assert units == {"kW"}
    assert "Value (Rated power, kW)" in one.text
    values = [row["value"] for row in answer]
    assert len(values) > 2
    assert values == sorted(values, reverse=True)
    mixed = national.get(asked).text
    assert '<figure class="chart' not in mixed


@pytest.mark.parametrize(
    "asked",
    [
        "offerings?capability=pack-testing",
        "training?country=FI",
        "instruments?type=scanning-electron-microscope",
        "specifications?parameter=rated_power",
    ],
)
def test_who_asks_where_is_shown_where(national: FlaskClient, asked: str) -> None:
    page = national.get(f"/queries/directory/{asked}&lang=en").text
    answer = national.get(f"/api/queries/directory/{asked}&lang=en&format=json").get_json()["rows"]
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as table:
        placed = {
            row["id"].removeprefix("fac-")
            for row in csv.DictReader(table)
            if row["country"] == "FI" and row["lat"]
        }
    found = {row["facility"].rpartition("/")[2] for row in answer} & placed
    told = re.search(r"([0-9]+) facilit(?:y|ies) in [0-9]+ place", page.partition('<figure class="map"')[2])
    assert told
    assert int(told[1]) == len(found)
