"""What the OpenAPI description says of `/api/queries` and of every named question."""

from typing import Any, Final

from akkuri.ask.named.parameters import Parameter
from akkuri.ask.named.question import NamedQuery
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.openapi import PROBLEM, openapi_paths, parameter
from akkuri.web.api.schemas import CELL, COLUMNS, SPARQL_RESULTS, mapping, object_of
from akkuri.web.page.site import site
from akkuri.web.questions.queries_api import FORMATS, MOST

__all__ = ["paths"]

_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "lang": {"type": "string", "enum": list(LANGUAGES)},
    "country": {"type": "string", "pattern": "^([A-Za-z]{2})?$"},
    "date": {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"},
}


def _schema(param: Parameter) -> dict[str, Any]:
    schema = dict(_SCHEMAS.get(param.type, {"type": "string"}))
    if param.default is not None:
        number = {"number": float, "integer": int}.get(param.type)
        schema["default"] = number(param.default) if number else param.default
        if param.type == "boolean":
            schema["default"] = param.default == "true"
    if param.choices:
        schema["enum"] = list(param.choices)
    if param.scheme:
        schema["description"] = f"/concept/{param.scheme}"
    return schema


_LIST: Final = object_of(
    groups={"type": "array", "items": object_of(group={"type": "string"}, title={"type": "string"})},
    queries={
        "type": "array",
        "items": object_of(
            query={"type": "string"},
            title={"type": "string"},
            summary={"type": "string"},
            tags={"type": "array", "items": {"type": "string"}},
            params={"type": "array", "items": object_of(name={"type": "string"}, type={"type": "string"})},
            columns=COLUMNS,
            url={"type": "string"},
        ),
    },
)


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the list and every query of the catalogue."""
    found: dict[str, Any] = {
        "/api/queries": {
            "get": {
                "operationId": "listQueries",
                "summary": text(lang, "queries.list"),
                "parameters": [parameter("lang", text(lang, "queries.lang"), _SCHEMAS["lang"])],
                "responses": {
                    "200": {"description": "OK", "content": {"application/json": {"schema": _LIST}}},
                    "400": PROBLEM,
                },
            }
        }
    }
    for query in site().catalogue:
        found[f"/api/queries/{query.path}"] = {"get": _operation(query, lang)}
    return found


def _operation(query: NamedQuery, lang: str) -> dict[str, Any]:
    names = [column.name for column in query.columns]
    row = {
        "type": "object",
        "required": names,
        "additionalProperties": False,
        "properties": {c.name: {"title": c.title(lang), "type": list(CELL)} for c in query.columns},
    }
    answer_schema = object_of(
        query={"const": query.path},
        title={"type": "string"},
        release={"type": "string"},
        params=mapping({"type": list(CELL)}),
        columns=COLUMNS,
        rows={"type": "array", "items": row},
        offset={"type": "integer"},
        limit={"type": ["integer", "null"]},
        more={"type": "boolean"},
        links={"type": "object", "additionalProperties": {"type": "string"}},
    )
    contents: dict[str, Any] = {name: {"schema": {"type": "string"}} for name in FORMATS.values()}
    contents["application/json"] = {"schema": answer_schema}
    contents[FORMATS["srj"]] = {"schema": SPARQL_RESULTS}
    common = [
        parameter("format", text(lang, "queries.format"), {"type": "string", "enum": list(FORMATS)}),
        parameter("limit", text(lang, "queries.limit"), {"type": "integer", "minimum": 1, "maximum": MOST}),
        parameter("offset", text(lang, "queries.offset"), {"type": "integer", "minimum": 0, "maximum": MOST}),
        parameter("bom", text(lang, "queries.bom"), {"type": "string", "enum": ["0", "1"]}),
    ]
    if "lang" not in query.params:
        common.append(parameter("lang", text(lang, "queries.lang"), _SCHEMAS["lang"]))
    return {
        "operationId": query.path.replace("/", "-"),
        "summary": query.title(lang),
        "description": query.summary(lang),
        "tags": [text(lang, f"queries.group_{query.group}")],
        "parameters": [
            *(parameter(param.name, param.label(lang), _schema(param)) for param in query.params.values()),
            *common,
        ],
        "responses": {
            "200": {"description": "OK", "content": contents},
            "400": PROBLEM,
            "404": PROBLEM,
        },
    }
