"""Every table can be taken away as a workbook that says what it is, from where and of which release."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

ADDRESSES = [
    "/api/queries/gaps/single-operator",
    "/api/gaps?show=cells",
    "/api/network?show=measures",
    "/api/search?q=dry+room",
    "/browse/facility.xlsx",
    "/browse/facility.xlsx?status=planned",
    "/doc/organisation/vtt.xlsx",
    "/gaps/use-and-charging/data-platform.xlsx",
    "/map.xlsx?area=FI&region=FI1D5",
    "/brief/region/FI1D5.xlsx",
    "/gaps/inquiry.xlsx",
    "/release.xlsx",
    "/query.xlsx?query=SELECT+*+%7B+%3Fs+a+%3Chttps://w3id.org/akkuri/ontology%23Facility%3E+%7D",
    "/network/picture.xlsx?around=VTT",
    "/concept/capability/hydrometallurgy.xlsx",
    "/api/what-if?capability=additive-manufacturing&stages=cell-components&scale=pilot&access=open",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_table_comes_as_a_typed_workbook(national: FlaskClient, address: str) -> None:
    joint = "&" if "?" in address else "?"
    asked = address if ".xlsx" in address else f"{address}{joint}format=xlsx"
    joint = "&" if "?" in asked else "?"
    answer = national.get(f"{asked}{joint}lang=fi")
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    book = load_workbook(io.BytesIO(answer.data))
    first, last = book.worksheets[0], book.worksheets[-1]
    assert first.max_row > 1
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)
    facts = {row[0].value: row[1].value for row in last}
    assert facts["Lisenssi"] == "CC BY 4.0"
    assert facts["Julkaisu"]
    assert "lang=fi" in facts["Osoite"]


@pytest.mark.parametrize("address", [each for each in ADDRESSES if ".xlsx" in each])
def test_what_comes_as_a_workbook_comes_as_csv_for_spreadsheets(national: FlaskClient, address: str) -> None:
    joint = "&" if "?" in address else "?"
    answer = national.get(f"{address.replace('.xlsx', '.csv')}{joint}lang=fi")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    book = load_workbook(io.BytesIO(national.get(f"{address}{joint}lang=fi").data))
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    sheets = book.worksheets[:-1]
    titles = 2 * len(sheets) - 1 if len(sheets) > 1 else 0
    assert len(lines) == sum(sheet.max_row for sheet in sheets) + titles
    assert [cell.value for cell in sheets[0][1]] in lines[:2]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/api/queries/network/programmes?format=xlsx&lang=en", "the sum is no total"),
        ("/api/gaps?show=needs&format=xlsx&lang=fi", "Osittain täytetty: sellaista ei ole nimetty"),
        ("/api/network?show=measures&top=3&format=xlsx&lang=sv", "De första 3 av"),
    ],
)
def test_a_workbook_says_how_its_numbers_count(national: FlaskClient, address: str, said: str) -> None:
    """Who has the file alone reads what the page of the answer says, and that it has the first rows only."""
    last = load_workbook(io.BytesIO(national.get(address).data)).worksheets[-1]
    assert said in " ".join(str(cell.value) for row in last.iter_rows() for cell in row)


def test_numbers_are_numbers(national: FlaskClient) -> None:
    answer = national.get("/api/queries/directory/by-region?format=xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert any(isinstance(cell.value, int) for cell in sheet[2])


def test_codes_have_what_they_are_called_beside_them(national: FlaskClient) -> None:
    """As on the page of the question: countries by name, concepts and records by their labels, once each."""
    answer = national.get("/api/queries/directory/coming?format=xlsx&lang=fi")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    place = headings.index("Maa")
    assert headings[place + 1] == "Maa, nimi"
    assert {(row[place].value, row[place + 1].value) for row in sheet.iter_rows(min_row=2)} >= {
        ("FI", "Suomi")
    }
    assert not any(heading.endswith(", nimi") for heading in headings if not heading.startswith("Maa"))
    query = "PREFIX+ak:<https://w3id.org/akkuri/ontology%23>+SELECT+?f+?k+{?f+ak:facilityKind+?k}+ORDER+BY+?f"
    sheet = load_workbook(io.BytesIO(national.get(f"/query.xlsx?query={query}&lang=sv").data)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["f", "f, namn", "k", "k, namn"]
    assert "Laboratorium" in {row[3].value for row in sheet.iter_rows(min_row=2)}


def test_a_list_is_whole(national: FlaskClient) -> None:
    sheet = load_workbook(io.BytesIO(national.get("/browse/equipment.xlsx").data)).worksheets[0]
    page = national.get("/browse/equipment?lang=en").get_data(as_text=True)
    assert f'<span class="n">{sheet.max_row - 1:,}</span>' in page


@pytest.mark.parametrize("query", ["ASK+%7B%7D", "SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D", "SELECT+nothing", ""])
def test_what_is_no_table_or_too_long_is_refused(national: FlaskClient, query: str) -> None:
    assert national.get(f"/query.xlsx?query={query}").status_code == 400


@pytest.mark.parametrize(
    ("lang", "none", "heading"), [("fi", "Ei tietoja", "Puutteet"), ("sv", "Inget registrerat", "Brister")]
)
def test_a_workbook_of_an_analysis_names_what_it_counts(
    national: FlaskClient, lang: str, none: str, heading: str
) -> None:
    book = load_workbook(io.BytesIO(national.get(f"/api/gaps?show=cells&format=xlsx&lang={lang}").data))
    headings, *rows = book.worksheets[0].iter_rows(values_only=True)
    told = {row[headings.index(heading)] for row in rows} - {None}
    assert any(none in each for each in told)
    assert not any(re.search("[a-z]-[a-z]", each) for each in told), "no ids"
    assert book.properties.creator == "Akkuri"


def test_cells_of_an_analysis_are_named_in_its_workbook(national: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(national.get("/api/gaps?show=investments&format=xlsx&lang=fi").data))
    headings, *rows = book.worksheets[0].iter_rows(values_only=True)
    told = [row[headings.index("Solut")] for row in rows]
    assert any("Toinen elämä (uudelleenkäyttö): Purku ja esikäsittely" in (each or "") for each in told)
    as_json = national.get("/api/gaps?show=investments").get_json()
    assert any("second-life/dismantling-and-pretreatment" in row["cells"] for row in as_json["rows"])
