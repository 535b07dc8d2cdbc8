"""/gaps/inquiry: a text to print and ask people about cells in which nothing is recorded."""

from typing import Final

from flask import Blueprint, Response

from akkuri.analysis.seen.inquiry import AskedCell, asked_cells, worth
from akkuri.analysis.seen.mentions import home_cells
from akkuri.analysis.views.asking import Basis
from akkuri.tables.answer_workbook import AnswerSheet
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, not_modified, page, view
from akkuri.web.page.values import PageView
from akkuri.web.page.workbooks import workbook_response

__all__ = ["PATH", "SITE_PAGES", "blueprint"]

blueprint = Blueprint("inquiry_page", __name__)
PATH: Final = "/gaps/inquiry"
SITE_PAGES: Final = (SitePage(PATH),)

KNOWN: Final = 0.6
"""The share of controls known in the worked example."""
BEFOREHAND: Final = (0.3, 0.5, 0.7)
NOES: Final = (1, 2, 3)


@blueprint.get(PATH)
def inquiry() -> Response:
    """Show the questions, then on a page of its own which are controls and how to reckon."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    basis, shown = served_basis(), view()
    phrase = phrases(shown.lang)
    cells = _asked_about(basis)
    named = [(*_named(cell.stage, cell.capability, shown), cell.control) for cell in cells]
    number = shown.language.number
    return cached(
        page(
            "gap_inquiry.html",
            title=phrase("inquiry_title"),
            w=phrase,
            area=shown.area(basis.model.home) if basis.model.home else "",
            cells=named,
            controls=[place for place, cell in enumerate(named, start=1) if cell[2]],
            beforehand=[number(share) for share in BEFOREHAND],
            known=number(KNOWN),
            worth=[
                (count, [number(round(share, 2)) for share in shares])
                for count, shares in worth(KNOWN, BEFOREHAND, NOES)
            ],
        ),
        tag,
    )


@blueprint.get(f"{PATH}.xlsx")
def workbook() -> Response:
    """Give the questions as a workbook, to write the answers in, and on its last sheets the reckoning."""
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    basis, shown = served_basis(), view()
    phrase = phrases(shown.lang)
    cells = _asked_about(basis)
    asked = [[place, *_named(one.stage, one.capability, shown), "", ""] for place, one in enumerate(cells, 1)]
    controls = [[place] for place, one in enumerate(cells, 1) if one.control]
    headings = [phrase(f"inquiry_{name}") for name in ("number", "stage", "capability", "known", "which")]
    shares = [f"π = {shown.language.number(share)}" for share in BEFOREHAND]
    reckoned = [
        [count, *(round(share, 2) for share in found)] for count, found in worth(KNOWN, BEFOREHAND, NOES)
    ]
    sheets = [
        AnswerSheet(phrase("inquiry_questions"), headings, asked),
        AnswerSheet(phrase("inquiry_control_numbers"), [phrase("inquiry_number")], controls),
        AnswerSheet(phrase("inquiry_reckon"), [phrase("inquiry_noes"), *shares], reckoned),
    ]
    return cached(workbook_response("inquiry", phrase("inquiry_title"), sheets, shown.lang), tag)


def _asked_about(basis: Basis) -> list[AskedCell]:
    """Return the cells to ask about; none where no country is the cluster's own."""
    return asked_cells(home_cells(basis.model, basis.parameters)) if basis.model.home else []


def _named(stage: str, capability: str, shown: PageView) -> tuple[str, str]:
    """Return what a stage and a capability are called."""
    (of_stage,) = shown.concept("value-chain-stage", stage)
    (of_capability,) = shown.concept("capability", capability)
    return of_stage.text, of_capability.text
