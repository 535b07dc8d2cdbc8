"""/api: what the API can be asked, for people to read; made from the OpenAPI document for programs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, Response

from akkuri.web.api.openapi import document
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("api_pages", __name__)
SITE_PAGES: Final = (SitePage("/api"),)

_SHARED: Final = 0.5
"""A parameter of at least this share of all operations is told once, above them."""

_VIEW: Final = re.compile(r"(?m)^- `([^`]+)`: (.+)$")
"""A line of a description that is a list in Markdown."""


@dataclass(frozen=True, slots=True)
class ApiParameter:
    """One thing that an operation can be given."""

    name: str
    description: str
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(slots=True)
class ApiOperation:
    """One method of one route."""

    method: str
    path: str
    summary: str
    description: str
    group: str
    parameters: list[ApiParameter]
    views: list[tuple[str, str]]
    """What can be asked of it by name, and what each of them is."""
    takes: list[str]
    gives: list[str] = field(default_factory=list)

    @property
    def href(self) -> str | None:
        """The address that shows an answer; None where something must be given first."""
        asked = any(parameter.required for parameter in self.parameters)
        return None if asked or self.method != "get" else self.path


@blueprint.get("/api")
def api() -> Response:
    """Show every operation of the API with what it takes and gives, by group."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    chosen = language()
    described = document(chosen.code)
    operations = list(_operations(described["paths"]))
    counted = Counter(parameter for each in operations for parameter in each.parameters)
    shared = [parameter for parameter, count in counted.items() if count >= _SHARED * len(operations)]
    groups: dict[str, list[ApiOperation]] = {}
    for each in operations:
        each.parameters = [parameter for parameter in each.parameters if parameter not in shared]
        groups.setdefault(each.group or chosen.t("api_analyses"), []).append(each)
    answer = page(
        "api.html",
        title=chosen.t("api_title"),
        about=described["info"]["description"],
        shared=shared,
        groups=groups,
    )
    return cached(answer, tag)


def _operations(paths: dict[str, Any]) -> Iterator[ApiOperation]:
    for path, methods in paths.items():
        for method, said in methods.items():
            described = said.get("description", "")
            views = _VIEW.findall(described)
            yield ApiOperation(
                method,
                path,
                said["summary"],
                "" if views else described,
                next(iter(said.get("tags", [])), ""),
                [_parameter(each) for each in said.get("parameters", [])],
                views,
                list(said.get("requestBody", {}).get("content", {})),
                list(said["responses"].get("200", {}).get("content", {})),
            )


def _parameter(said: dict[str, Any]) -> ApiParameter:
    schema = said.get("schema", {})
    choices = tuple(str(choice) for choice in schema.get("enum", ()))
    named = re.findall(r"[\w-]+", said.get("description", ""))
    return ApiParameter(
        said["name"],
        said.get("description", ""),
        said.get("required", False),
        () if all(choice in named for choice in choices) else choices,
        str(schema.get("default", "")),
    )
