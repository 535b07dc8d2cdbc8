"""Lists in the order that the address asks for, page by page, on the page and in the workbook."""

import io
import re
from html import unescape

from flask.testing import FlaskClient
from openpyxl import load_workbook

from akkuri.search.words import words


def names(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'<tr[^>]*>\s*<td[^>]*><a href="/doc/facility/([^"?]+)', body)


def test_a_list_by_name_goes_on_on_its_next_page_and_is_the_same_in_the_workbook(
    national: FlaskClient,
) -> None:
    pages = [national.get(f"/browse/facility?sort=name&lang=en&page={page}").text for page in (1, 2)]
    told = [label for page in pages for label in re.findall(r'<td data-label="Name"><a[^>]*>([^<]+)', page)]
    assert len(set(told)) > 100
    first = [words(unescape(name))[0] for name in told]
    assert first == sorted(first)
    sheet = load_workbook(
        io.BytesIO(national.get("/browse/facility.xlsx?sort=name&lang=en").data)
    ).worksheets[0]
    assert sheet.cell(2, 1).value == unescape(told[0])


def test_by_place_what_is_in_one_country_stands_together(national: FlaskClient) -> None:
    page = national.get("/browse/facility?sort=place&lang=en").text
    assert len(names(page)) > 50
    assert 'aria-current="true">by place' in page
    assert names(page) != names(national.get("/browse/facility?lang=en").text)


def test_an_order_that_there_is_not_is_told(national: FlaskClient) -> None:
    answer = national.get("/browse/facility?sort=%3Cb%3E&lang=en")
    assert answer.status_code == 200
    assert "&lt;b&gt;" in answer.text
    assert "<b>" not in answer.text
