"""From degrees to the plane: Lambert's azimuthal equal-area projection, in which areas compare."""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

__all__ = ["Projection"]


@dataclass(frozen=True, slots=True)
class Projection:
    """The projection around one point, on a sphere of radius 1."""

    longitude: float
    latitude: float

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x (east) and y (south) of a point in degrees; the radius of the sphere is the unit.

        Snyder, Map Projections: A Working Manual (1987), equations 24-2 to 24-4.
        """
        phi, phi0, lam = radians(latitude), radians(self.latitude), radians(longitude - self.longitude)
        scale = sqrt(2 / (1 + sin(phi0) * sin(phi) + cos(phi0) * cos(phi) * cos(lam)))
        x = scale * cos(phi) * sin(lam)
        y = scale * (cos(phi0) * sin(phi) - sin(phi0) * cos(phi) * cos(lam))
        return x, -y
