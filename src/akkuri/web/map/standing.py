"""How many facilities of a map are not there yet, no longer, or nobody knows: a bubble counts all alike."""

from collections.abc import Iterable

from akkuri.analysis.model.values import Facility
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis

__all__ = ["standing"]


def standing(facilities: Iterable[Facility], lang: str) -> list[str]:
    """Return a sentence for those planned or being built, for those closed or cancelled, and for the untold.

    Each only if there are any; of one facility alone its own page tells the status.
    """
    parameters, counted = served_basis().parameters, list(facilities)
    if len(counted) < 2:
        return []
    counts = {
        "coming": sum(parameters.planned(facility) for facility in counted),
        "gone": sum(parameters.former(facility) for facility in counted),
        "untold": sum(facility.status is None for facility in counted),
    }
    return [text(lang, f"map.{key}", count=count) for key, count in counts.items() if count]
