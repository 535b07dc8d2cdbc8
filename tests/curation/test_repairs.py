"""`akkuri check --fix`: certain repairs are made at their cells and told; the rest stays."""

import csv
import json
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from history import HYDROGEN
from program import akkuri, near

HEADER = ["name_en", "kind", "description", "source_ids", "country", "lat", "opened", "homepage", "trl_min"]
SLIPS = [
    "Line X",
    "Laboratorio",
    "A line. ",
    "src-644dfcfe",
    "Finland",
    "60,2",
    "24.11.2026",
    "www.vtt.fi",
    "n/a",
]
FIXED = [
    "Line X",
    "Laboratorio",
    "A line.",
    "src-644dfcfe",
    "Finland",  # stands for its code, as "Laboratorio" does
    "60.2",
    "2026-11-24",
    "https://www.vtt.fi",
    "",
]


def checked(*words: object) -> "subprocess.CompletedProcess[str]":
    """Check files beside a small cluster, which takes a fourth of the time that the national graph does."""
    return near("check", *words, "--data", HYDROGEN)


def sent(file: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    with file.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle, delimiter=separator, lineterminator="\n").writerows([HEADER, *rows])
    return file


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")])
def test_a_csv_file_of_any_program_is_repaired(tmp_path: Path, separator: str, encoding: str) -> None:
    file = sent(tmp_path / "facilities.csv", [SLIPS], separator, encoding)
    result = checked(file, "--fix")
    with file.open(encoding="utf-8", newline="") as handle:
        # Where semicolons part the cells, a comma is the sign of decimals as such programs write it.
        fixed = [cell.replace("60.2", "60,2") if separator == ";" else cell for cell in FIXED]
        assert list(csv.reader(handle, delimiter=separator)) == [HEADER, fixed]
    assert "facilities.csv:2:opened: “24.11.2026” is now “2026-11-24”" in result.stderr
    assert f"Repairs made: {4 if separator == ';' else 5}." in result.stderr


def test_a_workbook_keeps_all_but_what_is_repaired(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Facilities"
    sheet.append(HEADER)
    sheet.append([value or None for value in SLIPS])
    book.create_sheet("Notes")["A1"] = "kept"
    book.save(tmp_path / "book.xlsx")
    assert akkuri("check", tmp_path / "book.xlsx", "--fix", "--data", HYDROGEN).returncode in (0, 1)
    after = load_workbook(tmp_path / "book.xlsx")
    assert [cell.value for cell in after["Facilities"][2]] == [
        60.2 if v == "60.2" else v or None for v in FIXED
    ]
    assert after["Notes"]["A1"].value == "kept"


def test_proposals_and_addresses_of_cells_are_in_json(tmp_path: Path) -> None:
    result = checked(sent(tmp_path / "facilities.csv", [SLIPS]), "--format", "json")
    found = {
        f["column"]: (f["cell"], f["proposal"])
        for f in json.loads(result.stdout)["findings"]
        if f["proposal"]
    }
    assert found["opened"] == ("G2", "2026-11-24")
    assert found["lat"] == ("F2", "60.2")
    assert found["kind"] == ("B2", "laboratory")


def test_a_file_comes_back_as_a_workbook_with_its_findings_at_the_cells(tmp_path: Path) -> None:
    file, out = sent(tmp_path / "facilities.csv", [SLIPS]), tmp_path / "told.xlsx"
    checked(file, "--format", "xlsx", "--lang", "fi", "--out", out)
    book = load_workbook(out)
    cell = book["facilities"]["G2"]
    assert cell.value == "24.11.2026"
    assert "2026-11-24" in str(cell.comment.text)
    assert cell.fill.fgColor.rgb.endswith("F4B6B6")
    assert [cell.value for cell in book.worksheets[0][1]][4] == "Solu"
    assert not book["facilities"]["A2"].comment or "Virhe" not in str(book["facilities"]["A2"].comment.text)


def test_many_equal_findings_are_one_line(tmp_path: Path) -> None:
    rows = [[f"Line {n}", "laboratori-x", "A line.", "src-644dfcfe", "", "", "", "", ""] for n in range(30)]
    told = checked(sent(tmp_path / "facilities.csv", rows)).stdout
    assert told.count("laboratori-x") == 1
    assert "In 30 rows: 2, 3, 4" in told


def test_a_formula_is_never_repaired_into_one(tmp_path: Path) -> None:
    row = ["=cmd|'/c calc'!A1", "laboratory", "+1+2 ", "src-644dfcfe", "", "", "", "", ""]
    file, out = sent(tmp_path / "facilities.csv", [row]), tmp_path / "told.xlsx"
    checked(file, "--format", "xlsx", "--out", out)
    assert all(cell.data_type != "f" for sheet in load_workbook(out) for line in sheet for cell in line)


def test_what_only_one_reading_allows_is_certain_and_what_follows_from_a_fault_is_not_told(
    tmp_path: Path,
) -> None:
    """A latitude of two readings, a unit in the cell of its number, 2 kpl, suomi, a row that stands twice."""
    page, book = "https://www.vtt.fi/a-new-page", Workbook()
    more, ends = ["geo_precision", "trl_max", "stages", "source_ids"], ["module-and-pack", page]
    hall = ["Hall X", "Halli X", "laboratory", "A hall.", "VTT", "65,736", "24,563", "site", "4-6", *ends]
    sheets = {
        "facilities": [
            ["name_en", "name_fi", "kind", "description", "operator_ids", "lat", "lon", *more],
            hall,
            hall,
        ],
        "equipment": [
            ["facility_id", "name", "equipment_type", "quantity", "source_ids"],
            ["Halli X", "Pack cycler", "battery-cycler", "2 kpl", page],
            ["Hall nowhere", "Lost cycler", "battery-cycler", "1", page],
        ],
        "equipment_parameters": [
            ["equipment_id", "parameter", "comparator", "value", "unit", "source_ids"],
            ["Pack cycler", "rated_power", "<=", "300 kW", None, page],
            ["Lost cycler", "rated_power", "<=", "300 kW", "MW", page],
        ],
        "sources": [["url", "publisher", "kind", "language"], [page, "VTT", "operator", "suomi"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    file = tmp_path / "book.xlsx"
    book.save(file)
    result = akkuri("check", file, "--fix", "--format", "json")
    assert "book.xlsx!facilities:2:lat (F2): “65,736” is now “65.736”" in result.stderr
    after = load_workbook(file)
    assert [after["facilities"][cell].value for cell in ("F2", "G2", "F3")] == [65.736, 24.563, 65.736]
    assert (after["equipment"]["D2"].value, after["sources"]["D2"].value) == (2, "suomi"), "taken as fi"
    units = [(row[3].value, row[4].value) for row in after["equipment_parameters"].iter_rows(min_row=2)]
    assert units == [(300, "kW"), ("300 kW", "MW")]
    found = json.loads(result.stdout)["findings"]
    assert {(f["code"], f["cell"]) for f in found if f["severity"] == "violation" and f["cell"]} == {
        ("name-twice", "A3"),
        ("cell-range-two", "I2"),
        ("cell-range-two", "I3"),
        ("reference-unknown", "A3"),
        ("cell-number-unit", "D3"),
    }
    assert "write 6 here and 4 in trl_min" in next(f["message"] for f in found if f["cell"] == "I2")
