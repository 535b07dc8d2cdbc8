"""The rows of any SELECT as a workbook to take away."""

from typing import Final

from flask import Blueprint, Response, request

from akkuri.errors import RequestError
from akkuri.web.page.answers import first_rows
from akkuri.web.page.rendering import cached, etag, language, not_modified
from akkuri.web.page.site import site
from akkuri.web.page.workbooks import workbook_response
from akkuri.web.questions.labelled_columns import labelled_sheet

__all__ = ["blueprint"]

blueprint = Blueprint("query_tables", __name__)

_ROWS: Final = 20_000
"""Rows of a workbook; one for more is asked for as CSV."""
_TITLE: Final = 1000


@blueprint.get("/query.xlsx")
def workbook() -> Response:
    """Answer a SELECT as a workbook, with its text as what was asked; other forms are 400."""
    lang, asked = language().code, request.args.get("query", "")
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    result = first_rows(site().reader.ask, asked, _ROWS)
    if result.form != "select":
        raise RequestError(400, "web.no_table")
    if result.more:
        raise RequestError(400, "web.long_table", {"most": language().number(_ROWS)})
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    sheet = labelled_sheet("query", result.columns, result.columns, rows, coded=False)
    return cached(workbook_response("query", asked[:_TITLE], [sheet], lang), tag)
