"""CSV that spreadsheets open: nothing in it runs, and numbers are numbers."""

import csv
import io

import pytest

from akkuri.tables.spreadsheet_csv import as_curated, spreadsheet_csv

ROW = {"a": "=1+2", "b": -1.5, "c": "-x", "d": "@y", "e": "\tz", "f": 7, "g": None, "h": True, "i": "x;y"}


def test_formulas_are_texts_and_numbers_numbers() -> None:
    english = spreadsheet_csv(list(ROW), [ROW], "en").decode("utf-8-sig").splitlines()[1]
    assert english == "'=1+2,-1.5,'-x,'@y,'\tz,7,,true,x;y"
    finnish = spreadsheet_csv(list(ROW), [ROW], "fi").decode("utf-8-sig").splitlines()[1]
    assert finnish == "'=1+2;-1,5;'-x;'@y;'\tz;7;;true;\"x;y\""


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_what_is_written_for_spreadsheets_is_read_back(lang: str) -> None:
    text = spreadsheet_csv(list(ROW), [ROW], lang).decode("utf-8-sig")
    separator = "," if lang == "en" else ";"
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    cells = [as_curated(cell, name in "bf", separator) for name, cell in zip(*lines, strict=True)]
    assert cells == ["=1+2", "-1.5", "-x", "@y", "\tz", "7", "", "true", "x;y"]


def test_a_comma_in_a_text_is_no_decimal_sign() -> None:
    assert as_curated("1,5", False, ";") == "1,5"
    assert as_curated("1,5", True, ",") == "1,5"
    assert as_curated("'t Hooft", False, ";") == "'t Hooft"
