"""From degrees to the plane: Lambert's azimuthal equal-area projection, in which areas compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

__all__ = ["Projection"]


@dataclass(frozen=True, slots=True)
class Projection:
    """The projection around one point, on a sphere of radius 1."""

    longitude: float
    latitude: float

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x (east) and y (south) of a point in degrees; the radius of the sphere is the unit."""
        return self.along(((longitude, latitude),))[0]

    def along(self, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return x and y of the points of a line, of which an outline has thousands.

        Snyder, Map Projections: A Working Manual (1987), equations 24-2 to 24-4.
        """
        phi0 = radians(self.latitude)
        sin0, cos0, found = sin(phi0), cos(phi0), []
        for longitude, latitude in points:
            phi, lam = radians(latitude), radians(longitude - self.longitude)
            up, aside = sin(phi), cos(phi)
            ahead = aside * cos(lam)
            scale = sqrt(2 / (1 + sin0 * up + cos0 * ahead))
            found.append((scale * aside * sin(lam), -scale * (cos0 * up - sin0 * ahead)))
        return found
