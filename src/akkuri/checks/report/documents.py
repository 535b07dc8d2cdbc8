"""The findings as an accessible web page and as a workbook."""

import re
from collections.abc import Sequence
from html import escape
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from akkuri.checks.report.finding import Finding
from akkuri.checks.report.forms import kinds, total
from akkuri.texts import text

__all__ = ["add_report", "as_html", "as_workbook"]

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .6rem; text-align: left; vertical-align: top; }
thead th { background: #eee; }
td.n { text-align: right; }
a { color: #003e8a; }
a.skip:not(:focus) { position: absolute; left: -999rem; }
:focus-visible { outline: 3px solid #003e8a; outline-offset: 2px; }
"""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDTHS = (14, 26, 8, 20, 8, 90, 30, 30, 26, 40)


def as_html(findings: Sequence[Finding], lang: str) -> str:
    """Return one page that needs nothing else: the numbers by kind, then a table for each kind."""

    def word(key: str) -> str:
        return escape(text(lang, f"checks.{key}"))

    def head(*keys: str) -> str:
        cells = "".join(f'<th scope="col">{word(key)}</th>' for key in keys)
        return f"<thead><tr>{cells}</tr></thead>"

    groups = kinds(findings, lang)
    summary = "".join(
        f"<tr><td>{word(f'severity-{severity.key}')}</td>"
        f'<th scope="row"><a href="#{escape(code)}">{escape(title)}</a></th><td class="n">{number}</td></tr>'
        for severity, code, title, number in groups
    )
    sections = []
    for severity, code, title, number in groups:
        rows = "".join(
            f'<tr><th scope="row">{escape(f.file)}</th><td class="n">{f.row or ""}</td>'
            f"<td>{escape(f.column or '')}</td><td>{escape(f.message(lang))}</td></tr>"
            for f in findings
            if f.code == code
        )
        sections.append(
            f'<section aria-labelledby="{escape(code)}"><h2 id="{escape(code)}">{escape(title)}</h2>'
            f"<table><caption>{word(f'severity-{severity.key}')}: {number} ({escape(code)})</caption>"
            f"{head('file', 'row', 'column', 'message')}<tbody>{rows}</tbody></table></section>"
        )
    table = (
        f"<table><caption>{word('summary')}</caption>{head('severity', 'kind', 'count')}"
        f"<tbody>{summary}</tbody></table>"
        if groups
        else f"<p>{word('fine')}</p>"
    )
    body = "\n".join(sections)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{word('heading')}</title><style>{_STYLE}</style></head>\n"
        f'<body><a class="skip" href="#findings">{word("skip")}</a>'
        f"<header><h1>{word('heading')}</h1><p>{escape(total(findings, lang))}</p></header>\n"
        f'<main id="findings">{table}\n{body}</main></body>\n</html>\n'
    )


def as_workbook(findings: Sequence[Finding], lang: str) -> bytes:
    """Return an .xlsx file: the findings with their places as one sheet, the numbers by kind as another."""
    book = Workbook()
    del book["Sheet"]
    add_report(book, findings, lang)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def add_report(book: Workbook, findings: Sequence[Finding], lang: str) -> None:
    """Put two sheets before those of a workbook: the findings, and their numbers by kind."""
    sheet = book.create_sheet(text(lang, "checks.heading")[:31], 0)
    columns = ("severity", "file", "row", "column", "cell", "message", "value", "proposal", "code", "record")
    _append(sheet, [text(lang, f"checks.{key}") for key in columns])
    for f in findings:
        severity = text(lang, f"checks.severity-{f.severity.key}")
        column = f"{f.heading} ({f.column})" if f.heading else f.column
        place = [severity, f.file, f.row, column, f.cell]
        _append(sheet, [*place, f.message(lang), f.value, f.proposal, f.code, f.record])
    for letter, width in zip("ABCDEFGHIJ", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.auto_filter.ref = sheet.dimensions
    second = book.create_sheet(text(lang, "checks.summary"), 1)
    _append(second, [text(lang, f"checks.{key}") for key in ("severity", "kind", "code", "count")])
    for severity_, code, title, number in kinds(findings, lang):
        _append(second, [text(lang, f"checks.severity-{severity_.key}"), title, code, number])
    second.column_dimensions["B"].width = 45
    for each in (sheet, second):
        each.freeze_panes = "A2"
        for cell in each[1]:
            cell.font = Font(bold=True)
    book.active = 0


def _append(sheet: Worksheet, values: Sequence[str | int | None]) -> None:
    """Add a row; a text stays a text even when it begins with `=`, as a formula does."""
    number = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    for position, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, position)
        cell.value = value if isinstance(value, int) else _CONTROL.sub("", value)
        if isinstance(value, str):
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
