"""How many facilities of a map are not there yet, or no longer: a bubble counts them with the others."""

from collections.abc import Iterable

from akkuri.analysis.model.values import Facility
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis

__all__ = ["standing"]


def standing(facilities: Iterable[Facility], lang: str) -> list[str]:
    """Return a sentence for those planned or being built and one for those closed or cancelled, if any.

    Of one alone its own page tells the status.
    """
    parameters, counted = served_basis().parameters, list(facilities)
    if len(counted) < 2:
        return []
    counts = {
        "coming": sum(parameters.planned(facility) for facility in counted),
        "gone": sum(parameters.former(facility) for facility in counted),
    }
    return [text(lang, f"map.{key}", count=count) for key, count in counts.items() if count]
