"""Where a facility is and how an outsider gets in, looked up for the few that are shown."""

from collections.abc import Sequence
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Final

from akkuri.analysis.chain.links import ChainLink
from akkuri.analysis.model.values import Model

__all__ = ["ServicePlaces"]

WGS84: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
LOCALITY: Final = "https://schema.org/addressLocality"
WAYS: Final = ("bookingPage", "contactPage", "functionalMailbox", "http://xmlns.com/foaf/0.1/homepage")
"""Ways in, the most direct first."""
RADIUS: Final = 6371.0
FAR: Final = 1e9

Point = tuple[float, float]


class ServicePlaces:
    """Places and ways in of a model's facilities."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def town(self, facility: str, lang: str) -> str:
        """Return the municipality or town; empty where no source tells it."""
        for municipality in self._told(facility, "municipality"):
            return self._model.label(municipality, lang)
        return next(iter(self._told(facility, LOCALITY)), "")

    def ways_in(self, facility: str) -> list[str]:
        """Return the pages and mailboxes by which an outsider gets in; none where no source tells one."""
        return list(dict.fromkeys(value for way in WAYS for value in self._told(facility, way)))

    def distance(self, one: str, other: str) -> float | None:
        """Return the kilometres between two facilities; None where a point is not known, 0 to itself."""
        if one == other:
            return 0.0
        a, b = self._points.get(one), self._points.get(other)
        if a is None or b is None:
            return None
        (lat, long), (lat2, long2) = (tuple(map(radians, point)) for point in (a, b))
        part = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((long2 - long) / 2) ** 2
        return 2 * RADIUS * asin(sqrt(part))

    def near(self, links: Sequence[ChainLink], others: Sequence[ChainLink]) -> list[ChainLink]:
        """Sort links by how near they are to the nearest of some others."""

        def away(link: ChainLink) -> float:
            known = (self.distance(link.facility, other.facility) for other in others)
            return min((km for km in known if km is not None), default=FAR)

        return sorted(links, key=lambda link: (away(link), link))

    @cached_property
    def _points(self) -> dict[str, Point]:
        found: dict[str, dict[str, float]] = {"lat": {}, "long": {}}
        for axis, values in found.items():
            for subject, value in sorted(self._model.origin.pairs(WGS84 + axis)):
                try:
                    values.setdefault(subject, float(value))
                except ValueError:
                    continue
        return {one: (found["lat"][one], found["long"][one]) for one in found["lat"].keys() & found["long"]}

    def _told(self, facility: str, name: str) -> list[str]:
        predicate = name if "://" in name else self._model.names.ak + name
        return self._model.origin.objects(facility, predicate)
