"""/gaps/what-if: a facility that is not there, put in by a form, and the cells that would change with it."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response

from akkuri.analysis.gaps.scenarios.new_facility import CAPABILITY, OFFERED, PLACED, check_new_facility
from akkuri.analysis.model.values import Model
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.filters import EUROS
from akkuri.analysis.views.table import ViewTable
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.gaps.what_if_api import given_facility, what_if_table
from akkuri.web.analyses.view_forms import FilterField
from akkuri.web.analyses.view_pages import page_groups
from akkuri.web.analyses.view_tables import phrases, shown_table
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, not_modified, page, view
from akkuri.web.page.values import PageView

__all__ = ["PATH", "SITE_PAGES", "blueprint"]

blueprint = Blueprint("what_if_page", __name__)
PATH: Final = "/gaps/what-if"
SITE_PAGES: Final = (SitePage(PATH),)


@blueprint.get(PATH)
def what_if() -> Response:
    """Show the form and, where a capability is given, what the facility would change."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown, model = view(), served_basis().model
    phrase = phrases(shown.lang)
    given = given_facility()
    table, refused = _answer(given, shown.lang, phrase) if given else (None, None)
    error, wrong = (refused.sentence(shown.lang), refused.fields) if refused else ("", ())
    answer = page(
        "view.html",
        400 if error else 200,
        title=phrase("what_if_title"),
        intro=phrase("what_if_lead"),
        w=phrase,
        root=("/gaps", phrase("gaps_title")),
        path=PATH,
        fields=[replace(field, wrong=field.name in wrong) for field in _fields(model, given, phrase, shown)],
        names=[],
        button=phrase("what_if_ask"),
        more=phrase("what_if_more"),
        error=error,
        hint=table.summary if table else "",
        chart=None,
        table=shown_table(table, model, shown) if table else None,
        unchanged=table is not None and not table.rows,
        files=file_links("/api/what-if", **given, lang=shown.lang) if table else [],
        groups=page_groups(GAPS, shown),
    )
    return answer if error else cached(answer, tag)


def _answer(given: dict[str, str], lang: str, phrase: Any) -> tuple[ViewTable | None, UsageError | None]:
    """Return the cells that change, or what is wrong with what was given; neither without a capability."""
    try:
        labels = {name: phrase(f"what_if_{name}") for name in (*OFFERED, *PLACED)}
        if not given.get(CAPABILITY):
            check_new_facility(served_basis().model, given, labels, lang)
            return None, None
        return what_if_table(given, lang, labels), None
    except UsageError as problem:
        return None, problem


def _fields(model: Model, given: dict[str, str], phrase: Any, shown: PageView) -> list[FilterField]:
    """Return the form: what it can do, at which stage, where, at what scale, for whom, at what price."""

    def choice(name: str, scheme: str, ids: list[str], needed: bool = False) -> FilterField:
        labels = ((one, model.concept_label(scheme, one, shown.lang)) for one in ids)
        named = sorted(labels, key=lambda pair: pair[1].casefold())
        start = phrase("what_if_choose" if needed else "what_if_not_said")
        value = given.get(name, "").partition(";")[0]  # the form has one; an address may have several
        return FilterField(
            name, phrase(f"what_if_{name}"), value, (("", start), *named), asked=bool(given.get(name))
        )

    stages = sorted(model.stages, key=lambda stage: model.stages[stage])
    expected = [one.id for one in model.capabilities.values() if one.expected]
    found = [
        choice("capability", "capability", expected, needed=True),
        FilterField(
            "stages",
            phrase("what_if_stages"),
            "",
            tuple((one, model.concept_label("value-chain-stage", one, shown.lang)) for one in stages),
            asked="stages" in given,
            chosen=tuple(filter(None, map(str.strip, given.get("stages", "").split(";")))),
        ),
    ]
    found += [choice(name, OFFERED[name], model.concepts(OFFERED[name])) for name in ("scale", "access")]
    countries = {facility.country for facility in model.facilities.values() if facility.country}
    for name, codes in (("region", model.regions), ("country", countries)):
        named = sorted(((code, shown.area(code)) for code in codes), key=lambda pair: pair[1].casefold())
        places = (("", phrase("what_if_not_said")), *named)
        value = given.get(name, "")
        found.append(FilterField(name, phrase(f"what_if_{name}"), value, places, asked=bool(value)))
    amount = given.get("amount_eur", "")
    found.append(
        FilterField(
            "amount_eur",
            phrase("what_if_amount_eur"),
            amount,
            asked=bool(amount),
            numeric=True,
            hint=text(shown.lang, EUROS),
        )
    )
    return found
