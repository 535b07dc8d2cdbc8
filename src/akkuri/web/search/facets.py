"""The facets beside hits and lists: values with counts, each a link that narrows or widens."""

from dataclasses import dataclass
from typing import Final

from akkuri.search.counting import tail
from akkuri.search.found import SearchFound
from akkuri.search.request import SearchRequest
from akkuri.search.shown import Wordings
from akkuri.web.search.asked import changed

__all__ = ["FacetShown", "FacetValue", "facets_shown"]

_MOST: Final = 15
"""Values of one facet that are shown."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: its name, how many have it, where it leads, and whether it is chosen."""

    name: str
    count: int
    href: str
    chosen: bool
    value: str


@dataclass(frozen=True, slots=True)
class FacetShown:
    """One facet; `rest` values are not shown."""

    key: str
    name: str
    values: list[FacetValue]
    rest: int
    open: bool


def facets_shown(found: SearchFound, asked: SearchRequest, words: Wordings) -> list[FacetShown]:
    """Return the facets that tell hits apart, the chosen ones too."""
    shown = []
    for name, counts in found.facets.items():
        chosen = asked.facets.get(name)
        if len(counts) < 2 and chosen is None:
            continue
        first = [value for value in counts if chosen in (value, tail(value))]
        listed = list(dict.fromkeys([*first, *list(counts)[:_MOST]]))
        words.need(listed)
        values = [
            FacetValue(
                words.value(name, value),
                counts[value],
                changed(**{name: None if value in first else tail(value)}),
                value in first,
                tail(value),
            )
            for value in listed
        ]
        shown.append(
            FacetShown(name, words.facet(name), values, len(counts) - len(listed), chosen is not None)
        )
    return shown
