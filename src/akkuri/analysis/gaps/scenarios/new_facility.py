"""A facility that is not there, told by a few parameters: the smallest scenario, and what is asked of it."""

import json
from collections.abc import Mapping
from typing import Final

from akkuri.analysis.gaps.filters import SCENARIO
from akkuri.analysis.lookup import find_concept, find_region
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.filters import EUROS, not_expected, read_sum
from akkuri.errors import UsageError, about
from akkuri.naming.things import countries
from akkuri.texts import text

__all__ = ["CAPABILITY", "OFFERED", "PLACED", "WHAT_IF", "check_new_facility", "new_facility_request"]

WHAT_IF: Final = "gaps:what-if"
"""What the question is called among the questions and views that can be asked."""
CAPABILITY: Final = "capability"
"""What must be told of the facility."""
OFFERED: Final = {
    CAPABILITY: "capability",
    "stages": "value-chain-stage",
    "scale": "scale",
    "access": "access-mode",
}
"""What is told of what it offers, and the scheme of the values."""
PLACED: Final = ("region", "country", "amount_eur")
"""What may be told of the facility itself."""


def check_new_facility(model: Model, given: Mapping[str, str], labels: Mapping[str, str], lang: str) -> None:
    """Refuse what means nothing by the name of its field, for a person who knows of no scenario.

    `labels` has what a form calls the parameters. Raises UsageError.
    """
    for name, value in given.items():
        called = labels.get(name, name)
        with about(name):
            if name in OFFERED:
                for each in filter(None, map(str.strip, value.split(";"))):
                    find_concept(model, OFFERED[name], each, lang, called)
            elif name == "region":
                find_region(model, value, lang, called)
            elif name == "country":
                model.resolver.find(value, countries(), lang, called)
            elif read_sum(value, called, lang) < 0:
                raise not_expected(called, value, EUROS, lang)


def new_facility_request(given: Mapping[str, str], lang: str) -> ViewRequest:
    """Return the request for the cells that change with a facility; several stages stand as `a;b`.

    Without stages it offers its capability where that is expected, as in every scenario. Raises UsageError
    where the capability is not told.
    """
    if not given.get(CAPABILITY):
        with about(CAPABILITY):
            raise UsageError(text(lang, "analysis.what_if_lacks", name=CAPABILITY))
    new = text(lang, "analysis_pages.what_if_new")  # stands in the answer as it is
    facility = {"action": "add", "facility": new}
    offering = facility | {name: given[name] for name in OFFERED if name in given}
    facility |= {name: given[name] for name in PLACED if name in given}
    steps = json.dumps([facility, offering]).encode()
    return ViewRequest("what-if", {SCENARIO.name: steps}, lang, whole=True)
