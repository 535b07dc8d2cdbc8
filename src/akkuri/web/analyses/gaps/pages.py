"""/gaps: what the chain has and lacks as a matrix, and one page for each cell."""

from typing import Final

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cell_facts import cell_facts
from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.filters import REGION
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.gaps.asked_cell import asked_area, given_text, meant_cell
from akkuri.web.analyses.gaps.cell import cell_page
from akkuri.web.analyses.gaps.cell_tables import cell_tables
from akkuri.web.analyses.gaps.comparable_tables import cost_tables, cost_words
from akkuri.web.analyses.gaps.matrix import matrix
from akkuri.web.analyses.gaps.what_if_page import PATH as WHAT_IF
from akkuri.web.analyses.region_pictures import region_pictures
from akkuri.web.analyses.small_network import small_taken
from akkuri.web.analyses.view_forms import FilterField, filter_fields, refuse_repeated_filters
from akkuri.web.analyses.view_pages import page_groups
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.page.addresses import with_params
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("gap_pages", __name__)
SITE_PAGES: Final = (SitePage("/gaps", nav=20, holds=("/brief/region", "/brief/cell")),)


@blueprint.get("/gaps")
def gaps() -> Response:
    """Show the matrix of stages and capabilities for the country or one region."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    model = served_basis().model
    shown, phrase = view(), phrases(language().code)
    region = given_text("region")
    if not frame(model) or (model.home is None and not region):
        return cached(page("gaps.html", title=phrase("gaps_title"), w=phrase, matrix=None), tag)
    try:
        refuse_repeated_filters((REGION,), shown.lang)
        asked = asked_area(region, shown, form=True)
    except UsageError as error:
        return _without_area("gaps.html", error, shown, phrase("gaps_title"), "/gaps")
    pictures = region_pictures(asked.area, shown) if asked.area != model.home else None
    return cached(
        page(
            "gaps.html",
            title=phrase("gaps_title"),
            w=phrase,
            matrix=matrix(asked, shown),
            area=shown.area(asked.area),
            whole=asked.area == model.home,
            brief=f"/brief/region/{asked.area}" if asked.area in model.regions else None,
            fields=_region_field(asked, shown),
            note=text(shown.lang, "analysis.note_none_recorded"),
            groups=page_groups(GAPS, shown),
            files=file_links("/api/gaps", show="cells", region=region, lang=shown.lang),
            file=with_params("/gaps.svg", region=region or None, lang=shown.lang),
            pictures=pictures,
            taken=small_taken(pictures.map, pictures.network, shown.lang) if pictures else {},
        ),
        tag,
    )


@blueprint.get("/gaps/<stage>/<capability>")
def cell(stage: str, capability: str) -> ResponseReturnValue:
    """Show one cell: its state and why, who is there, what is asked for and planned, and other regions."""
    shown, phrase = view(), phrases(language().code)
    meant = meant_cell(stage, capability, shown)
    if meant != (stage, capability):
        query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
        return redirect(f"/gaps/{meant[0]}/{meant[1]}{query}")
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    region = given_text("region")
    path = f"/gaps/{stage}/{capability}"
    try:
        refuse_repeated_filters((REGION,), shown.lang)
        asked = asked_area(region, shown, form=True)
    except UsageError as error:
        return _without_area("asked.html", error, shown, _cell_title(stage, capability, shown), path)
    facts = cell_facts(asked, stage, capability)
    found = cell_page(facts, asked.model.home, shown)
    return cached(
        page(
            "gap_cell.html",
            title=f"{found.mark.stage}: {found.mark.capability}",
            w=phrase,
            page=found,
            tables=cell_tables(found, shown),
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
            definition=Value(
                found.mark.capability, shown.href(site().names.concept("capability", capability))
            ),
            fields=_region_field(asked, shown),
            files=_cell_files(path, asked.area if region else None, shown.lang),
        ),
        tag,
    )


def _without_area(template: str, refused: UsageError, shown: PageView, title: str, path: str) -> Response:
    """Show the form with the region that there is not, marked, and no answer."""
    asked = GAPS.asked(served_basis(), ViewRequest(lang=shown.lang))
    given = {"region": given_text("region")}
    phrase = phrases(shown.lang)
    return page(
        template,
        400,
        title=title,
        intro="",
        w=phrase,
        root=("/gaps", phrase("gaps_title")),
        path=path,
        error=refused.sentence(shown.lang),
        fields=filter_fields((REGION,), given, asked, shown, wrong=(REGION.name,)),
        button=shown.language.t("show"),
        matrix=None,
    )


def _cell_title(stage: str, capability: str, shown: PageView) -> str:
    asked = GAPS.asked(served_basis(), ViewRequest(lang=shown.lang))
    return f"{asked.stage_name(stage)}: {asked.capability_name(capability)}"


def _cell_files(path: str, region: str | None, lang: str) -> list[tuple[str, str]]:
    named = (("XLSX", f"{path}.xlsx"), ("CSV (Excel)", f"{path}.csv"), ("JSON", f"/api{path}"))
    return [(name, with_params(address, region=region, lang=lang)) for name, address in named]


def _region_field(asked: GapsAsked, shown: PageView) -> list[FilterField]:
    return filter_fields((REGION,), {"region": asked.area}, asked, shown)
