"""A facility that is not there, told by a few parameters: the smallest scenario, and what is asked of it."""

import json
from collections.abc import Mapping
from typing import Final

from akkuri.analysis.gaps.filters import SCENARIO
from akkuri.analysis.views.asking import ViewRequest
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["CAPABILITY", "OFFERED", "PLACED", "WHAT_IF", "new_facility_request"]

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


def new_facility_request(given: Mapping[str, str], lang: str) -> ViewRequest:
    """Return the request for the cells that change with a facility; several stages stand as `a;b`.

    Without stages it offers its capability where that is expected, as in every scenario. Raises UsageError
    where the capability is not told.
    """
    if not given.get(CAPABILITY):
        raise UsageError(text(lang, "analysis.what_if_lacks", name=CAPABILITY))
    new = text(lang, "analysis_pages.what_if_new")  # stands in the answer as it is
    facility = {"action": "add", "facility": new}
    offering = facility | {name: given[name] for name in OFFERED if name in given}
    facility |= {name: given[name] for name in PLACED if name in given}
    steps = json.dumps([facility, offering]).encode()
    return ViewRequest("what-if", {SCENARIO.name: steps}, lang, whole=True)
