"""`/api/terms`: the terms that this graph uses, for editors that complete and check queries."""

from typing import Any, Final, cast

from flask import Blueprint, Response, current_app

from akkuri.errors import UsageError
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths, parameter
from akkuri.web.editor.known_terms import KnownTerms, read_terms
from akkuri.web.editor.short_terms import ShortTerms
from akkuri.web.http.problems import bad_parameter
from akkuri.web.http.repeated import refuse_others
from akkuri.web.page.per_version import PerVersion
from akkuri.web.page.rendering import cached, etag, language, not_modified
from akkuri.web.page.site import site

__all__ = ["blueprint", "served_terms"]

blueprint = Blueprint("terms_api", __name__)

_PAIRS: Final = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
}
_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_SCHEMA: Final = {
    "type": "object",
    "required": ["release", "concept_base", "prefixes", "classes", "properties", "concepts", "others"],
    "properties": {
        "release": {"type": "string"},
        "concept_base": {"type": "string", "format": "uri"},
        "prefixes": {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
        "classes": _PAIRS,
        "properties": _PAIRS,
        "concepts": _PAIRS,
        "others": _TEXTS,
    },
}
_KEY: Final = "akkuri_terms"
_LANG: Final = {"type": "string", "enum": list(LANGUAGES)}


def served_terms() -> KnownTerms:
    """Return the terms of the release in use, read at first use."""
    found = current_app.extensions.get(_KEY)
    if found is None:
        reader, names = site().reader, site().names
        made = PerVersion(lambda: reader.version, lambda: read_terms(reader.select, names))
        found = current_app.extensions.setdefault(_KEY, made)
    return cast("KnownTerms", found())


@blueprint.get("/api/terms")
def terms() -> Response:
    """Answer with classes, properties and concepts, each as a query writes it with its label."""
    try:
        refuse_others(("lang",), language().code)
    except UsageError as error:
        return bad_parameter(error, language().code)
    tag = etag("terms")
    if unchanged := not_modified(tag):
        return unchanged
    here, lang, found = site(), language().code, served_terms()
    short = ShortTerms(here.names)

    def told(iris: list[str]) -> list[tuple[str, str]]:
        here.labels.need(iris)
        return [(short(iri), here.labels.best(iri, lang).value) for iri in iris]

    response = json_response(
        {
            "release": here.reader.version,
            "concept_base": here.names.concept(""),
            "prefixes": here.names.prefixes,
            "classes": told(found.classes),
            "properties": told(found.properties),
            "concepts": told(found.concepts),
            "others": found.others,
        }
    )
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept-Language"
    return cached(response, tag)


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the terms."""
    found = {"description": "OK", "content": {"application/json": {"schema": _SCHEMA}}}
    return {
        "/api/terms": {
            "get": {
                "operationId": "terms",
                "summary": text(lang, "editor.api"),
                "parameters": [parameter("lang", text(lang, "queries.lang"), _LANG)],
                "responses": {"200": found, "400": PROBLEM},
            }
        }
    }
