"""The filters of a comparison: two places, or another release."""

from typing import Any, Final

from akkuri.analysis.lookup import find_area
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.filter import Choice, Filter, Takes

__all__ = ["AGAINST", "ONE", "OTHER"]


def _place(asked: Asked, given: str) -> str:
    return find_area(asked.model, given, asked.lang)


def _places(asked: Asked) -> list[Choice]:
    """The countries with a facility, then the regions of the home country."""
    countries = sorted({f.country for f in asked.model.facilities.values() if f.country})
    regions = [(code, asked.concept("region", code)) for code in asked.model.regions]
    return [*((code, code) for code in countries), *regions]


def _model(_asked: Asked, given: Any) -> Model:
    found: Model = given
    return found


ONE: Final = Filter("one", _place, choices=_places, countries=True)
OTHER: Final = Filter("other", _place, choices=_places, countries=True)
AGAINST: Final = Filter("against", _model, takes=Takes.RELEASE)
