"""`akkuri import`: additions and corrections go into the tables, all or none, with the least difference."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from akkuri.curation.writing import JOURNAL, replace_all, sole_writer
from akkuri.errors import AkkuriError, UsageError
from akkuri.tables.spreadsheet_csv import spreadsheet_csv
from program import akkuri, near

PAGE = "https://example.org/another-page"


@pytest.fixture(scope="module")
def new_cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "data"
    assert near("init", folder).returncode == 0
    return folder


@pytest.fixture
def data(new_cluster: Path, tmp_path: Path) -> Path:
    """A cluster of its own for a test."""
    return Path(shutil.copytree(new_cluster, tmp_path / "data"))


def state(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*")) if file.is_file()}


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def sent(folder: Path, table: str, *lines: dict[str, str]) -> Path:
    file = folder / f"{table}.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(dict.fromkeys(n for line in lines for n in line)), restval="")
        writer.writeheader()
        writer.writerows(lines)
    return file


NEW = {
    "name_en": "New laboratory",
    "kind": "Laboratorio",
    "operator_ids": "Example University",
    "description": "A laboratory.",
    "country": "FI",
    "region": "Uusimaa",
    "status": "Toiminnassa",
    "source_ids": PAGE,
}


def test_a_table_as_spreadsheets_have_it_goes_in_exactly(data: Path) -> None:
    """Byte order mark, semicolons, decimal commas, texts made safe: what csv-excel writes is read back."""
    before = state(data)
    old = rows(data, "equipment_parameters")
    assert old
    old[0]["value_max"] = "2.5"
    exact = sent(data.parent, "equipment_parameters", *old)
    assert akkuri("import", exact, "--data", data).returncode == 0
    wanted = state(data)
    assert wanted["equipment_parameters.csv"] != before["equipment_parameters.csv"]
    shutil.rmtree(data)
    data.mkdir()
    for name, content in before.items():
        (data / name).write_bytes(content)
    cells = [{name: float(cell) if cell == "2.5" else cell for name, cell in row.items()} for row in old]
    for_people = data.parent / "people" / "equipment_parameters.csv"
    for_people.parent.mkdir()
    for_people.write_bytes(spreadsheet_csv(list(old[0]), cells, "fi"))
    assert b"2,5" in for_people.read_bytes()
    done = near("import", for_people, "--data", data)
    assert done.returncode == 0, done.stderr
    assert state(data)["equipment_parameters.csv"] == wanted["equipment_parameters.csv"]


def test_a_submission_goes_in_with_ids_made_and_lines_added_only(data: Path, tmp_path: Path) -> None:
    before = state(data)
    files = [
        sent(tmp_path, "facilities", NEW),
        sent(
            tmp_path,
            "collaborations",
            {
                "from_id": "New laboratory",
                "to_id": "Example company",
                "type": "agreement",
                "source_ids": PAGE,
            },
        ),
    ]
    result = near("import", *files, "--data", data)
    assert result.returncode == 0, result.stderr
    facility = next(row for row in rows(data, "facilities") if row["name_en"] == "New laboratory")
    assert (facility["id"], facility["kind"], facility["nuts3"]) == (
        "fac-new-laboratory",
        "laboratory",
        "FI1B1",
    )
    page = next(row for row in rows(data, "sources") if row["url"] == PAGE)
    assert facility["source_ids"] == page["id"]
    link = next(row for row in rows(data, "collaborations") if row["source_ids"] == page["id"])
    assert link["id"] == "col-fac-new-laboratory-agreement-org-example-company"
    assert "Facility New laboratory (fac-new-laboratory)" in result.stdout
    assert f"Sources: {PAGE} ({page['id']})" in result.stdout
    assert "Operators: Example University (org-example-university)" in result.stdout
    for name, content in before.items():
        after = (data / name).read_bytes().splitlines()
        assert [line for line in content.splitlines() if line not in after] == [], name
    ids = [row["id"] for row in rows(data, "facilities")]
    assert ids == sorted(ids)
    assert near("check", data).returncode == 0
    assert near("import", files[1], sent(tmp_path, "facilities", facility), "--data", data).stdout.startswith(
        "Rows added: 0, changed: 0"
    )


def test_a_correction_changes_its_cells_only(data: Path, tmp_path: Path) -> None:
    old = next(row for row in rows(data, "facilities") if row["id"] == "fac-example-laboratory")
    change = {
        **{n: old[n] for n in ("id", "name_en", "kind", "description", "source_ids")},
        "homepage": "https://example.org/lab",
    }
    result = near("import", sent(tmp_path, "facilities", change), "--data", data, "--format", "json")
    assert ["homepage" in each["cells"] for each in json.loads(result.stdout)] == [True]
    new = next(row for row in rows(data, "facilities") if row["id"] == "fac-example-laboratory")
    assert {name for name in new if new[name] != old[name]} <= {"homepage", "modified"}
    assert new["homepage"] == "https://example.org/lab"


def test_codes_of_closed_lists_are_told_by_what_they_are_called(data: Path, tmp_path: Path) -> None:
    file = sent(
        tmp_path,
        "facilities",
        {**NEW, "country": "FI", "lat": "60.17", "lon": "24.94", "geo_precision": "municipality"},
    )
    result = near("import", file, "--data", data, "--dry-run", "--lang", "fi")
    assert "Suomi (FI)" in result.stdout
    assert "kunnan keskipiste (municipality)" in result.stdout


def test_a_dry_run_and_a_violation_change_nothing(data: Path, tmp_path: Path) -> None:
    before = state(data)
    assert near("import", sent(tmp_path, "facilities", NEW), "--data", data, "--dry-run").returncode == 0
    assert state(data) == before
    wrong = near("import", sent(tmp_path, "facilities", {**NEW, "kind": "nothing"}), "--data", data)
    assert (wrong.returncode, state(data)) == (1, before)
    assert "facilities.csv:2:kind" in wrong.stderr
    assert near("import", tmp_path / "book.ods", "--data", data).returncode == 2


def test_an_import_that_is_killed_leaves_all_or_nothing(data: Path, tmp_path: Path) -> None:
    before = state(data)
    file = sent(tmp_path, "facilities", NEW)
    command = [sys.executable, "-m", "akkuri", "import", str(file), "--data", str(data)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(data.glob(".*")):
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.wait(60)
    while time.monotonic() < deadline:  # until the last of its processes has let the folder go
        with suppress(UsageError), sole_writer(data):  # what the next import does first
            break
    after = state(data)
    assert not any(data.glob(".*"))
    assert after == before or (
        "New laboratory" in after["facilities.csv"].decode() and PAGE in after["sources.csv"].decode()
    )


def test_what_a_journal_had_decided_is_finished(data: Path) -> None:
    (data / ".sources.csv.new").write_text("id,url\n", encoding="utf-8")
    (data / JOURNAL).write_text('["facilities.csv", "sources.csv"]', encoding="utf-8")
    facilities = (data / "facilities.csv").read_bytes()
    with sole_writer(data):
        pass
    assert (data / "sources.csv").read_text(encoding="utf-8") == "id,url\n"
    assert (data / "facilities.csv").read_bytes() == facilities
    assert not any(data.glob(".*"))


def test_a_full_disk_leaves_the_tables_as_they_were(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(data)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("akkuri.curation.writing.os.fsync", full)
    with pytest.raises(AkkuriError), sole_writer(data):
        replace_all(data, {"facilities.csv": "id\n", "sources.csv": "id\n"})
    monkeypatch.undo()
    assert state(data) == before


def place(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def fill(sheet: Worksheet, number: int, **cells: str) -> None:
    titles = {name.replace("_", " "): value for name, value in cells.items()}
    for title, value in titles.items():
        sheet.cell(number, place(sheet, title), value)


def test_the_journey_of_a_newcomer(data: Path, tmp_path: Path) -> None:
    """Template, ten slips, check, repair, one round of messages, import, build."""
    book_file = tmp_path / "book.xlsx"
    assert akkuri("template", "facility", book_file, "--data", data).returncode == 0
    book = load_workbook(book_file)
    sheet, parameters = book["Facilities"], book["Facility specifications"]
    line = {
        "Name_in_English": "Coating line ",
        "Kind": "Pilottilinja",
        "Operators": "Example University",
        "Sources": PAGE,
        "Country_code": "FI",
        "NUTS_3_code": "Uusimaaaa",
        "Latitude": "60,17",
        "Longitude": "24,9",
        "Precision_of_the_point": "municipality",
        "Status": "Operational",
        "Opened": "24.11.2026",
    }
    fill(sheet, 2, **line)
    fill(sheet, 3, **{**line, "Description": "A line."})
    fill(
        parameters,
        2,
        Facility="Coating line",
        Parameter="Rated power",
        Comparison="=",
        Value="300 kW",
        Sources=PAGE,
    )
    parameters.cell(2, place(parameters, "Unit (UCUM)"), "kW")
    book.save(book_file)

    first = akkuri("check", book_file, "--data", data, "--fix")
    assert first.returncode == 1
    told = first.stdout.split("\n\n")[0].splitlines()
    columns = {said.split(":")[2].partition(" (")[0] for said in told if "!Facilities:" in said}
    assert columns >= {
        "description",
        "name_en",
        "nuts3",
    }
    assert "Repairs made: " in first.stderr

    book = load_workbook(book_file)
    sheet = book["Facilities"]
    sheet.delete_rows(3)
    fill(sheet, 2, Description="A line for coating.", NUTS_3_code="Uusimaa")
    book.save(book_file)
    second = akkuri("check", book_file, "--data", data)
    assert second.returncode == 0, second.stdout
    taken = akkuri("import", book_file, "--data", data)
    assert taken.returncode == 0, taken.stderr
    built = akkuri("build", "--data", data, "--out", tmp_path / "release")
    assert built.returncode == 0, built.stderr
    assert "facility/coating-line" in (tmp_path / "release" / "current" / "graph.nq").read_text(
        encoding="utf-8"
    )
    assert [
        row["value"] for row in rows(data, "facility_parameters") if row["parameter"] == "rated_power"
    ] == ["300"]


def test_what_a_correction_breaks_in_other_rows_is_refused(data: Path, tmp_path: Path) -> None:
    """A mother that is made the daughter of her daughter leads in a circle from both of them."""
    there = rows(data, "organisations")
    (tmp_path / "first").mkdir()
    one = {**there[0], "id": "", "name_en": "First of two", "parent_id": there[0]["id"], "source_ids": PAGE}
    assert near("import", sent(tmp_path / "first", "organisations", one), "--data", data).returncode == 0
    before = state(data)
    other = {"id": there[0]["id"], "parent_id": "org-first-of-two"}
    refused = near("import", sent(tmp_path, "organisations-new", other), "--data", data)
    assert refused.returncode == 1
    (line,) = [line for line in refused.stderr.splitlines() if line.startswith("organisations.csv:")]
    assert "parent_id" in line
    assert state(data) == before
