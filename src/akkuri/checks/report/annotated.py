"""A workbook or CSV file given back with its findings: coloured cells, comments at them, and a summary."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from akkuri.checks.report.documents import add_report
from akkuri.checks.report.finding import Finding, Severity
from akkuri.tables.decoding import decoded, separator_of
from akkuri.texts import text

__all__ = ["annotated"]

_COLOURS: Final = {Severity.VIOLATION: "F4B6B6", Severity.WARNING: "FFE699", Severity.INFO: "DDEBF7"}
_LONGEST: Final = 2000
"""Characters of a comment."""
_MOST: Final = 5000
"""Cells that get a comment; what there is more stands in the list of findings."""


def annotated(file: Path, findings: Sequence[Finding], lang: str) -> bytes:
    """Return an .xlsx file with the content of a workbook or CSV file and what was found at its cells.

    The first sheets are the findings and their numbers by kind. No formula goes back: its result stands in
    its place, and where it has none its text.
    """
    book = _from_csv(file) if file.suffix.lower() == ".csv" else _without_formulas(file)
    at: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.cell or finding.row:
            sheet = finding.file.partition("!")[2] or book.worksheets[0].title
            at[sheet, finding.cell or f"A{finding.row}"].append(finding)
    for (title, address), told in list(at.items())[:_MOST]:
        if title in book.sheetnames and isinstance(sheet_ := book[title], Worksheet):
            _mark(sheet_, address, told, lang)
    add_report(book, findings, lang)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _mark(sheet: Worksheet, address: str, findings: Sequence[Finding], lang: str) -> None:
    cell = sheet[address]
    if type(cell).__name__ == "MergedCell":
        return
    cell.fill = PatternFill("solid", fgColor=_COLOURS[min(finding.severity for finding in findings)])
    lines = []
    for finding in findings:
        lines.append(finding.message(lang))
        if finding.proposal is not None and finding.severity is not Severity.INFO:
            lines.append(f"{text(lang, 'checks.proposal')}: {finding.proposal or text(lang, 'checks.empty')}")
    comment = Comment("\n".join(lines)[:_LONGEST], "Akkuri")
    comment.width, comment.height = 320, 40 + 40 * len(lines)
    cell.comment = comment


def _without_formulas(file: Path) -> Workbook:
    book = load_workbook(file)
    formulas = [cell for sheet in book.worksheets for row in sheet for cell in row if cell.data_type == "f"]
    if not formulas:
        return book
    results = load_workbook(file, data_only=True)
    for cell in formulas:
        result = results[cell.parent.title][cell.coordinate].value
        if result is None:
            cell.value = str(getattr(cell.value, "text", cell.value))
            cell.data_type, cell.quotePrefix = "s", True
        else:
            cell.value = result
    return book


def _from_csv(file: Path) -> Workbook:
    """Return a workbook with the cells of a CSV file as texts."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = file.stem[:31]
    content = decoded(file.read_bytes()) or ""
    lines = csv.reader(StringIO(content, newline=""), delimiter=separator_of(content))
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            if value:
                cell = sheet.cell(number, place)
                cell.value = "".join(sign for sign in value if sign.isprintable() or sign in "\n\t")
                cell.data_type = "s"
    return book
