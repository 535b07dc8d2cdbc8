"""/gaps: what the chain has and lacks as a matrix, and one page for each cell."""

from typing import Final

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_facts import cell_facts
from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.lookup import find_concept
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.filters import REGION
from akkuri.errors import RequestError, UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.comparable_tables import cost_tables, cost_words
from akkuri.web.analyses.gap_cell import cell_page
from akkuri.web.analyses.gap_matrix import matrix
from akkuri.web.analyses.view_forms import FilterField, filter_fields
from akkuri.web.analyses.view_pages import page_groups
from akkuri.web.analyses.view_tables import downloads, phrases
from akkuri.web.analyses.what_if_page import PATH as WHAT_IF
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("gap_pages", __name__)
SITE_PAGES: Final = (SitePage("/gaps", nav=20),)

_LENGTH: Final = 100


@blueprint.get("/gaps")
def gaps() -> Response:
    """Show the matrix of stages and capabilities for the country or one region."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    model = served_basis().model
    shown, phrase = view(), phrases(language().code)
    region = _given("region")
    if not frame(model) or (model.home is None and not region):
        return cached(page("gaps.html", title=phrase("gaps_title"), w=phrase, matrix=None), tag)
    asked = _within(region, shown, "/gaps")
    return cached(
        page(
            "gaps.html",
            title=phrase("gaps_title"),
            w=phrase,
            matrix=matrix(asked, shown),
            area=shown.area(asked.area),
            whole=asked.area == model.home,
            fields=_region_field(asked, shown),
            note=text(shown.lang, "analysis.note_none_recorded"),
            groups=page_groups(GAPS, shown),
            files=downloads("/api/gaps", show="cells", region=region, lang=shown.lang),
        ),
        tag,
    )


@blueprint.get("/gaps/<stage>/<capability>")
def cell(stage: str, capability: str) -> ResponseReturnValue:
    """Show one cell: its state and why, who is there, what is asked for and planned, and other regions."""
    shown, phrase = view(), phrases(language().code)
    meant = _meant(stage, capability, shown)
    if meant != (stage, capability):
        query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
        return redirect(f"/gaps/{meant[0]}/{meant[1]}{query}")
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    region = _given("region")
    path = f"/gaps/{stage}/{capability}"
    asked = _within(region, shown, path)
    facts = cell_facts(asked, stage, capability)
    found = cell_page(facts, asked.model.home, shown)
    return cached(
        page(
            "gap_cell.html",
            title=f"{found.mark.stage}: {found.mark.capability}",
            w=phrase,
            page=found,
            costs=cost_tables(facts.comparables, asked.model, shown),
            cost_words=cost_words(shown.lang),
            path=path,
            what_if=shown.local(
                with_params(
                    WHAT_IF, capability=capability, stages=stage, region=asked.area if region else None
                )
            ),
            area=shown.area(asked.area),
            whole=asked.area == asked.model.home,
            region=region,
            region_label=text(shown.lang, "views.field_region"),
            definition=Value(
                found.mark.capability, shown.href(site().names.concept("capability", capability))
            ),
            fields=_region_field(asked, shown),
            files=[("JSON", f"/api{path}?lang={shown.lang}{f'&region={asked.area}' if region else ''}")],
        ),
        tag,
    )


def _meant(stage: str, capability: str, shown: PageView) -> tuple[str, str]:
    """Return the ids of a stage and a capability given by id or name.

    Refuses those there are not and a pair the frame does not expect, with what is near.
    """
    model = served_basis().model
    pairs = frame(model)
    if (stage, capability) in pairs:
        return stage, capability
    asked = GAPS.asked(served_basis(), ViewRequest(lang=shown.lang))
    near = [pair for pair in pairs if pair[0] == stage] if stage in model.stages else []
    near += [pair for pair in pairs if pair[1] == capability]
    choices = [
        Value(f"{asked.stage_name(one)}: {asked.capability_name(other)}", f"/gaps/{one}/{other}")
        for one, other in near[:20]
    ]
    try:
        meant = (
            find_concept(model, "value-chain-stage", stage[:_LENGTH], shown.lang),
            find_concept(model, "capability", capability[:_LENGTH], shown.lang),
        )
    except UsageError as error:
        raise _refused(404, error.sentence(shown.lang), choices) from error
    if meant in pairs:
        return meant
    sentence = text(
        shown.lang,
        "analysis.not_expected",
        stage=asked.stage_name(meant[0]),
        capability=asked.capability_name(meant[1]),
    )
    raise _refused(404, sentence, choices)


def _given(name: str) -> str | None:
    return request.args.get(name, "").strip()[:_LENGTH] or None


def _refused(status: int, sentence: str, choices: list[Value]) -> RequestError:
    return RequestError(status, "web.analysis_refused", {"sentence": sentence}, choices)


def _within(region: str | None, shown: PageView, path: str) -> GapsAsked:
    """Return the request for an area; 400 for one that there is not."""
    given = {"region": region} if region else {}
    try:
        asked = GAPS.asked(served_basis(), ViewRequest(given=given, lang=shown.lang), (REGION,))
        _ = asked.area  # computed here, so that its refusal is told here
    except UsageError as error:
        choices = [Value(phrases(language().code)("gaps_title"), path)]
        raise _refused(400, error.sentence(shown.lang), choices) from error
    return asked


def _region_field(asked: GapsAsked, shown: PageView) -> list[FilterField]:
    return filter_fields((REGION,), {"region": asked.area}, asked, shown)
