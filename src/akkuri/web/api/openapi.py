"""`/api/openapi.json`: the API described in OpenAPI 3.1, put together from what each room of it says."""

import json
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri import __version__
from akkuri.errors import RequestError
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.schemas import array, object_of
from akkuri.web.http.negotiation import Offer, chosen, not_acceptable
from akkuri.web.http.problems import request_problem
from akkuri.web.page.rendering import cached, etag, language, not_modified

__all__ = ["PROBLEM", "blueprint", "document", "header", "json_response", "openapi_paths", "parameter"]

blueprint = Blueprint("openapi", __name__)

Paths = dict[str, Any]
_API: Final = "/api/"
_JSON: Final = (Offer("json", "application/json"),)
_PROVIDERS: list[Callable[[str], Paths]] = []

PROBLEM: Final = {
    "description": "RFC 9457 problem",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
"""The answer of every route to what it cannot answer."""


def openapi_paths(provider: Callable[[str], Paths]) -> Callable[[str], Paths]:
    """Add a room's paths to the description; a decorator of a function language → OpenAPI paths object."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def parameter(name: str, description: str, schema: dict[str, Any], where: str = "query") -> dict[str, Any]:
    """Return one OpenAPI parameter; those in the path are required."""
    found: dict[str, Any] = {"name": name, "in": where, "description": description, "schema": schema}
    return found | ({"required": True} if where == "path" else {})


def _say_headers(answer: dict[str, Any], lang: str) -> None:
    """Say which headers an answer of the API has beside those of every answer on the web."""
    named = ["Link"] + (["Content-Disposition"] if len(answer["content"]) > 1 else [])
    answer["headers"] = {name: header(lang, name) for name in named} | answer.get("headers", {})


def header(lang: str, name: str) -> dict[str, Any]:
    """Describe a header of an answer."""
    return {"description": text(lang, f"endpoint.header-{name.lower()}"), "schema": {"type": "string"}}


def json_response(content: object) -> Response:
    """Return JSON whose members stand in the order in which they were put."""
    return Response(json.dumps(content, ensure_ascii=False) + "\n", content_type="application/json")


def document(lang: str) -> dict[str, Any]:
    """Return the whole description in a language."""
    paths: Paths = {}
    for provider in _PROVIDERS:
        paths |= provider(lang)
    later = PROBLEM | {"headers": {"Retry-After": header(lang, "Retry-After")}}
    for path, operations in paths.items():
        for method, operation in operations.items():
            operation["responses"].setdefault("400", PROBLEM)  # of a language that there is not
            if method == "get":
                operation["responses"].setdefault("412", PROBLEM)  # to If-Match, If-Unmodified-Since
            if path.startswith(_API):
                operation["responses"] |= {"406": PROBLEM, "429": later, "503": later}
                _say_headers(operation["responses"]["200"], lang)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Akkuri",
            "version": __version__,
            "description": text(lang, "queries.api"),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": request.script_root or "/"}],
        "security": [],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": {"Problem": _PROBLEM_SCHEMA}},
    }


_PROBLEM_SCHEMA: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri"},
        "nearest": array(object_of(title={"type": "string"}, href={"type": ["string", "null"]})),
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}


@blueprint.before_app_request
def _language_asked_for() -> None:
    """Refuse a language there is not: a program that asks for one would take the answer to be in it."""
    asked = request.args.get("lang", "") if request.path.startswith(_API) else ""
    if asked and asked not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise RequestError(400, "web.bad_language", {"value": asked[:50], "known": known})


@blueprint.after_app_request
def _json_for_those_who_take_it(response: Response) -> Response:
    """Refuse to send JSON to who does not accept it; an address that names its form has it."""
    if not request.path.startswith(_API) or response.status_code not in (200, 304):
        return response
    response.vary.add("Accept")
    named = request.args.get("format") or request.path.endswith(".json")
    if named or response.mimetype != _JSON[0].media_type:
        return response
    accept = request.environ.get("HTTP_ACCEPT")
    if chosen(accept, _JSON) is not None:
        return response
    response.close()
    return request_problem(not_acceptable(accept, _JSON))


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """Describe the API."""
    tag = etag("openapi")
    if answer := not_modified(tag):
        return answer
    response = json_response(document(language().code))
    response.headers["Vary"] = "Accept-Language"
    response.headers["Content-Language"] = language().code
    return cached(response, tag)
