"""Workbooks of answers: cells keep their types, and nothing in them runs."""

import io
import re
from datetime import datetime
from zipfile import ZipFile

from openpyxl import load_workbook

from akkuri.tables.answer_workbook import AnswerSheet, answer_workbook

ROWS = [
    ["=1+2", -1.5, "2024-02-29"],
    ["-x", 7, "2024-02-30"],
    ["@y", True, None],
    ["+z", 10**16, "1812-01-01"],
    ["a\x01\ufffeb", ["p", "q"], "x" * 40_000],
]


def test_cells_keep_their_types_and_no_text_becomes_a_formula() -> None:
    sheets = [AnswerSheet("a/b: [c]", ["x", "x", "y"], ROWS), AnswerSheet("a b   c", ["x"], [["v"]])]
    book = load_workbook(io.BytesIO(answer_workbook(sheets, {"Link": "https://example.org/", "=R": "=2"})))
    first = book.worksheets[0]
    assert len(set(book.sheetnames)) == 3
    assert [cell.value for cell in first[1]] == ["x", "x (2)", "y"]
    assert [(cell.value, cell.data_type) for cell in first[2]] == [
        ("=1+2", "s"),
        (-1.5, "n"),
        (datetime(2024, 2, 29), "d"),
    ]
    assert [first.cell(row, 1).quotePrefix for row in (2, 3, 4, 5, 6)] == [True, True, True, True, False]
    assert [first.cell(row, 2).value for row in (3, 4, 5, 6)] == [7, True, "1" + "0" * 16, "p; q"]
    assert [first.cell(row, 3).value for row in (3, 4, 5)] == ["2024-02-30", None, "1812-01-01"]
    assert first.cell(6, 1).value == "ab"
    assert len(str(first.cell(6, 3).value)) <= 32_767
    last = book.worksheets[-1]
    assert last["B1"].hyperlink.target == "https://example.org/"
    assert (last["A2"].data_type, last["B2"].data_type) == ("s", "s")


def test_the_time_of_making_is_not_in_the_file() -> None:
    # Else an address that is cited, and one ETag, would give other bytes each second.
    archive = ZipFile(io.BytesIO(answer_workbook([AnswerSheet("a", ["x"], [["v"]])], {})))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(rb">([0-9]{4})-", archive.read("docProps/core.xml"))) == {b"1980"}


def test_signs_of_xml_spaces_and_titles_are_kept() -> None:
    told = [" two  spaces ", "a\nb\tc", "<&>\"'", "ä € 😀", ""]
    facts = {"Link": 'https://example.org/?a=1&b="ä"'}
    sheets = [AnswerSheet('Ä & "b" <c>', ["x"], [[text] for text in told]), AnswerSheet("empty", [], [])]
    book = load_workbook(io.BytesIO(answer_workbook(sheets, facts, "Ö & ä")))
    assert book.sheetnames == ['Ä & "b" <c>', "empty", "Ö & ä"]
    first = book.worksheets[0]
    assert first.freeze_panes == "A2"
    assert [first.cell(row, 1).value for row in range(2, 7)] == [*told[:-1], None]
    assert [first.cell(row, 1).font.b for row in (1, 2)] == [True, False]
    assert book.worksheets[-1]["B1"].hyperlink.target == facts["Link"]
