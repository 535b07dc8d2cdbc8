"""CSV that spreadsheets open: nothing in it runs, and numbers are numbers."""

from akkuri.web.http.spreadsheet_csv import spreadsheet_csv

ROW = {"a": "=1+2", "b": -1.5, "c": "-x", "d": "@y", "e": "\tz", "f": 7, "g": None, "h": True, "i": "x;y"}


def test_formulas_are_texts_and_numbers_numbers() -> None:
    english = spreadsheet_csv(list(ROW), [ROW], "en").decode("utf-8-sig").splitlines()[1]
    assert english == "'=1+2,-1.5,'-x,'@y,'\tz,7,,true,x;y"
    finnish = spreadsheet_csv(list(ROW), [ROW], "fi").decode("utf-8-sig").splitlines()[1]
    assert finnish == "'=1+2;-1,5;'-x;'@y;'\tz;7;;true;\"x;y\""
