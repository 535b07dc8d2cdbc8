"""`/api/what-if`: the cells that one facility more would change, as the form on `/gaps/what-if` asks."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.analysis.gaps.scenarios.new_facility import (
    CAPABILITY,
    OFFERED,
    PLACED,
    check_new_facility,
    new_facility_request,
)
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.table import ViewTable
from akkuri.web.analyses.basis import analysed, served_basis
from akkuri.web.analyses.view_api import TABLES, answered, operation, shown_as
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.api.openapi import openapi_paths, parameter
from akkuri.web.http.repeated import refuse_repeated

__all__ = ["blueprint", "given_facility", "what_if_table"]

blueprint = Blueprint("what_if_api", __name__)

_NAMES: Final = (*OFFERED, *PLACED)
_LENGTH: Final = 200
"""Signs that are read of one value."""


def given_facility() -> dict[str, str]:
    """Return what the address tells of the facility; what it tells twice stands as tables write it: a;b."""
    given = {name: [each.strip()[:_LENGTH] for each in request.args.getlist(name)] for name in _NAMES}
    return {name: "; ".join(filter(None, values)) for name, values in given.items() if any(values)}


def what_if_table(given: Mapping[str, str], lang: str, labels: Mapping[str, str] | None = None) -> ViewTable:
    """Return the cells that change with a facility.

    Raises UsageError for what does not fit; `labels` has what a form calls the parameters.
    """
    refuse_repeated([name for name in _NAMES if name not in OFFERED], lang, labels)
    check_new_facility(served_basis().model, given, labels or {}, lang)
    return analysed(GAPS, new_facility_request(given, lang))


@blueprint.get("/api/what-if")
def what_if() -> Response:
    """Answer what the facility of the address would change."""

    def make(lang: str) -> Response:
        return shown_as(what_if_table(given_facility(), lang), lang)

    return answered((*_NAMES, "format", "lang"), make)


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the route of this module."""
    model = served_basis().model
    known: dict[str, dict[str, Any]] = {
        name: {"type": "string", "enum": model.concepts(scheme)} for name, scheme in OFFERED.items()
    }
    known["stages"] = {"type": "array", "items": known["stages"], "minItems": 1}
    known |= {
        "region": {"type": "string", "enum": list(model.regions)},
        "country": {"type": "string"},
        "amount_eur": {"type": "number"},
    }
    found = operation(lang, "askWhatIf", "api_what_if", (), TABLES)
    told = [
        parameter(name, phrases(lang)(f"what_if_{name}"), known[name])
        | ({"required": True} if name == CAPABILITY else {})
        for name in _NAMES
    ]
    found["parameters"] = [*told, *found["parameters"]]
    return {"/api/what-if": {"get": found}}
