"""`/api/queries`: the named queries as JSON, CSV and the other formats of results."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.ask.named.json_rows import plain_rows
from akkuri.ask.named.parameters import Context
from akkuri.ask.named.question import NamedQuery
from akkuri.ask.named.reader import RESERVED
from akkuri.ask.named.unanswered import unanswered
from akkuri.errors import UsageError
from akkuri.store import SOLUTIONS, Term, by_name, rows
from akkuri.tables.answer_workbook import XLSX
from akkuri.tables.spreadsheet_csv import NAME as SPREADSHEET
from akkuri.texts import text
from akkuri.web.api.openapi import json_response
from akkuri.web.http.negotiation import Offer, form_for
from akkuri.web.http.problems import bad_parameter, problem_response
from akkuri.web.http.public_address import rooted
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.http.state import state
from akkuri.web.http.told import tell
from akkuri.web.page.addresses import with_params
from akkuri.web.page.rendering import cached, etag, language, not_modified
from akkuri.web.page.site import site
from akkuri.web.page.workbooks import csv_response, workbook_response
from akkuri.web.questions.labelled_columns import labelled_sheet

__all__ = ["FORMATS", "MOST", "blueprint"]

blueprint = Blueprint("queries_api", __name__)

FORMATS: Final = {
    "json": "application/json",
    "csv": "text/csv",
    SPREADSHEET: "text/csv",
    "xlsx": XLSX,
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "rq": "application/sparql-query",
}
"""What a named query answers in: plain JSON, tables, SPARQL results, or its own text."""
_ALIASES: Final = {form.media_type: form.aliases for form in SOLUTIONS}
_OFFERS: Final = tuple(Offer(name, kind, _ALIASES.get(kind, ())) for name, kind in FORMATS.items())
_BOM: Final = b"\xef\xbb\xbf"
MOST: Final = 999_999_999
"""The greatest limit and offset."""


@dataclass(frozen=True, slots=True)
class RowRange:
    """Which rows are asked for; no limit means all."""

    limit: int | None
    offset: int

    def of(self, query: str, beyond: int = 0) -> str:
        """Return a query for these rows and so many `beyond` them, which tell whether there are more."""
        limit = "" if self.limit is None else f"\nLIMIT {self.limit + beyond}"
        return f"{query}{limit}" + (f"\nOFFSET {self.offset}" if self.offset else "")


@blueprint.get("/api/queries")
def listing() -> Response:
    """List the named queries with their parameters and columns."""
    tag = etag("json")
    if answer := not_modified(tag):
        return answer
    lang = language().code
    groups = {query.group: text(lang, f"queries.group_{query.group}") for query in site().catalogue}
    response = json_response(
        {
            "groups": [{"group": group, "title": title} for group, title in groups.items()],
            "queries": [_described(query, lang) for query in site().catalogue],
        }
    )
    response.headers["Vary"] = "Accept-Language"
    return cached(response, tag)


@blueprint.get("/api/queries/<group>/<name>")
def answer(group: str, name: str) -> Response:
    """Answer a named query; 404 for an unknown one, 400 for a parameter that does not fit."""
    lang = language().code
    try:
        query = site().catalogue.find(f"{group}/{name}"[:100], lang)
    except UsageError as error:
        return problem_response(404, "unknown-query", error.sentence(lang))
    try:
        form = _format(lang)
        if request.args.get("bom", "0") not in ("", "0", "1"):
            raise UsageError(text(lang, "queries.not_bom", value=request.args["bom"][:50]))
        page = _page(form, lang)
        refuse_repeated(request.args, lang)
        values = {key: value for key, value in request.args.items() if key not in RESERVED}
        if "lang" in query.params:
            values.setdefault("lang", lang)
        else:
            values.pop("lang", None)
        bound = query.bind(values, Context(site().names, lang, site().known))
    except UsageError as error:
        return bad_parameter(error, lang)
    tag = etag(form)
    if unchanged := not_modified(tag):
        return unchanged
    return cached(_answered(query, bound, values, form, page, lang), tag)


def _answered(
    query: NamedQuery, bound: str, values: dict[str, str], form: str, page: RowRange, lang: str
) -> Response:
    """Ask, and write the answer in a format."""
    tell(kind=query.path)
    if form == "json":
        response = json_response(_document(query, bound, values, page, lang))
    elif form in (SPREADSHEET, "xlsx"):
        terms = rows(_read(page.of(bound), "json"))
        tell(rows=len(terms))
        return _for_people(query, terms, form, lang)
    else:
        body = bound.encode() if form == "rq" else _read(page.of(bound), form)
        start = _BOM if form == "csv" and request.args.get("bom") == "1" else b""
        content_type = f"{FORMATS[form]}; charset=utf-8" if form in ("csv", "tsv") else FORMATS[form]
        response = Response(start + body, content_type=content_type)
        response.headers["Content-Disposition"] = f'inline; filename="{query.name}.{form}"'
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Content-Language"] = lang
    return response


def _for_people(query: NamedQuery, found: list[dict[str, Term]], form: str, lang: str) -> Response:
    """Write the rows as a workbook, or as CSV for spreadsheets, under the headings that people read."""
    columns = [column.name for column in query.columns]
    headings = [column.title(lang) for column in query.columns]
    sheet = labelled_sheet(query.name, columns, headings, found, coded=True)
    if form == SPREADSHEET:
        return csv_response(query.name, [sheet], lang)
    return workbook_response(query.name, query.title(lang), [sheet], lang, [query.summary(lang)])


def _document(
    query: NamedQuery, bound: str, values: dict[str, str], page: RowRange, lang: str
) -> dict[str, Any]:
    """Return the plain JSON answer."""
    found = rows(_read(page.of(bound, beyond=1), "json"))
    more = page.limit is not None and len(found) > page.limit
    if more:
        found = found[: page.limit]
    tell(rows=len(found))
    here = rooted(f"/api/queries/{query.path}")
    following = page.offset + len(found)
    context = Context(site().names, lang, site().known)
    beside = unanswered(query, values, context, state().ask.select, empty=not found and not page.offset)
    links = {
        "csv": with_params(here, **values, format="csv"),
        "xlsx": with_params(here, **values, format="xlsx"),
        "text": with_params(here, **values, format="rq"),
        "sparql": with_params(rooted("/sparql"), query=bound),
        "page": with_params(rooted(f"/queries/{query.path}"), **values),
    }
    if more:
        links["next"] = with_params(here, **values, limit=str(page.limit), offset=str(following))
    return {
        "query": query.path,
        "title": query.title(lang),
        "summary": query.summary(lang),
        "release": site().reader.version,
        "params": query.applied(values, context),
        "columns": [{"name": column.name, "title": column.title(lang)} for column in query.columns],
        "rows": plain_rows((column.name for column in query.columns), found),
        "notKnown": [
            {
                "columns": list(part.columns),
                "count": len(part.names),
                "names": list(part.names),
                "sentence": part.sentence(lang),
            }
            for part in beside.not_known
        ],
        "wider": [
            {
                "rows": part.rows,
                "link": with_params(here, **part.values),
                "sentence": part.sentence(lang),
            }
            for part in beside.wider
        ],
        "offset": page.offset,
        "limit": page.limit,
        "more": more,
        "links": links,
    }


def _read(query: str, form: str) -> bytes:
    """Read a whole answer before anything is sent, so that a stopped query is an error and no short table."""
    found = state().ask.answer(query, lambda _form: by_name(form))
    try:
        return b"".join(found.body)
    finally:
        found.close()


def _format(lang: str) -> str:
    """Return the format by `?format=` or Accept; plain JSON when neither says anything."""
    asked = request.args.get("format")
    if asked:
        if asked not in FORMATS:
            raise UsageError(text(lang, "queries.not_format", value=asked[:50], names=", ".join(FORMATS)))
        return asked
    return form_for(request.environ.get("HTTP_ACCEPT"), _OFFERS)


def _page(form: str, lang: str) -> RowRange:
    """Return the rows asked for; a table has all rows unless limited, JSON as many as a page shows."""
    limit = site().settings.page_rows if form == "json" else None
    numbers: dict[str, int | None] = {"limit": limit, "offset": 0}
    for name in numbers:
        given = request.args.get(name)
        if given is None or given == "":
            continue
        if not (given.isascii() and given.isdigit() and len(given) < 10) or (name, given) == ("limit", "0"):
            raise UsageError(text(lang, "queries.not_count", name=name, value=given[:50]))
        numbers[name] = int(given)
    return RowRange(numbers["limit"], numbers["offset"] or 0)


def _described(query: NamedQuery, lang: str) -> dict[str, Any]:
    """Return what a program needs to offer a query."""
    return {
        "query": query.path,
        "title": query.title(lang),
        "summary": query.summary(lang),
        "tags": list(query.tags),
        "params": [
            {
                "name": param.name,
                "type": param.type,
                "label": param.label(lang),
                "default": param.default,
                **({"scheme": param.scheme} if param.scheme else {}),
                **({"kinds": list(param.kinds)} if param.kinds else {}),
                **({"choices": list(param.choices)} if param.choices else {}),
            }
            for param in query.params.values()
        ],
        "columns": [{"name": column.name, "title": column.title(lang)} for column in query.columns],
        "chart": query.chart.document() if query.chart else None,
        "url": rooted(f"/api/queries/{query.path}"),
    }
