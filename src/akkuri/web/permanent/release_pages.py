"""/release: the releases there are, and what is answered where one that is asked for is not there."""

from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Answer

from akkuri.errors import RequestError
from akkuri.release.known import KnownReleases
from akkuri.tables.answer_workbook import AnswerSheet
from akkuri.texts import LANGUAGES, text
from akkuri.web.api.openapi import json_response, openapi_paths, parameter
from akkuri.web.http.public_address import rooted
from akkuri.web.http.state import state
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import language, page
from akkuri.web.page.workbooks import workbook_response
from akkuri.web.permanent.addresses import BY_RELEASE
from akkuri.web.permanent.dispatch import UNSERVED

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("releases", __name__)
SITE_PAGES: Final = (SitePage("/release", crawled=False),)
_SHOWN: Final = 100
_FACTS: Final = ("version", "issued", "data_version", "akkuri_version", "commit", "code", "engine", "triples")


@blueprint.get("/release")
def listing() -> Response:
    """Show the releases that answer here, and those that were removed."""
    words = language()
    answer = page(
        "releases.html",
        title=words.t("releases"),
        rows=_rows(),
        removed=sorted(_known().removed().values(), key=lambda each: each.issued, reverse=True),
    )
    answer.headers["Cache-Control"] = "no-store"  # it changes while a release is served
    return answer


@blueprint.get("/release.xlsx")
def workbook() -> Response:
    """Give the releases as a workbook."""
    words = language()
    headings = [words.t(name) for name in ("data_issued", "version", "data_triples", "release_in_use")]
    rows = [
        [row.get("issued", "")[:10], row["version"], row.get("triples"), row["in_use"], row.get("commit", "")]
        for row in _rows()
    ]
    sheet = AnswerSheet(words.t("releases"), [*headings, "commit"], rows)
    answer = workbook_response("releases", words.t("releases"), [sheet], words.code)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/api/releases")
def releases() -> Response:
    """Give the same as JSON."""
    removed = [
        {"version": each.version, "issued": each.issued, "tag": each.tag, "commit": each.commit}
        for each in _known().removed().values()
    ]
    rows = [{**row, "address": rooted(row["address"])} for row in _rows()]
    answer = json_response({"releases": rows, "removed": removed})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/manifest.json")
def manifest() -> Response:
    """Give the manifest of the release: what it holds, with checksums, and what it was made of."""
    here = state().release
    if here is None:
        raise RequestError(404, "web.no_such_release", {"version": ""})
    return json_response(here.manifest)


def _known() -> KnownReleases:
    here = state()
    if here.release is None:
        raise RequestError(404, "web.no_such_release", {"version": ""})
    return here.known or KnownReleases(here.release)


def _rows() -> list[dict[str, Any]]:
    in_use = state().release
    return [
        {
            "address": f"{BY_RELEASE}{each.version}/",
            "in_use": in_use is not None and each.version == in_use.version,
            **{name: each.manifest[name] for name in _FACTS if each.manifest.get(name) is not None},
        }
        for each in _known().all()
    ]


@blueprint.get("/release/<version>")
def front(version: str) -> Answer:
    """Lead to the front page of a release."""
    return redirect(f"{request.script_root}{BY_RELEASE}{version[:_SHOWN]}/", 308)


@blueprint.route("/release/<version>/", methods=["GET", "HEAD", "POST"])
@blueprint.route("/release/<version>/<path:_rest>", methods=["GET", "HEAD", "POST"])
def not_served(version: str, _rest: str = "") -> Response:
    """Say why a release does not answer."""
    error = request.environ.get(UNSERVED)
    if isinstance(error, RequestError):
        raise error
    raise RequestError(404, "web.no_such_release", {"version": version[:_SHOWN]})


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the list of releases."""
    release = {
        "type": "object",
        "required": ["address", "in_use", "version"],
        "properties": {
            "address": {"type": "string"},
            "in_use": {"type": "boolean"},
            "version": {"type": "string"},
        },
    }
    removed = {
        "type": "object",
        "required": ["version", "issued", "tag", "commit"],
        "properties": {key: {"type": "string"} for key in ("version", "issued", "tag", "commit")},
    }
    schema = {
        "type": "object",
        "required": ["releases", "removed"],
        "properties": {
            "releases": {"type": "array", "items": release},
            "removed": {"type": "array", "items": removed},
        },
    }
    example = {
        "releases": [
            {
                "address": "/release/2026-11-26-4aac36962275/",
                "in_use": True,
                "version": "2026-11-26-4aac36962275",
            }
        ],
        "removed": [],
    }
    found = {"description": "OK", "content": {"application/json": {"schema": schema, "example": example}}}
    spoken = {"type": "string", "enum": list(LANGUAGES)}
    return {
        "/api/releases": {
            "get": {
                "operationId": "releases",
                "summary": text(lang, "web.releases_lead"),
                "parameters": [parameter("lang", text(lang, "queries.lang"), spoken)],
                "responses": {"200": found},
            }
        }
    }
