"""Tables of an answer as one workbook to take away: what was asked, of which release, under which licence."""

from collections.abc import Sequence
from typing import Any, Final

from flask import Flask, Response, request

from akkuri.tables.answer_workbook import XLSX, AnswerSheet, answer_workbook, told_apart
from akkuri.tables.spreadsheet_csv import spreadsheet_rows
from akkuri.texts import text
from akkuri.web.page.site import site
from akkuri.web.page.tables import PageTable
from akkuri.web.page.values import Value
from akkuri.web.permanent.addresses import permanent_address

__all__ = ["CSV", "LICENCE", "csv_response", "page_sheet", "value_sheet", "with_csv", "workbook_response"]

_XLSX: Final = ".xlsx"
CSV: Final = ".csv"
"""How the addresses of tables end that a spreadsheet opens without a workbook."""
LICENCE: Final = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
"""The licence of the data, by name and address."""


def workbook_response(
    name: str, title: str, sheets: Sequence[AnswerSheet], lang: str, explained: Sequence[str] = ()
) -> Response:
    """Answer with tables as a workbook that says where they are from; `title` says what was asked.

    `explained` says how the numbers count and what they leave out, as the page of the answer does.

    Where the address ends as such a file does, the tables come as CSV for spreadsheets (`with_csv`).
    """
    if request.path.endswith(CSV):
        return csv_response(name, sheets, lang)
    manifest = site().reader.manifest
    licence, terms = LICENCE
    source = manifest.get("title")
    told = {
        "answer": title,
        "explained": " ".join(explained),
        "origin": source.get(lang, "") if isinstance(source, dict) else "",
        "graph": site().settings.base,
        "release": site().reader.version,
        "issued": str(manifest.get("issued", ""))[:10],
        "licence": licence,
        "terms": terms,
        "address": permanent_address(lang) or request.path,
    }
    facts = {text(lang, f"answers.fact_{key}"): value for key, value in told.items() if value}
    body = answer_workbook(sheets, facts, text(lang, "answers.about"))
    response = Response(body, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def csv_response(name: str, sheets: Sequence[AnswerSheet], lang: str) -> Response:
    """Answer with one table as spreadsheets open CSV, or with several below each other, each under its title.

    It has the headings of the workbook, which people read; the exact CSV has those that programs read.
    """
    rows: list[Sequence[Any]] = []
    for sheet in sheets:
        if len(sheets) > 1:
            rows += [(), (sheet.title,)] if rows else [(sheet.title,)]
        rows += [list(told_apart(sheet.headings)), *sheet.rows]
    response = Response(spreadsheet_rows(rows, lang), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def with_csv(app: Flask) -> None:
    """Let every table that comes as a workbook come as CSV for spreadsheets too, at an address with that end.

    Templates to fill in are no tables.
    """
    for rule in list(app.url_map.iter_rules()):
        if rule.rule.endswith(_XLSX) and not rule.rule.startswith("/template/"):
            address = rule.rule.removesuffix(_XLSX) + CSV
            make = app.view_functions[rule.endpoint]
            app.add_url_rule(address, f"{rule.endpoint}_csv", make, methods=["GET"])


def value_sheet(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[Sequence[Value]]]
) -> AnswerSheet:
    """Return a table as a page shows it: cells as people read them, single numbers and days as such."""
    return AnswerSheet(title, headings, [[_plain(cell) for cell in row] for row in rows])


def _plain(cell: Sequence[Value]) -> Any:
    if len(cell) == 1 and cell[0].exact is not None:
        return cell[0].exact
    return [value.text for value in cell]


def page_sheet(table: PageTable) -> AnswerSheet:
    """Return one table of a page."""
    return value_sheet(table.title, table.headings, table.rows)
