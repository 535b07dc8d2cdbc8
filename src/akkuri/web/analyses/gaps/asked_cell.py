"""Which cell of which area an address asks for; what there is not is refused with what is near."""

from typing import Final

from flask import request

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.lookup import find_concept
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.filters import REGION
from akkuri.errors import RequestError, UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.page.rendering import language
from akkuri.web.page.values import PageView, Value

__all__ = ["asked_area", "given_text", "meant_cell", "within_area"]

_LENGTH: Final = 100


def meant_cell(stage: str, capability: str, shown: PageView) -> tuple[str, str]:
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


def given_text(name: str) -> str | None:
    """Return a parameter of the address, shortened; None where it is empty."""
    return request.args.get(name, "").strip()[:_LENGTH] or None


def _refused(status: int, sentence: str, choices: list[Value]) -> RequestError:
    return RequestError(status, "web.analysis_refused", {"sentence": sentence}, choices)


def asked_area(region: str | None, shown: PageView, form: bool = False) -> GapsAsked:
    """Return the request for an area, perhaps of a form. Raises UsageError for one that there is not."""
    given = {"region": region} if region else {}
    asked = GAPS.asked(served_basis(), ViewRequest(given=given, lang=shown.lang, form=form), (REGION,))
    _ = asked.area  # computed here, so that its refusal is told here
    return asked


def within_area(region: str | None, shown: PageView, path: str) -> GapsAsked:
    """Return the request for an area; 400 for one that there is not."""
    try:
        return asked_area(region, shown)
    except UsageError as error:
        choices = [Value(phrases(language().code)("gaps_title"), path)]
        raise _refused(400, error.sentence(shown.lang), choices) from error
