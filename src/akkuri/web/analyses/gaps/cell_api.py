"""`/api/gaps/{stage}/{capability}`: one cell with everything behind it."""

from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.analysis.gaps.cell_document import cell_document
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.filters import REGION
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.view_api import answered, operation
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths, parameter
from akkuri.web.api.schemas import Schema, array, listing, object_of
from akkuri.web.http.problems import problem_response
from akkuri.web.page.rendering import language

__all__ = ["blueprint"]

blueprint = Blueprint("cell_api", __name__)

_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer"}
_NAMED: Final = ("stage", "stage_name", "capability", "capability_name", "area", "state", "state_name")
_COUNTED: Final = ("facilities", "operators", "open", "pilot", "in_house", "planned", "former", "needs")
_CELL: Final = object_of(
    **dict.fromkeys(_NAMED, _TEXT),
    **dict.fromkeys(_COUNTED, _COUNT),
    severity={"type": "number"},
    shortcomings=array(_TEXT),
    evidence=array(object_of(record=_TEXT, name=_TEXT, sources=listing("source", "title", "url"))),
)


@blueprint.get("/api/gaps/<stage>/<capability>")
def cell(stage: str, capability: str) -> Response:
    """Answer one cell with its evidence; 404 when the frame does not expect it."""
    given = {"stage": stage, "capability": capability, "region": request.args.get("region")}
    try:
        found = cell_document(served_basis(), ViewRequest(given=given, lang=language().code))
    except UsageError as error:
        return problem_response(404, "unknown-cell", error.sentence(language().code))
    return answered(("region", "lang"), lambda _: json_response(found), ("json",))


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the route."""
    in_path = [
        parameter(name, text(lang, f"views.param_{name}"), {"type": "string"}, "path")
        for name in ("stage", "capability")
    ]
    found = operation(lang, "getGapCell", "api_cell", (REGION,), schema=_CELL)
    found["parameters"] = [*in_path, *found["parameters"]]
    found["responses"]["404"] = PROBLEM
    return {"/api/gaps/{stage}/{capability}": {"get": found}}
