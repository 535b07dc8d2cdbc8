"""The routes: manifest, batches, data extension, suggestions and previews."""

import json
import re
from typing import Any, Final

from flask import Blueprint, Response, render_template, request

from akkuri import __version__
from akkuri.errors import RequestError, UsageError
from akkuri.naming.answers import Found
from akkuri.naming.spelling import fold
from akkuri.naming.things import Thing, Wanted
from akkuri.search.found import Hit
from akkuri.texts import text
from akkuri.web.api.openapi import PROBLEM, json_response, openapi_paths, parameter
from akkuri.web.api.schemas import Schema, listing, mapping, object_of
from akkuri.web.http.problems import problem_response
from akkuri.web.page.rendering import language, protect
from akkuri.web.page.site import site
from akkuri.web.reconcile.candidates import reconciled, suggested
from akkuri.web.reconcile.entities import (
    entity_id,
    entity_iri,
    groups_of,
    known_types,
    names_of_type,
    type_of,
    type_told,
)
from akkuri.web.reconcile.properties import (
    extended,
    in_language,
    names_of_property,
    properties_of,
    property_iri,
    property_told,
    stated,
)
from akkuri.web.reconcile.proposing import proposed
from akkuri.web.reconcile.reading import read_extension, read_queries
from akkuri.web.search.asked import wordings

__all__ = ["blueprint"]

blueprint = Blueprint("reconcile", __name__)
_SUGGESTED: Final = 12
_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]{0,60}(\.[A-Za-z_$][\w$]{0,60}){0,3}", re.ASCII)
_PREVIEW: Final = {"width": 420, "height": 220}
_ANSWERS: Final[Schema] = mapping(
    {"type": ["object", "array", "string"], "items": {"type": ["object", "string"]}}
)
"""The manifest of the service, or answers by the key of their question."""
_SUGGESTIONS: Final = object_of(result=listing("id", "name"))
_PROPOSED: Final = object_of(properties=listing("id", "name"))


@blueprint.route("/reconcile", methods=["GET", "POST"])
def reconcile() -> Response:
    """Answer with the manifest, a batch (`queries`) or a data extension (`extend`)."""
    lang = language().code
    try:
        if queries := request.values.get("queries"):
            return _answered(reconciled(read_queries(queries, lang), lang))
        if extend := request.values.get("extend"):
            return _answered(_extension(extend, lang))
        if request.method == "POST":  # JSON as in later drafts, or another name: the manifest is no answer
            raise UsageError(text(lang, "reconcile.nothing-sent"))
    except UsageError as error:
        return problem_response(400, "bad-reconciliation", error.sentence(lang))
    return _answered(_manifest(lang))


@blueprint.get("/reconcile/suggest/entity")
def suggest_entity() -> Response:
    """Suggest records and concepts whose names begin as what is typed."""
    lang, prefix = language().code, request.args.get("prefix", "")[:200]
    types, skip = request.args.getlist("type"), request.args.get("cursor", "")
    skipped = int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 7 else 0
    found = suggested(prefix, types, skipped, _SUGGESTED, lang) if prefix.strip() else []
    return _answered({"result": found})


@blueprint.get("/reconcile/suggest/type")
def suggest_type() -> Response:
    """Suggest types by their names in any language; places are those that the types of places hold."""
    lang = language().code
    site().labels.need([site().settings.base + name for name in known_types() if "/" in name])
    return _answered(
        {"result": _beginning([(type_told(name, lang), names_of_type(name)) for name in known_types()])}
    )


@blueprint.get("/reconcile/suggest/property")
def suggest_property() -> Response:
    """Suggest properties by their names in any language."""
    names = list(dict.fromkeys(name for kind in (*site().kinds.names, "") for name in properties_of(kind)))
    site().labels.need([property_iri(name) for name in names])
    told = [(property_told(name), names_of_property(name)) for name in names]
    return _answered({"result": _beginning(told)})


@blueprint.get("/reconcile/extend/propose")
def propose() -> Response:
    """Propose the properties of a type for data extension."""
    kind = request.args.get("type", "")[:200]
    limit = request.args.get("limit", "")
    most = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 7 else None
    names = proposed(kind)[:most]
    site().labels.need([property_iri(name) for name in names])
    told = {"properties": [property_told(name) for name in names]} | ({"type": kind} if kind else {})
    return _answered(told | ({"limit": most} if most is not None else {}))


@blueprint.get("/reconcile/preview")
def preview() -> Response:
    """Show an entity in a small page that other sites may frame."""
    lang = language().code
    shown = _entity(request.args.get("id", "")[:500])
    response = protect(Response(_preview(shown, lang), content_type="text/html; charset=utf-8"))
    policy = response.headers["Content-Security-Policy"]
    framed = policy.replace("frame-ancestors 'none'", "frame-ancestors *")
    response.headers["Content-Security-Policy"] = framed
    response.headers["Content-Language"] = lang
    return response


@blueprint.get("/reconcile/flyout/entity")
def flyout() -> Response:
    """Show an entity as a piece of HTML in JSON."""
    identifier, lang = request.args.get("id", "")[:500], language().code
    shown = _entity(identifier)
    return _answered({"id": identifier, "html": _preview(shown, lang, piece=True)})


def _manifest(lang: str) -> dict[str, Any]:
    base, root = site().settings.base, request.url_root.rstrip("/")
    service = f"{root}/reconcile"
    types = [name for name in site().kinds.names if not site().kinds[name].called_after]
    return {
        "versions": ["0.2"],
        "name": "Akkuri",
        "identifierSpace": base,
        "schemaSpace": site().names.ak,
        "documentation": f"{root}/about",
        "serviceVersion": __version__,
        "defaultTypes": [type_told(name, lang) for name in types],
        "view": {"url": f"{base}{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": {
            "entity": {
                "service_url": root,
                "service_path": "/reconcile/suggest/entity",
                "flyout_service_url": root,
                "flyout_service_path": "/reconcile/flyout/entity?id=${id}",
            },
            "type": {"service_url": root, "service_path": "/reconcile/suggest/type"},
            "property": {"service_url": root, "service_path": "/reconcile/suggest/property"},
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/extend/propose"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": text(lang, "reconcile.limit"),
                    "type": "number",
                    "default": 0,
                    "help_text": text(lang, "reconcile.limit-help"),
                }
            ],
        },
    }


def _extension(written: str, lang: str) -> dict[str, Any]:
    ids, properties = read_extension(written, lang)
    iris = {identifier: entity_iri(identifier) for identifier in ids}
    known = stated(iris.values(), [name for name, _ in properties])
    values = [value.value for found in known.values() for value in found if hasattr(value, "value")]
    site().labels.need([*values, *(property_iri(name) for name, _ in properties)])
    return {
        "meta": [property_told(name) for name, _ in properties],
        "rows": {
            identifier: {
                name: [
                    extended(value, lang)
                    for value in in_language(known.get((iri, property_iri(name)), []), lang)[:most]
                ]
                for name, most in properties
            }
            for identifier, iri in iris.items()
        },
    }


def _beginning(told: list[tuple[dict[str, Any], list[str]]]) -> list[dict[str, Any]]:
    """Keep what begins, or has a word that begins, as what is typed, by its id or any of its names."""
    typed = fold(request.args.get("prefix", "")[:200])
    kept = [
        each
        for each, names in told
        if any(f" {fold(name)}".find(f" {typed}") >= 0 for name in (each["id"], each["name"], *names))
    ]
    return kept[:_SUGGESTED] if typed else kept


def _entity(identifier: str) -> Thing:
    """Return the thing of an id; raises RequestError (404) where there is none."""
    iri = entity_iri(identifier)
    group = entity_id(iri).rpartition("/")[0]
    answer = site().known.resolve(iri, Wanted((group,))) if group in groups_of([]) else None
    if not isinstance(answer, Found):
        raise RequestError(404, "reconcile.unknown", {"value": identifier[:100]})
    return answer.thing


def _preview(thing: Thing, lang: str, piece: bool = False) -> str:
    """Return what tells a thing from others called like it; the link is whole, as other sites show it."""
    known = stated([thing.iri], ["dct:description", "skos:definition"])
    texts = {
        getattr(value, "language", None): value.value
        for values in known.values()
        for value in values
        if hasattr(value, "value")
    }
    return render_template(
        "reconcile_preview.html",
        name=thing.label(lang),
        kind=type_told(type_of(thing), lang)["name"],
        about=(texts.get(lang) or texts.get("en") or next(iter(texts.values()), ""))[:300],
        facts=_facts(thing, lang),
        href=request.url_root.rstrip("/") + (site().addresses.href(thing.iri) or ""),
        lang=lang,
        piece=piece,
    )


def _facts(thing: Thing, lang: str) -> list[str]:
    """Return what a hit of the search says of a thing: its sort, who runs it, where it is, its status."""
    finder = site().search()
    number = finder.numbers.get(thing.iri)
    if number is None:
        return []
    (told,) = wordings(lang).hits([Hit(finder.entries[number])])
    kind = type_told(type_of(thing), lang)["name"]  # which is the sort of a concept too
    said = (told.sort, told.operator, told.place, told.country, told.status)
    return [each for each in said if each and each != kind]


def _answered(content: object) -> Response:
    """Answer with JSON, or with a call of the function that the client names (JSONP)."""
    callback = request.args.get("callback", "")
    if not callback:
        response = json_response(content)
    elif not _CALLBACK.fullmatch(callback):
        return problem_response(400, "bad-callback", text(language().code, "reconcile.callback"))
    else:
        body = f"/**/{callback}({json.dumps(content)});\n"
        response = Response(body, content_type="application/javascript; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Vary"] = "Accept-Language"
    response.headers["Content-Language"] = language().code
    return response


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the routes."""

    def get(identifier: str, schema: Schema, *names: str) -> dict[str, Any]:
        answer = {"description": "JSON", "content": {"application/json": {"schema": schema}}}
        given = [parameter(name, text(lang, f"reconcile.param-{name}"), {"type": "string"}) for name in names]
        return {
            "operationId": identifier,
            "summary": text(lang, f"reconcile.{identifier}"),
            "tags": ["reconcile"],
            "parameters": given,
            "responses": {"200": answer, "400": PROBLEM},
        }

    return {
        "/reconcile": {"get": get("reconcile", _ANSWERS, "queries", "extend")},
        "/reconcile/suggest/entity": {"get": get("suggestEntity", _SUGGESTIONS, "prefix", "type", "cursor")},
        "/reconcile/suggest/type": {"get": get("suggestType", _SUGGESTIONS, "prefix")},
        "/reconcile/suggest/property": {"get": get("suggestProperty", _SUGGESTIONS, "prefix")},
        "/reconcile/extend/propose": {"get": get("proposeProperties", _PROPOSED, "type")},
    }
