"""`/chain` and `/api/chain`: chains of service by a form, and as JSON and CSV."""

from typing import Any, Final

from flask import Blueprint, Response, request

from akkuri.analysis.chain.filters import STEP
from akkuri.analysis.chain.subject import CHAIN
from akkuri.analysis.views.asking import Asked, ViewRequest
from akkuri.analysis.views.filters import REGION
from akkuri.analysis.views.table import ViewTable
from akkuri.errors import UsageError
from akkuri.web.analyses.basis import analysed, served_basis
from akkuri.web.analyses.view_api import TABLES, answered, operation, shown_as, view_request
from akkuri.web.analyses.view_forms import FilterField, filter_fields, given, refuse_repeated_filters
from akkuri.web.analyses.view_tables import phrases, shown_table
from akkuri.web.api.openapi import openapi_paths
from akkuri.web.page.addresses import with_params
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, not_modified, page, view
from akkuri.web.page.values import PageView, Value

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("chain_pages", __name__)
SITE_PAGES: Final = (SitePage("/chain", part_of="/gaps"),)

_FIELDS: Final = 6
_LENGTH: Final = 200
_ON: Final = 2
"""So many stages an example goes on."""
_ASKED: Final = CHAIN.find("chain", "en").parameters


@blueprint.get("/api/chain")
def api() -> Response:
    """Answer the chains of service of some steps."""
    known = (*(item.name for item in _ASKED), "format", "lang")
    return answered(known, lambda lang: shown_as(analysed(CHAIN, view_request(CHAIN, lang)), lang))


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the route of this module."""
    found = operation(lang, "findServiceChains", "api_chain", _ASKED, TABLES, needed=(STEP,))
    return {"/api/chain": {"get": found}}


@blueprint.get("/chain")
def chain() -> Response:
    """Show the form and, where steps are given, the chains."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown = view()
    phrase = phrases(shown.lang)
    asked = CHAIN.asked(served_basis(), ViewRequest(lang=shown.lang))
    steps = _steps()
    values: dict[str, Any] = given((REGION,)) | ({STEP.name: steps} if steps else {})
    table, refused = _answer(values, shown.lang) if steps else (None, None)
    error = refused.sentence(shown.lang) if refused else ""
    wrong = refused.fields if refused else ()
    answer = page(
        "asked.html",
        400 if error else 200,
        title=phrase("chain_title"),
        intro=phrase("chain_lead"),
        w=phrase,
        root=("/gaps", phrase("gaps_title")),
        path="/chain",
        fields=[*_fields(steps, asked, shown), *filter_fields((REGION,), values, asked, shown, wrong=wrong)],
        also=(STEP.name,),
        button=phrase("chain_ask"),
        error=error,
        table=shown_table(table, asked.model, shown) if table else None,
        summary=table.summary if table else "",
        files=file_links("/api/chain", **{**values, STEP.name: list(steps)}, lang=shown.lang)
        if table
        else [],
        examples=[] if steps else _examples(asked, shown),
    )
    return answer if error else cached(answer, tag)


def _examples(asked: Asked, shown: PageView) -> list[Value]:
    """Return ways to begin with: three of the value chain, each from one stage to the second after it."""
    order, names = asked.model.stages, dict(STEP.choices(asked)) if STEP.choices else {}
    stages = sorted(order, key=order.__getitem__)
    starts = range(0, len(stages) - _ON, max(1, len(stages) // 3))
    ways = [(stages[start], stages[start + _ON]) for start in starts]
    return [
        Value(
            f"{names[one]} – {names[other]}", shown.local(with_params("/chain", **{STEP.name: [one, other]}))
        )
        for one, other in ways
        if one in names and other in names
    ]


def _steps() -> tuple[str, ...]:
    """Return the steps that the address gives, by fields that are numbered or all of one name."""
    names = [STEP.name, *(f"{STEP.name}{number}" for number in range(1, _FIELDS + 1))]
    texts = [value.strip()[:_LENGTH] for name in names for value in request.args.getlist(name)]
    return tuple(each for each in texts if each)


def _answer(values: dict[str, Any], lang: str) -> tuple[ViewTable | None, UsageError | None]:
    try:
        refuse_repeated_filters((REGION,), lang)
        return analysed(CHAIN, ViewRequest("chain", values, lang, form=True)), None
    except UsageError as problem:
        return None, problem


def _fields(steps: tuple[str, ...], asked: Asked, shown: PageView) -> list[FilterField]:
    phrase = phrases(shown.lang)
    options = (("", phrase("any_step")), *(STEP.choices(asked) if STEP.choices else ()))
    ids = dict(options)
    found = []
    for number in range(max(_FIELDS, len(steps))):
        value = steps[number] if number < len(steps) else ""
        own = () if value in ids else ((value, value),)
        label = phrase("chain_step", number=number + 1)
        found.append(
            FilterField(f"{STEP.name}{number + 1}", label, value, (*options, *own), asked=bool(value))
        )
    return found
