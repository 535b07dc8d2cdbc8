"""What a map shows of the world: a country or the whole of Europe, fitted to a width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from akkuri.web.map.outlines import Ring, outlines
from akkuri.web.map.projection import Projection

__all__ = ["EUROPE", "Frame", "Outline", "frame_of"]

EUROPE: Final = "europe"
_EUROPE: Final[Ring] = ((-10.5, 36.0), (33.5, 36.0), (33.5, 71.3), (-10.5, 71.3), (-10.5, 55.0), (12.0, 71.3))
WIDTH: Final = 560
HIGHEST: Final = 760
_MARGIN: Final = 14
_SOME: Final = 6
"""Every so many points of an outline tell whether all of them have to be placed."""
_FAR: Final = 12.0
"""Degrees from the largest part of a country beyond which its islands are not framed."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of one country as the path of an SVG; `home` is the one the map is about."""

    country: str
    path: str
    home: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world fitted to a rectangle of `width` × `height`."""

    area: str
    width: int
    height: int
    projection: Projection
    scale: float
    left: float
    top: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point in degrees lies in the picture."""
        return self._along(((longitude, latitude),))[0]

    def _along(self, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        left, top, scale = self.left, self.top, self.scale
        return [
            ((x - left) * scale + _MARGIN, (y - top) * scale + _MARGIN)
            for x, y in self.projection.along(points)
        ]

    def holds(self, longitude: float, latitude: float) -> bool:
        """Say whether a point lies in the picture."""
        x, y = self.place(longitude, latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height

    @cache  # noqa: B019 - there is one frame a country, and each is kept (frame_of)
    def outlines(self) -> list[Outline]:
        """Return the countries that are in the picture, the one it is about last, so that it lies on top."""
        found = []
        for country, rings in outlines().items():
            drawn = "".join(path for ring in rings if (path := self._path(ring)))
            if drawn:
                found.append(Outline(country, drawn, country == self.area))
        return sorted(found, key=lambda outline: outline.home)

    def _path(self, ring: Ring) -> str:
        """Return the path of a ring; empty where no part of it is seen."""
        if not self._meets(self._along(ring[::_SOME]), max(self.width, self.height)):
            return ""
        points = self._along(ring)
        if not self._meets(points):
            return ""
        written, last = [], ""
        for x, y in points:
            at = f"{x:.0f} {y:.0f}"
            if at != last:
                written.append(at)
                last = at
        return f"M{'L'.join(written)}Z" if len(written) > 2 else ""

    def _meets(self, points: Sequence[tuple[float, float]], off: float = 0.0) -> bool:
        """Say whether what is drawn through points may come into the picture, or `off` it."""
        east, south = [x for x, _ in points], [y for _, y in points]
        return (
            max(east) >= -off
            and min(east) <= self.width + off
            and max(south) >= -off
            and min(south) <= self.height + off
        )


@cache
def frame_of(area: str) -> Frame:
    """Return the frame of a country by its code, or of Europe. Raises KeyError for one without outline."""
    ring = _EUROPE if area == EUROPE else tuple(_near(outlines()[area]))
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    projection = Projection((west + east) / 2, (south + north) / 2)
    points = projection.along(ring)
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = min((WIDTH - 2 * _MARGIN) / (right - left), (HIGHEST - 2 * _MARGIN) / (bottom - top))
    width = round((right - left) * scale) + 2 * _MARGIN
    height = round((bottom - top) * scale) + 2 * _MARGIN
    return Frame(area, width, height, projection, scale, left, top)


def _near(rings: tuple[Ring, ...]) -> list[tuple[float, float]]:
    """Return the points of a country without parts overseas."""
    (x0, y0), *_ = rings[0]
    return [point for ring in rings if abs(ring[0][0] - x0) + abs(ring[0][1] - y0) < _FAR for point in ring]
