"""The filters of the gap analysis."""

from typing import TYPE_CHECKING, Any, Final

from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.filters import Filter, Takes, concept, euros, labelled
from akkuri.analysis.weights import STATES

if TYPE_CHECKING:
    from akkuri.analysis.views.asking import Asked

__all__ = ["BEFORE", "BUDGET", "CAPABILITY", "SCENARIO", "SHORTCOMING", "STATE"]


def _capabilities(model: Any) -> list[str]:
    expected = dict.fromkeys(capability for _, capability in frame(model))
    return list(dict.fromkeys([*(up for c in expected for up in model.capabilities[c].broader), *expected]))


def _model(_asked: "Asked", given: Model) -> Model:
    return given


def _content(_asked: "Asked", given: bytes | str) -> bytes | str:
    return given


CAPABILITY: Final = Filter("capability", concept("capability"), choices=labelled("capability", _capabilities))
STATE: Final = Filter(
    "state", concept("cell-state"), choices=labelled("cell-state", lambda model: list(STATES))
)
SHORTCOMING: Final = Filter(
    "shortcoming",
    concept("cell-state"),
    choices=labelled("cell-state", lambda model: [state for state in STATES if state != "covered"]),
)
BUDGET: Final = Filter("budget", euros("budget"), {"type": "number", "exclusiveMinimum": 0})
SCENARIO: Final = Filter("what-if", _content, takes=Takes.FILE)
BEFORE: Final = Filter("before", _model, takes=Takes.RELEASE)
