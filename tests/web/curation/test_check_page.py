"""/check and /template: a file comes back with its findings, workbooks to fill in, and nothing is kept."""

import io
import json
import re
import tempfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from akkuri.errors import RequestError
from akkuri.texts import text
from akkuri.web.curation import apart

CSV = (
    "name_en,kind,description,source_ids,opened\nLine X,Laboratorio,A line.,https://www.vtt.fi/x,24.11.2026\n"
)


def sent(client: FlaskClient, content: bytes, name: str, wanted: str = "page", lang: str = "en"):
    form = {"file": (io.BytesIO(content), name), "as": wanted}
    return client.post(f"/check?lang={lang}", data=form, content_type="multipart/form-data")


def left() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("akkuri-sent-*"))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests leave for a moment beside these is not counted."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "is not a date"), ("fi", "ei ole päivämäärä"), ("sv", "inget datum")]
)
def test_a_file_is_told_on_a_page_in_the_language(hydrogen: FlaskClient, lang: str, said: str) -> None:
    before = left()
    undated = "Line Y,Laboratorio,A line.,https://www.vtt.fi/y,sometime\n"
    answer = sent(hydrogen, (CSV + undated).encode(), "facilities.csv", lang=lang)
    assert answer.status_code == 200
    assert said in answer.text
    # A day that can be guessed and one that cannot are one kind to a reader.
    kinds = re.findall(r'<tr><td>([^<]*)</td><th scope="row">([^<]*)</th>', answer.text)
    assert len(kinds) > 2
    assert len(kinds) == len(set(kinds))
    assert "2026-11-24" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert left() <= before


def test_it_comes_back_as_a_workbook_and_as_json(national: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(sent(national, CSV.encode(), "facilities.csv", "xlsx").data))
    assert "2026-11-24" in str(book["facilities"]["E2"].comment.text)
    document = json.loads(sent(national, CSV.encode(), "facilities.csv", "json").data)
    assert {"E2"} <= {finding["cell"] for finding in document["findings"]}


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("book.ods", b"x", 415),
        ("book.xlsm", b"x", 415),
        ("book.xlsx", b"this is no workbook", 200),
        ("book.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096), 200),
        ("../../facilities.csv", CSV.encode("utf-16"), 200),
    ],
)
def test_what_cannot_be_read_is_told(hydrogen: FlaskClient, name: str, content: bytes, status: int) -> None:
    answer = sent(hydrogen, content, name)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_another_form_than_there_are_is_told_and_not_taken_for_a_lacking_file(
    hydrogen: FlaskClient, lang: str
) -> None:
    answer = sent(hydrogen, CSV.encode(), "facilities.csv", "p<df", lang)
    assert answer.status_code == 400
    told = answer.json["detail"]
    assert "p<df" in told
    assert all(form in told for form in ("page", "xlsx", "json"))
    assert told != text(lang, "curation.web-no-file")


def test_a_request_without_a_file_is_400(national: FlaskClient) -> None:
    assert national.post("/check", data={}).status_code == 400
    assert national.get("/check?lang=sv").status_code == 200


def test_templates_are_made_of_the_release(national: FlaskClient) -> None:
    page = national.get("/template?lang=fi")
    assert "/template/facility.xlsx" in page.text
    answer = national.get("/template/facility.xlsx?lang=fi&record=fac-aalto-hydrometallurgy")
    book = load_workbook(io.BytesIO(answer.data))
    assert book["Infrastruktuurit"].max_row == 2
    assert national.get("/template/nothing.xlsx").status_code == 404
    assert national.get("/template/facility.xlsx?record=nothing-like-that").status_code == 404
    assert national.get("/template/facility.xlsx?record=%00").status_code == 404


def test_a_sheet_of_any_name_is_known_by_its_columns_and_its_formulas_come_back_as_texts(
    national: FlaskClient,
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Taul1"
    sheet.append(["Nimi englanniksi", "Laji", "Ylläpitäjät", "Kuvaus", "Lähteet"])
    sheet.append(["Zebra line", "Pilottilinja", "VTT", '=HYPERLINK("http://x")', "https://www.vtt.fi/new"])
    sheet.append(["Alpha line", "Pilottilinja", "VTT", "A line.", "https://www.vtt.fi/new"])
    sent_as = io.BytesIO()
    book.save(sent_as)
    answer = sent(national, sent_as.getvalue(), "Päiväkirja.xlsx", "xlsx", "fi")
    assert "filename*=UTF-8''P%C3%A4iv%C3%A4kirja.xlsx" in answer.headers["Content-Disposition"]
    back = load_workbook(io.BytesIO(answer.data))
    assert [cell.data_type for row in back["Taul1"] for cell in row if cell.value][-6:] == ["s"] * 6
    assert back["Taul1"]["D2"].data_type == "s"
    assert "kaava" in back["Taul1"]["D2"].comment.text
    said = [cell.comment.text for row in back["Taul1"] for cell in row if cell.comment]
    assert any("Julkaisija: VTT" in each and "Laji: Asianosainen" in each for each in said)
    assert not any("järjest" in each for each in said)


def test_a_csv_file_that_is_no_table_is_told_in_the_language(hydrogen: FlaskClient) -> None:
    answer = sent(hydrogen, b"a,b\n", "päivä.csv", lang="fi")
    assert answer.status_code == 422
    assert "päivä.csv: nimestä eikä sarakkeista näe" in answer.text
    assert "Infrastruktuurit (facilities)" in answer.text
    named = sent(hydrogen, CSV.encode(), "Laboratoriomme.csv", lang="fi")
    assert "2026-11-24" in named.text


@pytest.mark.parametrize(
    ("program", "bound", "status"),
    [("while True: pass", "SECONDS", 413), ("import signal; signal.pause()", "PATIENCE", 503)],
)
def test_computing_is_bounded_and_a_busy_machine_is_not_the_files_fault(
    hydrogen: FlaskClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    bound: str,
    status: int,
) -> None:
    (tmp_path / "akkuri.py").write_text(program)  # stands for the program, found first in the folder
    monkeypatch.setattr(apart, bound, 1)
    with hydrogen.application.test_request_context("/check"), pytest.raises(RequestError) as told:
        apart.program(tmp_path, "check")
    assert told.value.status == status
