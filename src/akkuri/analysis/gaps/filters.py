"""The filters of the gap analysis."""

from typing import Any, Final

from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.gaps.comparables import CLASSES
from akkuri.analysis.gaps.needs import OUTCOMES
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.filter import Choice, Filter, Takes
from akkuri.analysis.views.filters import EUROS, concept, euros, labelled
from akkuri.analysis.weights import STATES
from akkuri.errors import UsageError
from akkuri.naming.answers import Found
from akkuri.naming.choosing import chosen, worded
from akkuri.naming.numbers import number_and_unit, readings
from akkuri.naming.things import concepts, kinds
from akkuri.texts import text
from akkuri.texts.two_ways import two_numbers

__all__ = [
    "BEFORE",
    "BUDGET",
    "CAPABILITY",
    "FLOOR_AREA",
    "KIND",
    "OUTCOME",
    "SCALE_CLASS",
    "SCENARIO",
    "SHORTCOMING",
    "STATE",
]

_SQUARE_METRES: Final = ("m²", "m2")
_LARGEST: Final = 10_000_000
"""Square metres; no floor is larger."""


def _capabilities(model: Any) -> list[str]:
    expected = dict.fromkeys(capability for _, capability in frame(model))
    return list(dict.fromkeys([*(up for c in expected for up in model.capabilities[c].broader), *expected]))


def _scale_class(asked: Asked, given: str) -> str:
    """Return a scale class by what it or a scale in it is called."""
    scale = asked.model.resolver.known(given, concepts("scale"))
    if isinstance(scale, Found):
        for name in CLASSES:
            if scale.thing.id in asked.parameters.group(f"{name}-class-scale"):
                return name
    among = worded(CLASSES, "analysis.scale_class")
    return chosen(given, among, asked.called("scale"), asked.model.names, asked.lang).id


def _class_choices(asked: Asked) -> list[Choice]:
    return [(name, text(asked.lang, f"analysis.scale_class_{name}")) for name in CLASSES]


def _outcome(asked: Asked, given: str) -> str:
    """Return what came of needs by what that is called."""
    among = worded(OUTCOMES, "analysis.outcome")
    return chosen(given, among, asked.called("outcome"), asked.model.names, asked.lang).id


def _outcome_choices(asked: Asked) -> list[Choice]:
    return [(name, text(asked.lang, f"analysis.outcome_{name}")) for name in reversed(OUTCOMES)]


def _floor_area(asked: Asked, given: str) -> float:
    """Read square metres: `2500`, `2 500 m²`."""
    number, unit = number_and_unit(given) or (given, "m2")
    found = readings(number, asked.request.form) if unit.strip() in _SQUARE_METRES else []
    told = {"name": asked.called("floor-area"), "value": given[:50]}
    if len(found) > 1:
        raise UsageError(text(asked.lang, "queries.two_ways", **told, **two_numbers(found, asked.lang)))
    area = float(found[0]) if found else 0
    if not 1 <= area <= _LARGEST:
        raise UsageError(text(asked.lang, "analysis.bad_floor_area", **told))
    return area


def _model(_asked: Asked, given: Model) -> Model:
    return given


def _content(_asked: Asked, given: bytes | str) -> bytes | str:
    return given


def _kind(asked: Asked, given: str) -> str:
    """Return a kind of record whose declaration says which fields it should have."""
    expected = {name for name, _ in _kinds(asked)}
    return asked.model.resolver.find(given, kinds().within(lambda kind: kind.id in expected), asked.lang).id


def _kinds(asked: Asked) -> list[Choice]:
    return [(kind.name, kind.one(asked.lang)) for kind in asked.model.names.kinds if kind.expected]


CAPABILITY: Final = Filter("capability", concept("capability"), choices=labelled("capability", _capabilities))
STATE: Final = Filter(
    "state", concept("cell-state"), choices=labelled("cell-state", lambda model: list(STATES))
)
SHORTCOMING: Final = Filter(
    "shortcoming",
    concept("cell-state"),
    choices=labelled("cell-state", lambda model: [state for state in STATES if state != "covered"]),
)
SCALE_CLASS: Final = Filter(
    "scale", _scale_class, {"type": "string", "enum": list(CLASSES)}, choices=_class_choices
)
FLOOR_AREA: Final = Filter(
    "floor-area",
    _floor_area,
    {"type": "number", "minimum": 1, "maximum": _LARGEST},
    expects="views.expects_square_metres",
)
OUTCOME: Final = Filter(
    "outcome", _outcome, {"type": "string", "enum": list(OUTCOMES)}, choices=_outcome_choices
)
KIND: Final = Filter("kind", _kind, choices=_kinds)
BUDGET: Final = Filter("budget", euros("budget"), {"type": "number", "exclusiveMinimum": 0}, expects=EUROS)
SCENARIO: Final = Filter("what-if", _content, takes=Takes.FILE)
BEFORE: Final = Filter("before", _model, takes=Takes.RELEASE)
