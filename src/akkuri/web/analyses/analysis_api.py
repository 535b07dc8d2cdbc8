"""`/api/gaps`, `/api/scenarios`, `/api/network`: the analyses, with the names that the command line uses."""

import threading
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, current_app, request

from akkuri.analysis.gaps.asking import GapRequest
from akkuri.analysis.gaps.change_views import scenario_view
from akkuri.analysis.gaps.scenario_file import ACTIONS, COLUMNS
from akkuri.analysis.gaps.views import SHOWS as GAP_SHOWS
from akkuri.analysis.gaps.views import cell_document, gap_view
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import SelectSource
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.asking import NODES, Analysis, NetworkRequest
from akkuri.analysis.network.files import FORMATS as FILES
from akkuri.analysis.network.files import network_file
from akkuri.analysis.network.measures import measure
from akkuri.analysis.network.path_view import path_view
from akkuri.analysis.network.ties import Tie, ties
from akkuri.analysis.network.views import SHOWS as NETWORK_SHOWS
from akkuri.analysis.network.views import network_view
from akkuri.analysis.view import View, to_csv
from akkuri.analysis.weights import Parameters, load_parameters
from akkuri.errors import UsageError
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths, parameter
from akkuri.web.http.problems import problem_response
from akkuri.web.page.rendering import cached, etag, language, not_modified
from akkuri.web.page.site import site

__all__ = ["analysed", "blueprint"]

blueprint = Blueprint("analysis_api", __name__)

_TABLES: Final = ("json", "csv")
_GAPS: Final = ("show", "region", "stage", "capability", "state", "budget", "format", "lang")
_CELL: Final = ("region", "lang")
_FILTERS: Final = ("nodes", "since", "until", "kind", "country", "type", "stage")
_NETWORK: Final = (
    "show",
    *_FILTERS,
    "organisation",
    "without",
    "facility",
    "year",
    "top",
    "format",
    "lang",
)
_PATH: Final = ("from", "to", *_FILTERS, "format", "lang")
_NUMBERS: Final = frozenset({"since", "until", "year", "top"})
_MEDIA: Final = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml"}
_KEY: Final = "akkuri_analysis"
_LOCK: Final = threading.Lock()

Analysed = tuple[Model, Parameters, list[Tie]]


def analysed() -> Analysed:
    """Return the model of what is served and its ties; read once for each version of the content."""
    version = site().reader.version
    with _LOCK:
        kept = current_app.extensions.get(_KEY)
        if kept is None or kept[0] != version or not version:
            model = load_model(SelectSource(site().reader.select), site().names, site().known)
            parameters = load_parameters(site().cluster)
            kept = (version, (model, parameters, ties(model, parameters)))
            current_app.extensions[_KEY] = kept
    found: Analysed = kept[1]
    return found


def _answer(known: tuple[str, ...], make: Callable[[str], Response]) -> Response:
    """Check the names of the parameters and answer; what does not fit is 400."""
    lang = language().code
    try:
        for name in request.args:
            if name not in known:
                raise UsageError(
                    text(lang, "analysis.unknown_parameter", name=name[:50], known=", ".join(known))
                )
        tag = etag("analysis")
        if unchanged := not_modified(tag):
            return unchanged
        response = make(lang)
    except UsageError as error:
        return problem_response(400, "bad-parameter", str(error))
    response.headers["Vary"] = "Accept-Language"
    response.headers["Content-Language"] = lang
    return cached(response, tag)


def _shown(view: View, lang: str) -> Response:
    form = _form(lang, _TABLES)
    if form == "csv":
        response = Response(to_csv(view), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'inline; filename="{view.name}.csv"'
        return response
    return json_response({**view.document(lang), "release": site().reader.version})


def _form(lang: str, known: tuple[str, ...]) -> str:
    form = request.args.get("format") or "json"
    if form not in known:
        raise UsageError(text(lang, "analysis.bad_format", value=form[:50], known=", ".join(known)))
    return form


def _gap_request(lang: str) -> GapRequest:
    budget = request.args.get("budget")
    return GapRequest(
        request.args.get("show") or ("investments" if budget else "cells"),
        request.args.get("region") or None,
        request.args.get("stage") or None,
        request.args.get("capability") or None,
        request.args.get("state") or None,
        _number("budget", budget, lang),
        lang,
    )


def _number(name: str, value: str | None, lang: str) -> float | None:
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if not abs(found) < 1e15:
        raise UsageError(text(lang, "analysis.bad_number", name=name, value=value[:50]))
    return found


def _network_request(lang: str) -> NetworkRequest:
    numbers: dict[str, int | None] = {}
    for name in _NUMBERS:
        found = _number(name, request.args.get(name), lang)
        numbers[name] = None if found is None else int(found)
    words = {
        name: request.args.get(name) or None
        for name in ("country", "type", "stage", "organisation", "without", "facility")
    }
    nodes = request.args.get("nodes") or "organisation"
    kinds = tuple(kind for kind in request.args.getlist("kind") if kind)
    show = request.args.get("show") or "measures"
    asked: dict[str, Any] = {**numbers, **words}
    return NetworkRequest(show, kind=kinds, lang=lang, nodes=nodes, **asked)


@blueprint.get("/api/gaps")
def gaps() -> Response:
    """Answer one table of the gap analysis."""

    def make(lang: str) -> Response:
        asked = _gap_request(lang)
        model, parameters, _ = analysed()
        return _shown(gap_view(model, parameters, asked), lang)

    return _answer(_GAPS, make)


@blueprint.get("/api/gaps/<stage>/<capability>")
def cell(stage: str, capability: str) -> Response:
    """Answer one cell with its evidence; 404 when the frame does not expect it."""
    lang = language().code
    model, parameters, _ = analysed()
    asked = GapRequest(stage=stage, capability=capability, region=request.args.get("region"), lang=lang)
    try:
        found = cell_document(model, parameters, asked)
    except UsageError as error:
        return problem_response(404, "unknown-cell", str(error))
    return _answer(_CELL, lambda _: json_response(found))


@blueprint.get("/api/scenarios")
def scenario_form() -> Response:
    """Tell what a scenario may say."""

    def make(lang: str) -> Response:
        model, _, _ = analysed()
        schemes = {"status": "status", "scale": "scale", "access": "access-mode", "region": "region"}
        values = {name: model.concepts(scheme) for name, scheme in schemes.items()}
        values |= {
            "action": list(ACTIONS),
            "capability": sorted(model.capabilities),
            "stages": sorted(model.stages),
        }
        example = [{"action": "add", "facility": "new", "region": model.regions[0]}] if model.regions else []
        return json_response({"columns": list(COLUMNS), "values": values, "example": example})

    return _answer(("lang",), make)


@blueprint.post("/api/scenarios")
def scenario() -> Response:
    """Apply the scenario in the body (JSON or CSV) and answer the cells that change; 422 when it is wrong."""
    lang = language().code
    try:
        content = request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError:
        return problem_response(400, "bad-body", text(lang, "analysis.scenario_body"))
    if not content.strip():
        return problem_response(400, "bad-body", text(lang, "analysis.scenario_body"))
    try:
        asked = _gap_request(lang)
        model, parameters, _ = analysed()
        response = _shown(scenario_view(model, parameters, content, asked), lang)
    except UsageError as error:
        return problem_response(422, "bad-scenario", str(error))
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/api/network")
def network() -> Response:
    """Answer one table of the network analysis, or the network as GraphML or GEXF."""

    def make(lang: str) -> Response:
        asked = _network_request(lang)
        form = _form(lang, (*_TABLES, *FILES))
        model, parameters, found = analysed()
        if form in _TABLES:
            return _shown(network_view(model, parameters, asked, found), lang)
        analysis = Analysis.of(model, parameters, asked, found)
        chosen = analysis.network()
        measures = measure(chosen, analysis.model, parameters)
        content = network_file(chosen, analysis.model, form, lang, measures)
        response = Response(content, content_type=_MEDIA[form])
        response.headers["Content-Disposition"] = f'attachment; filename="network.{form}"'
        return response

    return _answer(_NETWORK, make)


@blueprint.get("/api/network/path")
def path() -> Response:
    """Answer the chain of introductions between two actors, with the sources of each step."""

    def make(lang: str) -> Response:
        asked = _network_request(lang)
        start, end = request.args.get("from"), request.args.get("to")
        if not start or not end:
            raise UsageError(text(lang, "analysis.both_ends"))
        model, parameters, found = analysed()
        return _shown(path_view(model, parameters, start[:200], end[:200], asked, found), lang)

    return _answer(_PATH, make)


_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "budget": {"type": "number", "exclusiveMinimum": 0},
    "lang": {"type": "string", "enum": list(LANGUAGES)},
    "nodes": {"type": "string", "enum": list(NODES)},
    "kind": {"type": "array", "items": {"type": "string"}},
    **{name: {"type": "integer"} for name in _NUMBERS},
}


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the routes of this module."""
    in_path = [
        parameter(name, text(lang, f"analysis.param_{name}"), {"type": "string"}, "path")
        for name in ("stage", "capability")
    ]
    scenario_route = _operation(lang, "runScenario", "api_scenarios", ("region", "stage", "format", "lang"))
    scenario_route["requestBody"] = {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
    scenario_route["responses"]["422"] = PROBLEM
    cell_route = _operation(lang, "getGapCell", "api_cell", _CELL)
    cell_route["parameters"] = [*in_path, *cell_route["parameters"]]
    cell_route["responses"]["404"] = PROBLEM
    return {
        "/api/gaps": {"get": _operation(lang, "listGaps", "api_gaps", _GAPS, tuple(GAP_SHOWS))},
        "/api/gaps/{stage}/{capability}": {"get": cell_route},
        "/api/scenarios": {
            "get": _operation(lang, "describeScenario", "api_scenario_form", ("lang",)),
            "post": scenario_route,
        },
        "/api/network": {
            "get": _operation(lang, "analyseNetwork", "api_network", _NETWORK, tuple(NETWORK_SHOWS), FILES)
        },
        "/api/network/path": {"get": _operation(lang, "findPath", "api_path", _PATH)},
    }


def _operation(
    lang: str,
    name: str,
    summary: str,
    params: tuple[str, ...],
    shows: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
) -> dict[str, Any]:
    known = dict(_SCHEMAS)
    known["show"] = {"type": "string", "enum": list(shows)}
    known["format"] = {"type": "string", "enum": [*_TABLES, *files]}
    contents: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
    if "format" in params:
        contents["text/csv"] = {"schema": {"type": "string"}}
    contents |= {_MEDIA[form]: {"schema": {"type": "string"}} for form in files}
    found = [
        parameter(item, text(lang, f"analysis.param_{item}"), known.get(item, {"type": "string"}))
        for item in params
    ]
    for item in found:
        if item["name"] in ("from", "to"):
            item["required"] = True
    return {
        "operationId": name,
        "summary": text(lang, f"analysis.{summary}"),
        "parameters": found,
        "responses": {"200": {"description": "OK", "content": contents}, "400": PROBLEM, "503": PROBLEM},
    }
