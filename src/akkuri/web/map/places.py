"""Where the facilities are: one place for each municipality, else for each point."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from akkuri.analysis.model.values import Facility, Model, Point

__all__ = ["MappedPlaces", "Place", "find_places"]

_CENTRE: Final = "municipality"
"""The precision of a point that is the centre of its municipality."""


@dataclass(slots=True)
class Place:
    """A municipality or a point with the facilities there; `name` is an IRI or what the source calls it."""

    name: str
    longitude: float
    latitude: float
    country: str | None
    facilities: list[Facility] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MappedPlaces:
    """The places, those with most facilities first, and what no place says."""

    found: tuple[Place, ...]
    pointless: tuple[Facility, ...]
    """Facilities of which no source gives a place."""
    centres: int
    """Facilities whose point is the centre of their municipality."""


def find_places(model: Model, facilities: Iterable[Facility]) -> MappedPlaces:
    """Return where some facilities of a model are."""
    grouped: dict[tuple[str, ...], Place] = {}
    pointless: list[Facility] = []
    centres = 0
    for facility in facilities:
        point = model.points.get(facility.iri)
        if point is None:
            pointless.append(facility)
            continue
        key, place = _place(point, facility)
        grouped.setdefault(key, place).facilities.append(facility)
        centres += point.precision == _CENTRE
    ordered = sorted(grouped.items(), key=lambda item: (-len(item[1].facilities), item[0]))
    return MappedPlaces(tuple(place for _, place in ordered), tuple(pointless), centres)


def _place(point: Point, facility: Facility) -> tuple[tuple[str, ...], Place]:
    """Return the place of a point, and the key that the points of one place share."""
    name = point.municipality or point.city or f"{point.latitude:.2f} {point.longitude:.2f}"
    key = (name,) if point.municipality else (facility.country or "", name)
    return key, Place(name, point.longitude, point.latitude, facility.country)
