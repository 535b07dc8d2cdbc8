"""Where the facilities are: one place for each municipality, else for each point."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.analysis.model.values import Facility, Model
from akkuri.web.page.reader import Reader, TermRow

__all__ = ["MappedPlaces", "Place", "find_places"]

_POINTS: Final = """PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX schema: <https://schema.org/>
PREFIX ak: <%s>
SELECT ?thing ?lat ?long ?municipality ?city ?precision WHERE {
  ?thing geo:lat ?lat ; geo:long ?long .
  OPTIONAL { ?thing ak:municipality ?municipality }
  OPTIONAL { ?thing schema:addressLocality ?city }
  OPTIONAL { ?thing ak:geoPrecision ?precision }
} ORDER BY ?thing"""
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


def find_places(model: Model, reader: Reader, facilities: Iterable[Facility]) -> MappedPlaces:
    """Return where some facilities of a model are. Raises Refusal when the points cannot be read."""
    rows = reader.select(_POINTS % model.names.ak)
    points = {_text(row, "thing"): row for row in rows if _usable(row)}
    grouped: dict[tuple[str, ...], Place] = {}
    pointless: list[Facility] = []
    precision: dict[str, int] = defaultdict(int)
    for facility in facilities:
        row = points.get(facility.iri)
        if row is None:
            pointless.append(facility)
            continue
        key, place = _place(row, facility)
        grouped.setdefault(key, place).facilities.append(facility)
        precision[_text(row, "precision")] += 1
    ordered = sorted(grouped.items(), key=lambda item: (-len(item[1].facilities), item[0]))
    return MappedPlaces(tuple(place for _, place in ordered), tuple(pointless), precision[_CENTRE])


def _place(row: TermRow, facility: Facility) -> tuple[tuple[str, ...], Place]:
    """Return where a row is, and the key that the rows of one place share."""
    longitude, latitude = float(_text(row, "long")), float(_text(row, "lat"))
    municipality, city = row.get("municipality"), _text(row, "city")
    name = municipality.value if isinstance(municipality, NamedNode) else city
    point = f"{latitude:.2f} {longitude:.2f}"
    key = (name,) if isinstance(municipality, NamedNode) else (facility.country or "", name or point)
    return key, Place(name or point, longitude, latitude, facility.country)


def _text(row: TermRow, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, Literal | NamedNode) else ""


def _usable(row: TermRow) -> bool:
    """Say whether a row has a point on earth."""
    try:
        return abs(float(_text(row, "lat"))) <= 90 and abs(float(_text(row, "long"))) <= 180
    except ValueError:
        return False
