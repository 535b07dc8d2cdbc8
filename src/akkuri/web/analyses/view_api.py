"""`/api/gaps`, `/api/network`: every view of the analyses, with the names that the command line uses."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.analysis.network.files import FORMATS as FILES
from akkuri.analysis.network.files import network_file
from akkuri.analysis.network.filters import SCOPE
from akkuri.analysis.subjects import GAPS, NETWORK
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.filter import Filter, Takes
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.views.table import ViewTable, to_csv
from akkuri.errors import UsageError
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.tables.answer_workbook import XLSX, AnswerSheet
from akkuri.tables.spreadsheet_csv import NAME as SPREADSHEET
from akkuri.texts import LANGUAGES, text
from akkuri.web.analyses.basis import analysed, served_basis
from akkuri.web.analyses.view_forms import given
from akkuri.web.analyses.view_tables import taken_rows
from akkuri.web.api.openapi import PROBLEM, header, json_response, openapi_paths, parameter
from akkuri.web.api.schemas import VIEW, Schema
from akkuri.web.http.negotiation import Offer, form_for
from akkuri.web.http.problems import bad_parameter
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.http.told import tell
from akkuri.web.page.rendering import cached, etag, language, not_modified, view
from akkuri.web.page.site import site
from akkuri.web.page.workbooks import csv_response, workbook_response

__all__ = ["TABLES", "answered", "blueprint", "operation", "shown_as", "view_request"]

blueprint = Blueprint("view_api", __name__)

TABLES: Final = ("json", "csv", SPREADSHEET, "xlsx")
_MEDIA: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": XLSX,
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}
"""What the Accept header chooses between, where the address names no format."""


def answered(
    known: Sequence[str], make: Callable[[str], Response], forms: Sequence[str] = TABLES
) -> Response:
    """Check the names of the parameters and answer in one of the forms; what does not fit is 400 or 406."""
    lang = language().code
    try:
        for name in request.args:
            if name not in known:
                sentence = text(lang, "analysis.unknown_parameter", name=name[:50], known=", ".join(known))
                raise UsageError(sentence + did_you_mean(lang, nearest(name[:50], known)))
        tag = etag(f"analysis {_form(lang, forms)}")
        if unchanged := not_modified(tag):
            return unchanged
        response = make(lang)
    except UsageError as error:
        return bad_parameter(error, lang)
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Content-Language"] = lang
    return cached(response, tag)


def view_request(subject: Subject[Any], lang: str, show: str | None = None, **more: Any) -> ViewRequest:
    """Return what the address asks of an analysis; `more` is given in another way."""
    filters = [item for item in subject.filters.values() if item.takes is Takes.TEXT]
    refuse_repeated(("show", "format", "lang", *(item.name for item in filters if not item.many)), lang)
    asked = given(filters)
    return ViewRequest(show or request.args.get("show") or None, asked | more, lang)


def shown_as(table: ViewTable, lang: str) -> Response:
    """Answer with a table in the format that is asked for. Raises UsageError for another."""
    tell(kind=table.name, rows=len(table.rows))
    response = _as_file(table, lang, _form(lang, TABLES))
    if len(table.rows) < table.total:
        # JSON counts the rows there are; to who reads a file nothing else says that it has the first alone.
        told = f"{len(table.rows)} of {table.total} rows; top={table.total} gives all"
        response.headers["Warning"] = f'199 - "{told}"'
    return response


def _as_file(table: ViewTable, lang: str, form: str) -> Response:
    if form in (SPREADSHEET, "xlsx"):
        headings = [table.heading(name, lang) for name in table.columns]
        title = table.title(lang)
        sheet = AnswerSheet(title, headings, taken_rows(table, served_basis().model, view()))
        if form == SPREADSHEET:
            return csv_response(table.name, [sheet], lang)
        return workbook_response(table.name, title, [sheet], lang, _explained(table, lang))
    if form == "csv":
        response = Response(to_csv(table), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'inline; filename="{table.name}.csv"'
        return response
    return json_response({**table.document(lang), "release": site().reader.version})


def _explained(table: ViewTable, lang: str) -> list[str]:
    """Return what is to be known to read the rows, and of how many the file has the first alone."""
    told = [note for note in (table.about(lang), table.summary, *table.notes) if note]
    if len(table.rows) < table.total:
        told.append(text(lang, "answers.first_rows", count=len(table.rows), total=table.total))
    return told


def _form(lang: str, known: Sequence[str]) -> str:
    """Return the format by `?format=` or Accept; raises UsageError and RequestError for one there is not."""
    form = request.args.get("format")
    if not form:
        offers = tuple(Offer(name, _MEDIA[name]) for name in known if name in _MEDIA)
        return form_for(request.environ.get("HTTP_ACCEPT"), offers)
    if form not in known:
        raise UsageError(text(lang, "analysis.bad_format", value=form[:50], known=", ".join(known)))
    return form


@blueprint.get("/api/gaps")
def gaps() -> Response:
    """Answer one view of the gap analysis."""
    return answered(
        _names(GAPS),
        lambda lang: shown_as(analysed(GAPS, view_request(GAPS, lang)), lang),
    )


@blueprint.get("/api/network")
def network() -> Response:
    """Answer one view of the network analysis, or the network as GraphML or GEXF."""
    forms = (*TABLES, *FILES)

    def make(lang: str) -> Response:
        asked = view_request(NETWORK, lang)
        form = _form(lang, forms)
        if form in TABLES:
            return shown_as(analysed(NETWORK, asked), lang)
        return _network_file(asked, form)

    return answered(_names(NETWORK), make, forms)


@blueprint.get("/api/network/path")
def path() -> Response:
    """Answer the chain of introductions between two actors, with the sources of each step."""
    return _own_route(NETWORK, "path")


@blueprint.get("/api/gaps/comparables")
def comparables() -> Response:
    """Answer what comparable facilities cost."""
    return _own_route(GAPS, "comparables")


def _own_route(subject: Subject[Any], show: str) -> Response:
    """Answer a view that has a route of its own, with its filters alone."""
    known = (*(item.name for item in subject.find(show, "en").parameters), "format", "lang")
    return answered(
        known,
        lambda lang: shown_as(analysed(subject, view_request(subject, lang, show)), lang),
    )


def _network_file(asked: ViewRequest, form: str) -> Response:
    found = NETWORK.asked(served_basis(), asked, SCOPE)
    network = found.network()
    measures = found.measures()
    content = network_file(network, found.model, form, asked.lang, measures)
    response = Response(content, content_type=_MEDIA[form])
    response.headers["Content-Disposition"] = f'attachment; filename="network.{form}"'
    return response


def _names(subject: Subject[Any]) -> tuple[str, ...]:
    filters = [item.name for item in subject.filters.values() if item.takes is Takes.TEXT]
    return ("show", *filters, "format", "lang")


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the routes of this module."""
    chain, costs = NETWORK.find("path", lang), GAPS.find("comparables", lang)
    return {
        "/api/gaps": {"get": _listed(GAPS, lang, "listGaps", "api_gaps", TABLES)},
        "/api/network": {"get": _listed(NETWORK, lang, "analyseNetwork", "api_network", (*TABLES, *FILES))},
        "/api/network/path": {
            "get": operation(lang, "findPath", "api_path", chain.parameters, TABLES, needed=chain.needs)
        },
        "/api/gaps/comparables": {
            "get": operation(lang, "listComparables", "api_comparables", costs.parameters, TABLES)
        },
    }


def _listed(
    subject: Subject[Any], lang: str, name: str, summary: str, forms: Sequence[str]
) -> dict[str, Any]:
    """Describe the route of an analysis: which views it has, and which filters each of them takes."""
    views = [view for view in subject.views if view.over_http]
    filters = [item for item in subject.filters.values() if item.takes is Takes.TEXT]
    found = operation(lang, name, summary, filters, forms)
    show = {"type": "string", "enum": [view.name for view in views], "default": views[0].name}
    found["parameters"].insert(0, parameter("show", text(lang, "views.param_show"), show))
    found["description"] = "\n".join(
        f"- `{view.name}`: {text(lang, f'views.view_{view.name}')}"
        f" ({', '.join(item.name for item in view.parameters) or '–'})"
        for view in views
    )
    return found


def operation(
    lang: str,
    name: str,
    summary: str,
    filters: Sequence[Filter[Any]],
    forms: Sequence[str] = (),
    needed: Sequence[Filter[Any]] = (),
    schema: Schema = VIEW,
) -> dict[str, Any]:
    """Describe a route that takes filters, in OpenAPI; `schema` is that of its JSON."""
    contents: dict[str, Any] = {"application/json": {"schema": schema}}
    found = [_described(item, lang, item in needed) for item in filters]
    if forms:
        contents["text/csv"] = {"schema": {"type": "string"}}
        files = [_MEDIA[form] for form in forms if form in _MEDIA and form not in ("json", "csv")]
        contents |= {media_type: {"schema": {"type": "string"}} for media_type in files}
        named = {"type": "string", "enum": list(forms)}
        found.append(parameter("format", text(lang, "views.param_format"), named))
    languages = {"type": "string", "enum": list(LANGUAGES)}
    found.append(parameter("lang", text(lang, "views.param_lang"), languages))
    answer: dict[str, Any] = {"description": "OK", "content": contents}
    if forms:
        answer["headers"] = {"Warning": header(lang, "Warning")}
    return {
        "operationId": name,
        "summary": text(lang, f"analysis.{summary}"),
        "parameters": found,
        "responses": {"200": answer, "400": PROBLEM},
    }


def _described(item: Filter[Any], lang: str, needed: bool) -> dict[str, Any]:
    schema = {"type": "array", "items": dict(item.schema)} if item.many else dict(item.schema)
    found = parameter(item.name, text(lang, f"views.param_{item.worded}"), schema)
    return found | ({"required": True} if needed else {})
