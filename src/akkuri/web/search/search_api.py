"""`/api/search`: hits with facets as JSON, all hits as CSV or a workbook; `/api/suggest`: names."""

import csv
import io
from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.errors import UsageError
from akkuri.search.counting import tail
from akkuri.search.found import SearchFound
from akkuri.search.request import SORTS, SearchRequest
from akkuri.search.shown import COLUMNS, HitText, Wordings
from akkuri.tables.answer_workbook import XLSX, AnswerSheet
from akkuri.tables.spreadsheet_csv import NAME as SPREADSHEET
from akkuri.tables.spreadsheet_csv import spreadsheet_csv
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths, parameter
from akkuri.web.api.schemas import Schema, array, listing, mapping, object_of
from akkuri.web.http.negotiation import Offer, form_for
from akkuri.web.http.problems import bad_parameter, problem_response
from akkuri.web.http.public_address import rooted
from akkuri.web.http.repeated import refuse_others, refuse_repeated
from akkuri.web.page.addresses import with_params
from akkuri.web.page.rendering import cached, etag, language, not_modified
from akkuri.web.page.site import site
from akkuri.web.page.workbooks import workbook_response
from akkuri.web.search.ask_api import READING
from akkuri.web.search.asked import asked_readings, asked_search, remarks_on, wordings
from akkuri.web.search.readings import reading_document

__all__ = ["blueprint"]

blueprint = Blueprint("search_api", __name__)

_CSV: Final = "text/csv; charset=utf-8"
_FORMATS: Final = {"json": "application/json", "csv": _CSV, SPREADSHEET: _CSV, "xlsx": XLSX}
_OFFERS: Final = tuple(Offer(name, kind.partition(";")[0]) for name, kind in _FORMATS.items())
_SUGGESTED: Final = 8
_PAGE: Final = 50
_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer"}
_NAMES: Final = listing("label", "kind", "place", "url")
_HIT: Final = object_of(
    {
        **dict.fromkeys(("name", "sort", "operator", "place", "country", "status", "values"), _TEXT),
        "value_unknown": {"type": "boolean"},
    },
    **dict.fromkeys(("iri", "url", "kind", "kind_name"), _TEXT),
)
_FOUND: Final = object_of(
    q=_TEXT,
    release={"type": ["string", "null"]},
    understood=object_of({"record": _TEXT}, words=array(_TEXT), values=array(_TEXT)),
    remarks=array(_TEXT),
    total=_COUNT,
    kinds=mapping(_COUNT),
    facets=mapping(array(object_of(value=_TEXT, label=_TEXT, count=_COUNT))),
    hits=array(_HIT),
    asks=array(READING),
    offset=_COUNT,
    limit=_COUNT,
    links=mapping(_TEXT),
)


@blueprint.get("/api/search")
def search() -> Response:
    """Answer a search."""
    lang = language().code
    try:
        refuse_repeated(request.args, lang)
        form = request.args.get("format") or form_for(request.environ.get("HTTP_ACCEPT"), _OFFERS)
        if form not in _FORMATS:
            raise UsageError(text(lang, "queries.not_format", value=form[:50], names=", ".join(_FORMATS)))
        sort = request.args.get("sort") or SORTS[0]
        if sort not in SORTS:
            known = ", ".join(SORTS)
            raise UsageError(text(lang, "queries.not_choice", name="sort", value=sort[:50], names=known))
        limit, offset = _count("limit", _PAGE, lang), _count("offset", 0, lang)
    except UsageError as error:
        return problem_response(400, "bad-parameter", error.sentence(lang))
    tag = etag(form)
    if unchanged := not_modified(tag):
        return unchanged
    asked, words = asked_search(lang), wordings(lang)
    found = site().search().find(asked)
    response = (
        json_response(_document(found, asked, words, limit, offset))
        if form == "json"
        else _file(words.hits(list(found.hits)), form, asked)
    )
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Content-Language"] = lang
    return cached(response, tag)


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Return names that begin as what is typed: a list of label, what it is, address."""
    lang = language().code
    try:
        refuse_others(("q", "lang"), lang)
    except UsageError as error:
        return bad_parameter(error, lang)
    tag = etag("suggest")
    if unchanged := not_modified(tag):
        return unchanged
    asked = request.args.get("q", "").strip()
    hits = site().search().suggest(asked_search(lang), _SUGGESTED) if asked else []
    told = wordings(lang).hits(list(hits))
    response = json_response(
        [
            {"label": hit.name, "kind": hit.kind_name, "place": hit.place, "url": _address(hit.iri)}
            for hit in told
        ]
    )
    response.headers["Vary"] = "Accept-Language"
    return cached(response, tag)


def _document(
    found: SearchFound, asked: SearchRequest, words: Wordings, limit: int, offset: int
) -> dict[str, Any]:
    hits = words.hits(list(found.hits[offset : offset + limit]))
    here = request.args.to_dict()
    links = {
        "page": with_params(
            rooted("/search"), **{key: v for key, v in here.items() if key not in ("limit", "offset")}
        ),
        "csv": with_params(rooted("/api/search"), **{**here, "format": "csv"}),
        "xlsx": with_params(rooted("/api/search"), **{**here, "format": "xlsx"}),
    }
    if offset + limit < len(found.hits):
        links["next"] = with_params(
            rooted("/api/search"), **{**here, "limit": str(limit), "offset": str(offset + limit)}
        )
    words.need([value for counts in found.facets.values() for value in counts])
    return {
        "q": asked.text[:300],
        "release": site().reader.version,
        "understood": {
            "words": list(found.understood.words),
            "values": [asked.text[each.start : each.end] for each in found.understood.values],
            **({"record": found.identified} if found.identified else {}),
        },
        "remarks": remarks_on(found, asked),
        "total": len(found.hits),
        "kinds": found.kinds,
        "facets": {
            name: [{"value": tail(v), "label": words.value(name, v), "count": n} for v, n in counts.items()]
            for name, counts in found.facets.items()
        },
        "hits": [_hit(hit) for hit in hits],
        "asks": [
            reading_document(each, site().names, asked.lang)
            for each in (() if offset else asked_readings(asked))
        ],
        "offset": offset,
        "limit": limit,
        "links": links,
    }


def _hit(hit: HitText) -> dict[str, Any]:
    names = ("name", "sort", "operator", "place", "country", "status", "values")
    told = {name: getattr(hit, name) for name in names if getattr(hit, name)}
    unknown = {"value_unknown": True} if hit.unknown else {}
    return (
        {"iri": hit.iri, "url": _address(hit.iri), "kind": hit.kind, "kind_name": hit.kind_name}
        | told
        | unknown
    )


def _address(iri: str) -> str:
    return rooted(site().addresses.href(iri) or iri) if "://" in iri else rooted(iri)


def _file(hits: list[HitText], form: str, asked: SearchRequest) -> Response:
    """Return all hits as a file."""
    headings = [text(asked.lang, f"search.column_{name}") for name in COLUMNS]
    rows = [hit.cells() for hit in hits]
    if form == "xlsx":
        title = text(asked.lang, "search.title", asked=asked.text[:300])
        sheet = AnswerSheet(text(asked.lang, "search.sheet"), headings, rows)
        return workbook_response("search", title, [sheet], asked.lang)
    if form == SPREADSHEET:
        body = spreadsheet_csv(headings, [dict(zip(headings, row, strict=True)) for row in rows], asked.lang)
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
        body = out.getvalue().encode()
    response = Response(body, content_type=_FORMATS[form])
    response.headers["Content-Disposition"] = 'attachment; filename="search.csv"'
    return response


def _count(name: str, default: int, lang: str) -> int:
    given = request.args.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 7) or (
        name == "limit" and not 0 < int(given) <= 1000
    ):
        raise UsageError(text(lang, "queries.not_count", name=name, value=given[:50]))
    return int(given)


def _declared_facets() -> list[str]:
    """Return the facets that kinds declare; a cluster's vocabularies bring more."""
    named = (str(column.heading) for kind in site().kinds for column in kind.facets)
    return list(dict.fromkeys(named))


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the search."""
    string = {"type": "string"}
    common = [
        parameter("q", text(lang, "search.param_q"), string),
        parameter("lang", text(lang, "queries.lang"), {"type": "string", "enum": list(LANGUAGES)}),
    ]
    facets = [parameter(name, text(lang, "search.param_facet"), string) for name in _declared_facets()]
    return {
        "/api/search": {
            "get": {
                "operationId": "search",
                "summary": text(lang, "search.param_summary"),
                "parameters": [
                    *common,
                    parameter("kind", text(lang, "search.param_kind"), string),
                    parameter("sort", text(lang, "search.sort"), {"type": "string", "enum": list(SORTS)}),
                    parameter(
                        "format", text(lang, "queries.format"), {"type": "string", "enum": list(_FORMATS)}
                    ),
                    parameter(
                        "limit",
                        text(lang, "queries.limit"),
                        {"type": "integer", "minimum": 1, "maximum": 1000},
                    ),
                    parameter("offset", text(lang, "queries.offset"), {"type": "integer", "minimum": 0}),
                    *facets,
                ],
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {
                            "application/json": {"schema": _FOUND},
                            "text/csv": {"schema": {"type": "string"}},
                            XLSX: {"schema": {"type": "string", "format": "binary"}},
                        },
                    },
                    "400": PROBLEM,
                },
            }
        },
        "/api/suggest": {
            "get": {
                "operationId": "suggestNames",
                "summary": text(lang, "search.param_suggest"),
                "parameters": common,
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {"application/json": {"schema": _NAMES}},
                    },
                    "400": PROBLEM,
                },
            }
        },
    }
