"""`/api/record`: the record that a name means, by the resolver that everything else understands names by."""

from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.errors import UsageError
from akkuri.naming.answers import Found, UnresolvedError
from akkuri.naming.things import Thing, kinds, records
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths, parameter
from akkuri.web.api.schemas import Schema, object_of
from akkuri.web.http.problems import bad_parameter, problem_response
from akkuri.web.http.repeated import refuse_others
from akkuri.web.page.rendering import cached, etag, language, not_modified
from akkuri.web.page.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("record_api", __name__)

_TEXT: Final[Schema] = {"type": "string"}
_FOUND: Final = object_of(
    release={"type": ["string", "null"]},
    **dict.fromkeys(("record", "id", "kind", "name", "document"), _TEXT),
)
_LONGEST: Final = 500


@blueprint.get("/api/record")
def record() -> Response:
    """Answer with the one record that is meant; 400 without a name, 404 with what may be meant instead."""
    lang = language().code
    try:
        refuse_others(("name", "kind", "lang"), lang)
    except UsageError as error:
        return bad_parameter(error, lang)
    written, kind = request.args.get("name", "").strip(), request.args.get("kind", "").strip()
    if not written or len(written) > _LONGEST or len(kind) > _LONGEST:
        return problem_response(400, "bad-parameter", text(lang, "naming.no_record", most=_LONGEST))
    tag = etag("record")
    if unchanged := not_modified(tag):
        return unchanged
    known, names = site().known, site().names
    try:
        if kind:
            thing = known.find(written, records(known.find(kind, kinds(), lang, "kind").id), lang, "name")
        else:
            thing = _meant(written, lang)
    except UnresolvedError as error:
        return problem_response(404, "unknown-record", error.sentence(lang))
    found = thing.group.partition("/")[2]
    told = {
        "release": site().reader.version,
        "record": names.id(found, thing.id),
        "id": thing.id,
        "kind": found,
        "name": thing.label(lang),
        "document": f"/doc/{found}/{thing.id}",
    }
    return cached(json_response(told), tag)


def _meant(written: str, lang: str) -> Thing:
    """Return what a name means among all records. Raises UnresolvedError."""
    known, among = site().known, records(*site().kinds.names)
    answer = known.known_first(written, among)
    return answer.thing if isinstance(answer, Found) else known.find(written, among, lang, "name")


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the route."""
    found = {"description": "OK", "content": {"application/json": {"schema": _FOUND}}}
    return {
        "/api/record": {
            "get": {
                "operationId": "findRecord",
                "summary": text(lang, "naming.api_record"),
                "parameters": [
                    parameter("name", text(lang, "naming.param_name"), _TEXT) | {"required": True},
                    parameter("kind", text(lang, "naming.param_kind"), _TEXT),
                    parameter(
                        "lang", text(lang, "queries.lang"), {"type": "string", "enum": list(LANGUAGES)}
                    ),
                ],
                "responses": {"200": found, "400": PROBLEM, "404": PROBLEM},
            }
        }
    }
