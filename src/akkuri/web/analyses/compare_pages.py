"""`/compare` and `/api/compare`: two countries, regions or releases side by side."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response

from akkuri.analysis.compare.filters import AGAINST, ONE, OTHER
from akkuri.analysis.compare.subject import COMPARE
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.table import ViewTable
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import analysed, served_basis
from akkuri.web.analyses.other_releases import basis_of_release, is_version, versions
from akkuri.web.analyses.view_api import TABLES, answered, operation, shown_as, view_request
from akkuri.web.analyses.view_forms import FilterField, filter_fields, given, refuse_repeated_filters
from akkuri.web.analyses.view_tables import ShownTable, phrases, shown_table
from akkuri.web.api.openapi import openapi_paths
from akkuri.web.page.addresses import with_params
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, not_modified, page, view
from akkuri.web.page.values import PageView, Value
from akkuri.web.permanent.addresses import within_release

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("compare_pages", __name__)
SITE_PAGES: Final = (SitePage("/compare", part_of="/gaps"),)

_ASKED: Final = COMPARE.find("compare", "en").parameters
_FIELDS: Final = (ONE, OTHER, STAGE)
_SIDES: Final = ("one", "other")


@blueprint.get("/api/compare")
def api() -> Response:
    """Answer a comparison of two places, or of two releases that lie side by side."""
    known = (*(item.name for item in _ASKED), "format", "lang")
    return answered(known, lambda lang: shown_as(_table(view_request(COMPARE, lang)), lang))


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the route of this module."""
    found = operation(lang, "comparePlaces", "api_compare", _ASKED, TABLES, needed=(ONE, OTHER))
    return {"/api/compare": {"get": found}}


@blueprint.get("/compare")
def compare() -> Response:
    """Show the form and, where places are given, the two side by side."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown = view()
    phrase = phrases(shown.lang)
    asked = COMPARE.asked(served_basis(), ViewRequest(lang=shown.lang))
    values = given(_FIELDS)
    table, refused = _answer(values, shown.lang) if values else (None, None)
    error = refused.sentence(shown.lang) if refused else ""
    wrong = refused.fields if refused else ()
    fields = [
        _side(each, phrase("what_if_choose"))
        for each in filter_fields(_FIELDS, values, asked, shown, wrong=wrong)
    ]
    answer = page(
        "asked.html",
        400 if error else 200,
        title=phrase("compare_title"),
        intro=phrase("compare_lead"),
        w=phrase,
        root=("/gaps", phrase("gaps_title")),
        path="/compare",
        fields=fields,
        button=phrase("compare_ask"),
        error=error,
        table=_with_names(shown_table(table, asked.model, shown), table, shown.lang) if table else None,
        summary=table.summary if table else "",
        files=file_links("/api/compare", **values, lang=shown.lang) if table else [],
        examples=[] if values else _examples(asked.model, dict(fields[0].options), shown),
    )
    return answer if error else cached(answer, tag)


def _examples(model: Model, names: Mapping[str, str], shown: PageView) -> list[Value]:
    """Return pairs to begin with: the home country and those with most facilities, its largest regions."""
    countries = Counter(one.country for one in model.facilities.values() if one.country != model.home)
    regions = Counter(one.region for one in model.facilities.values() if one.country == model.home)
    pairs = [[model.home, other] for other in _largest(countries)[:3]] if model.home else []
    pairs += [_largest(regions)[:2]]
    return [
        Value(f"{names[one]} – {names[other]}", shown.local(with_params("/compare", one=one, other=other)))
        for one, other in (pair for pair in pairs if len(pair) == 2)
        if one in names and other in names
    ]


def _largest(counted: Counter[str | None]) -> list[str]:
    """Return the ids that are counted most, the largest first; nobody's are left out."""
    return sorted((each for each in counted if each), key=lambda each: (-counted[each], each))


def _answer(values: dict[str, Any], lang: str) -> tuple[ViewTable | None, UsageError | None]:
    try:
        refuse_repeated_filters(_FIELDS, lang)
        return _table(ViewRequest("compare", values, lang, form=True)), None
    except UsageError as problem:
        return None, problem


def _table(asked: ViewRequest) -> ViewTable:
    """Compare two places, or two releases where both sides are versions. Raises UsageError."""
    named = [str(asked.given.get(side.name, "")).strip() for side in (ONE, OTHER)]
    releases = [is_version(name) for name in named]
    if not any(releases):
        return analysed(COMPARE, asked)
    if not all(releases):
        raise UsageError(text(asked.lang, "analysis.compare_mixed", one=named[0], other=named[1]))
    if named[0] == named[1]:
        raise UsageError(text(asked.lang, "analysis.compare_itself", name=named[0]))
    sides: list[Basis] = [basis_of_release(name, asked.lang) for name in named]
    others = {name: value for name, value in asked.given.items() if name not in (ONE.name, OTHER.name)}
    return analysed(COMPARE, replace(asked, given={**others, AGAINST.name: sides[1].model}), sides[0])


def _with_names(shown: ShownTable, table: ViewTable, lang: str) -> ShownTable:
    """Head the columns of each side with what it is called, instead of first and second."""
    sides = {table.heading(f"{side}_state_name", lang): table.totals[side]["name"] for side in _SIDES}

    def named(heading: str) -> str:
        word, colon, rest = heading.partition(":")
        return f"{sides.get(word, word)}{colon}{rest}"

    return replace(shown, headings=[(named(heading), kind) for heading, kind in shown.headings])


def _side(field: FilterField, choose: str) -> FilterField:
    """Have one side chosen: no place is not all of them.

    The releases are offered too where there are several; not on a page of one release, which stays as it is.
    """
    if field.name not in (ONE.name, OTHER.name):
        return field
    options = tuple((value, name if value else choose) for value, name in field.options)
    found = versions()
    if len(found) > 1 and not within_release():
        known = {value for value, _ in options}
        options += tuple((each, each) for each in found if each not in known)
    return replace(field, options=options)
