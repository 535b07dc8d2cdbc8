"""/gaps: what the chain has and lacks, one page for each cell and one for each table of the gap analysis."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, request

from akkuri.analysis.gaps.asking import Asked, GapRequest, resolve
from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.gaps.views import gap_view
from akkuri.analysis.lookup import find_concept
from akkuri.analysis.model.values import Model
from akkuri.analysis.view import View as Rows
from akkuri.analysis.weights import STATES
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.analysis_api import analysed
from akkuri.web.analyses.analysis_tables import Field, downloads, phrases, shown_table
from akkuri.web.analyses.gap_cell import area_name, cell_page
from akkuri.web.analyses.gap_matrix import matrix
from akkuri.web.http.failures import PageError
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import Value, View

__all__ = ["TABLES", "blueprint"]

blueprint = Blueprint("gap_pages", __name__)

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "cells": ("region", "stage", "state"),
    "coverage": ("region",),
    "regions": (),
    "resilience": ("region", "stage"),
    "resilience-facilities": ("region", "stage"),
    "needs": ("stage",),
    "investments": ("region", "budget"),
    "ladder": ("region",),
    "former": ("region",),
    "countries": ("stage",),
    "sensitivity": ("region",),
}
"""The tables with a page of their own → the fields of its form."""
_LENGTH: Final = 100


@blueprint.get("/gaps")
def gaps() -> Response:
    """Show the matrix of stages and capabilities for the country or one region."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    model, parameters, _ = analysed()
    shown, phrase = view(), phrases(language().code)
    region = _given("region")
    if not frame(model) or (model.home is None and not region):
        return cached(page("gaps.html", title=phrase("gaps_title"), w=phrase, matrix=None, tabs=[]), tag)
    try:
        asked = resolve(model, parameters, GapRequest(region=region, lang=shown.lang))
    except UsageError as error:
        raise _refused(400, error, "/gaps") from error
    return cached(
        page(
            "gaps.html",
            title=phrase("gaps_title"),
            w=phrase,
            matrix=matrix(asked, shown),
            area=area_name(asked, asked.area, shown),
            whole=asked.area == model.home,
            fields=[_field("region", model, asked.area, shown)],
            note=text(shown.lang, "analysis.note_none_recorded"),
            tabs=_tabs(shown),
            files=downloads("/api/gaps", show="cells", region=region, lang=shown.lang),
        ),
        tag,
    )


@blueprint.get("/gaps/<show>")
def table(show: str) -> Response:
    """Show one table of the gap analysis with its form."""
    phrase = phrases(language().code)
    if show not in TABLES:
        choices = [Value(text(language().code, f"analysis.view_{name}"), f"/gaps/{name}") for name in TABLES]
        sentence = phrase("no_table", name=show[:_LENGTH])
        raise PageError(404, "analysis_refused", {"sentence": sentence}, choices)
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    model, parameters, _ = analysed()
    shown = view()
    given = {name: _given(name) for name in TABLES[show]}
    error, found = None, None
    try:
        budget = _sum(given.get("budget"), shown.lang)
        asked = GapRequest(
            show,
            given.get("region"),
            given.get("stage"),
            None,
            given.get("state"),
            budget,
            shown.lang,
        )
        found = _sorted(gap_view(model, parameters, asked)) if frame(model) else None
    except UsageError as problem:
        error = str(problem)
    answer = page(
        "analysis_table.html",
        400 if error else 200,
        title=text(shown.lang, f"analysis.view_{show}"),
        intro=phrase(f"about_{show}"),
        w=phrase,
        root=("/gaps", phrase("gaps_title")),
        path=f"/gaps/{show}",
        fields=[_field(name, model, given[name] or "", shown) for name in TABLES[show]],
        error=error,
        table=shown_table(found, model, shown) if found else None,
        tabs=_tabs(shown, show),
        names=[],
        files=downloads("/api/gaps", show=show, lang=shown.lang, **given),
    )
    return answer if error else cached(answer, tag)


@blueprint.get("/gaps/<stage>/<capability>")
def cell(stage: str, capability: str) -> Response:
    """Show one cell: its state and why, who is there, what is asked for and planned, and other regions."""
    model, parameters, _ = analysed()
    shown, phrase = view(), phrases(language().code)
    _check(model, stage, capability, shown)
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    region = _given("region")
    try:
        asked = resolve(model, parameters, GapRequest(region=region, lang=shown.lang))
    except UsageError as error:
        raise _refused(400, error, f"/gaps/{stage}/{capability}") from error
    found = cell_page(asked, stage, capability, shown)
    path = f"/gaps/{stage}/{capability}"
    return cached(
        page(
            "gap_cell.html",
            title=f"{found.mark.stage}: {found.mark.capability}",
            w=phrase,
            page=found,
            path=path,
            area=area_name(asked, asked.area, shown),
            whole=asked.area == model.home,
            region=region,
            definition=Value(
                found.mark.capability, shown.href(site().names.concept("capability", capability))
            ),
            fields=[_field("region", model, asked.area, shown)],
            files=[("JSON", f"/api{path}?lang={shown.lang}{f'&region={asked.area}' if region else ''}")],
        ),
        tag,
    )


def _check(model: Model, stage: str, capability: str, shown: View) -> None:
    """Refuse a stage or capability there is not and a pair the frame does not expect, with what is near."""
    pairs = frame(model)
    if (stage, capability) in pairs:
        return
    asked = Asked(model, {}, "", None, None, None, shown.lang, GapRequest())  # type: ignore[arg-type]
    near = [pair for pair in pairs if pair[0] == stage] if stage in model.stages else []
    near += [pair for pair in pairs if pair[1] == capability]
    choices = [
        Value(f"{asked.stage_name(one)}: {asked.capability_name(other)}", f"/gaps/{one}/{other}")
        for one, other in near[:20]
    ]
    try:
        find_concept(model, "value-chain-stage", stage[:_LENGTH], shown.lang)
        find_concept(model, "capability", capability[:_LENGTH], shown.lang)
    except UsageError as error:
        raise PageError(404, "analysis_refused", {"sentence": str(error)}, choices) from error
    sentence = text(
        shown.lang,
        "analysis.not_expected",
        stage=asked.stage_name(stage),
        capability=asked.capability_name(capability),
    )
    raise PageError(404, "analysis_refused", {"sentence": sentence}, choices)


def _given(name: str) -> str | None:
    return request.args.get(name, "").strip()[:_LENGTH] or None


def _refused(status: int, error: UsageError, path: str) -> PageError:
    choices = [Value(phrases(language().code)("gaps_title"), path)]
    return PageError(status, "analysis_refused", {"sentence": str(error)}, choices)


def _sum(value: str | None, lang: str) -> float | None:
    """Return a sum of money as people write it, with blanks between thousands and a comma or point."""
    if value is None:
        return None
    try:
        found = float("".join(value.split()).replace("€", "").replace(",", "."))
    except ValueError:
        found = float("nan")
    if not abs(found) < 1e15:
        name = phrases(lang)("field_budget")
        raise UsageError(text(lang, "analysis.bad_number", name=name, value=value[:50]))
    return found


def _sorted(found: Rows) -> Rows:
    """Put the gravest cells first; the other tables come in an order that means something."""
    if found.name != "cells":
        return found
    rows = sorted(found.rows, key=lambda row: -float(row["severity"]))
    return Rows(found.name, found.columns, found.shown, rows, found.notes, found.totals)


def _tabs(shown: View, current: str | None = None) -> list[tuple[str, str, bool]]:
    """Return the links between the tables: title, address, whether it is this page."""
    first = (phrases(shown.lang)("tab_matrix"), shown.local("/gaps"), current is None)
    return [
        first,
        *(
            (text(shown.lang, f"analysis.view_{name}"), shown.local(f"/gaps/{name}"), name == current)
            for name in TABLES
        ),
    ]


def _field(name: str, model: Model, value: str, shown: View) -> Field:
    """Return one field of a form; a region or country that is not in the list is added to it."""
    phrase = phrases(shown.lang)
    options: dict[str, Callable[[], list[tuple[str, str]]]] = {
        "region": lambda: _regions(model, value, shown),
        "stage": lambda: [
            (stage, model.concept_label("value-chain-stage", stage, shown.lang))
            for stage in sorted(model.stages, key=lambda s: (model.stages[s], s))
        ],
        "state": lambda: [(s, model.concept_label("cell-state", s, shown.lang)) for s in STATES],
    }
    found = options[name]() if name in options else []
    first = phrase("any_region", country=shown.language.country(model.home)) if model.home else phrase("any")
    empty = [("", first if name == "region" else phrase("any"))] if found else []
    chosen = "" if name == "region" and value == model.home else value
    return Field(name, phrase(f"field_{name}"), chosen, tuple(empty + found))


def _regions(model: Model, value: str, shown: View) -> list[tuple[str, str]]:
    names = [(code, model.concept_label("region", code, shown.lang)) for code in model.regions]
    known = {*model.regions, model.home, ""}
    more = [] if value in known else [(value, shown.language.country(value))]
    return sorted(names, key=lambda pair: pair[1].casefold()) + more
