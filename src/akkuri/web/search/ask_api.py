"""`/api/ask`: the question that a sentence in one's own words asks, or why it is refused."""

from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.errors import UsageError
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths, parameter
from akkuri.web.api.schemas import Schema, array, mapping, object_of
from akkuri.web.http.problems import bad_parameter, problem_response
from akkuri.web.http.repeated import refuse_others
from akkuri.web.page.rendering import asked_language, cached, etag, language, not_modified
from akkuri.web.page.site import site
from akkuri.web.search.readings import answer_document

__all__ = ["READING", "blueprint"]

blueprint = Blueprint("ask_api", __name__)
_LANG: Final = {"type": "string", "enum": list(LANGUAGES)}
_TEXT: Final[Schema] = {"type": "string"}
_READ: Final = dict.fromkeys(("question", "title", "answer", "page"), _TEXT) | {"parameters": mapping(_TEXT)}
_BESIDE: Final = dict.fromkeys(("why", "not_used"), array(_TEXT))
READING: Final = object_of(_BESIDE, **_READ)
"""The schema of one reading of a sentence."""
_ANSWER: Final = object_of(
    {**_READ, **_BESIDE, "refused": _TEXT, "read_as": _TEXT},
    q=_TEXT,
    lang=_TEXT,
    release={"type": ["string", "null"]},
    alternatives=array(READING),
)


@blueprint.get("/api/ask")
def ask() -> Response:
    """Understand a sentence; texts are in its own language unless `lang` says another."""
    try:
        refuse_others(("q", "lang"), language().code)
    except UsageError as error:
        return bad_parameter(error, language().code)
    sentence = request.args.get("q", "").strip()
    if not sentence:
        return problem_response(400, "bad-parameter", text(language().code, "search.no_sentence"))
    tag = etag("ask")
    if unchanged := not_modified(tag):
        return unchanged
    answer = site().own_words().answer(sentence, asked_language())
    response = json_response(answer_document(answer, site().names, site().reader.version))
    response.headers["Content-Language"] = answer.lang
    return cached(response, tag)


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the asking."""
    found = {"description": "OK", "content": {"application/json": {"schema": _ANSWER}}}
    return {
        "/api/ask": {
            "get": {
                "operationId": "ask",
                "summary": text(lang, "search.param_ask"),
                "parameters": [
                    parameter("q", text(lang, "search.param_sentence"), {"type": "string"})
                    | {"required": True},
                    parameter("lang", text(lang, "queries.lang"), _LANG),
                ],
                "responses": {"200": found, "400": PROBLEM},
            }
        }
    }
