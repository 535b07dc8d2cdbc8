"""`/api/scenarios`: what a scenario may say, and what one would change."""

from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.analysis.gaps.filters import SCENARIO
from akkuri.analysis.gaps.scenarios.scenario_file import ACTIONS, COLUMNS
from akkuri.analysis.subjects import GAPS
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import analysed, served_basis
from akkuri.web.analyses.view_api import TABLES, answered, operation, shown_as, view_request
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths
from akkuri.web.api.schemas import CELL, array, mapping, object_of
from akkuri.web.http.problems import problem_response
from akkuri.web.page.rendering import language

__all__ = ["blueprint"]

blueprint = Blueprint("scenario_api", __name__)

_STEPS: Final = array(mapping({"type": list(CELL)}))
_TEXTS: Final = array({"type": "string"})
_FORM: Final = object_of(columns=_TEXTS, values=mapping(_TEXTS), example=_STEPS)


@blueprint.get("/api/scenarios")
def scenario_form() -> Response:
    """Tell what a scenario may say."""

    def make(_lang: str) -> Response:
        model = served_basis().model
        schemes = {"status": "status", "scale": "scale", "access": "access-mode", "region": "region"}
        values = {name: model.concepts(scheme) for name, scheme in schemes.items()}
        values |= {
            "action": list(ACTIONS),
            "capability": sorted(model.capabilities),
            "stages": sorted(model.stages),
        }
        example = [{"action": "add", "facility": "new", "region": model.regions[0]}] if model.regions else []
        return json_response({"columns": list(COLUMNS), "values": values, "example": example})

    return answered(("lang",), make, ("json",))


@blueprint.post("/api/scenarios")
def scenario() -> Response:
    """Apply the scenario in the body (JSON, CSV, a workbook); 422 with every fault when it is wrong."""
    lang = language().code
    content = request.get_data()
    if not content.strip():
        return problem_response(400, "bad-body", text(lang, "analysis.scenario_body"))
    try:
        asked = view_request(GAPS, lang, "what-if", **{SCENARIO.name: content})
        response = shown_as(analysed(GAPS, asked), lang)
    except UsageError as error:
        faults = error.sentence(lang).splitlines()
        return problem_response(422, "bad-scenario", " ".join(faults), members={"faults": faults})
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    return response


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the routes."""
    found = operation(lang, "runScenario", "api_scenarios", GAPS.find("what-if", lang).parameters, TABLES)
    found["requestBody"] = {
        "required": True,
        "content": {
            "application/json": {"schema": _STEPS},
            "text/csv": {"schema": {"type": "string"}},
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
                "schema": {"type": "string", "format": "binary"}
            },
        },
    }
    found["responses"]["422"] = PROBLEM
    return {
        "/api/scenarios": {
            "get": operation(lang, "describeScenario", "api_scenario_form", (), schema=_FORM),
            "post": found,
        }
    }
