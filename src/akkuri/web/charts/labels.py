"""Names beside round spots: none covers a spot or another name, and the first ones are named first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Final

__all__ = ["NO_LABEL", "PlacedLabel", "Plane", "Spot", "place_labels", "shorten", "text_width"]

_NARROW: Final = frozenset("iljtfrI.,:;'’()[]|/ -–")
_BROAD: Final = frozenset("mwMW—@%…")
_GAP: Final = 2.0
_TURNS: Final = 16
_STEPS: Final = 12
"""How far a spot may move out of the way: turns around it, and steps of half its size outwards."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Plane:
    """What names are written on: its size, the size of its letters, and which names must be read."""

    width: float
    height: float
    font: float
    sure: int = 0
    """So many first spots keep their names: smaller spots make room for them."""
    longest: int = 28
    """Signs of a name; the rest is cut."""
    most: int = 1000
    """So many names at most."""


@dataclass(slots=True)
class Spot:
    """A round spot with its name; it may be moved to make room."""

    x: float
    y: float
    radius: float
    name: str


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A name and where its base line begins; empty where it has no room."""

    text: str
    x: float = 0.0
    y: float = 0.0


NO_LABEL: Final = PlacedLabel("")


def text_width(text: str, font: float) -> float:
    """Return how wide a text is, at most, in the usual fonts of screens."""
    ems = sum(
        0.38 if sign in _NARROW else 0.98 if sign in _BROAD else 0.72 if sign.isupper() else 0.62
        for sign in text
    )
    return ems * font


def shorten(name: str, longest: int) -> str:
    """Cut a name to so many signs."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip(' –-,')}…"


def place_labels(spots: Sequence[Spot], plane: Plane, *, fixed: bool = False) -> list[PlacedLabel]:
    """Return the names of spots, those that come first before the others; the same input gives the same.

    Spots after the first `plane.sure` may be moved, unless they are `fixed` as places on a map are.
    """
    board = _Board(spots, plane)
    for place in range(min(plane.sure, len(spots))):
        board.write(place, strictly=fixed)
    if not fixed:
        board.make_room()
    for place in range(len(spots)):
        if place not in board.boxes and len(board.boxes) < plane.most:
            board.write(place, strictly=True)
    return [board.label(place) for place in range(len(spots))]


class _Board:
    """Where the spots are, and the names that are written so far."""

    def __init__(self, spots: Sequence[Spot], plane: Plane) -> None:
        self._spots, self._plane = spots, plane
        self._texts = [shorten(spot.name, plane.longest) for spot in spots]
        self._at = [(spot.x, spot.y, spot.radius) for spot in spots]
        self.boxes: dict[int, Box] = {}

    def label(self, place: int) -> PlacedLabel:
        """Return the name of a spot as it is written."""
        box = self.boxes.get(place)
        if box is None or (place < self._plane.sure and self._covered(box, place)):
            return NO_LABEL
        base = (box[1] + box[3]) / 2 + self._plane.font * 0.36
        return PlacedLabel(self._texts[place], round(box[0], 1), round(base, 1))

    def write(self, place: int, *, strictly: bool) -> None:
        """Write a name where it covers nothing, or, unless strictly, where it covers the least."""
        best, least = None, float("inf")
        written = self._written_near(place)
        for box in self._around(place, far=not strictly):
            if self._outside(box) or any(_meet(box, other) for other in written):
                continue
            if strictly and self._seems_of_another(box, place):
                continue
            covered = self._covered(box, place)
            if not covered:
                best = box
                break
            if strictly:
                continue
            first = covered[0] < self._plane.sure
            cost = sum(self._at[other][2] for other in covered)
            if cost < least and not first:
                best, least = box, cost
        if best is not None:
            self.boxes[place] = best

    def _written_near(self, place: int) -> list[Box]:
        """Return the names written so far that one may meet wherever it stands around its spot."""
        x, y, radius = self._at[place]
        high = radius + _GAP + 3 * self._plane.font
        wide = high + text_width(self._texts[place], self._plane.font)
        around = (x - wide, y - high, x + wide, y + high)
        return [box for box in self.boxes.values() if _meet(box, around)]

    def make_room(self) -> None:
        """Move the smaller spots that stand under a name that must be read to the nearest free place."""
        for place in range(self._plane.sure, len(self._spots)):
            x, y, radius = self._at[place]
            if not self._under(x, y, radius):
                continue
            for nx, ny in _outwards(x, y, radius):
                if self._free(place, nx, ny, radius):
                    self._at[place] = nx, ny, radius
                    self._spots[place].x, self._spots[place].y = round(nx, 1), round(ny, 1)
                    break

    def _around(self, place: int, *, far: bool) -> Iterator[Box]:
        """Yield where a name may stand, the nearest first; `far` also a little off."""
        for off in (0.0, 0.5, 1.0) if far else (0.0,):
            yield from self._beside(place, off * self._plane.font)

    def _beside(self, place: int, off: float) -> Iterator[Box]:
        """Yield the boxes right, left, above, below, at the corners, and in line with an edge of a spot."""
        x, y, radius = self._at[place]
        radius += off
        width = text_width(self._texts[place], self._plane.font)
        half = self._plane.font * 0.58
        near, corner = radius + _GAP, radius * 0.72 + 1
        middles = (
            (x + near, y),
            (x - near - width, y),
            (x - width / 2, y - near - half),
            (x - width / 2, y + near + half),
            (x + corner, y - corner - half * 0.7),
            (x + corner, y + corner + half * 0.7),
            (x - corner - width, y - corner - half * 0.7),
            (x - corner - width, y + corner + half * 0.7),
            (x + radius - width, y - near - half),
            (x - radius, y - near - half),
            (x + radius - width, y + near + half),
            (x - radius, y + near + half),
        )
        for left, middle in middles:
            yield (left, middle - half, left + width, middle + half)

    def _outside(self, box: Box) -> bool:
        return box[0] < 2 or box[1] < 2 or box[2] > self._plane.width - 2 or box[3] > self._plane.height - 2

    def _covered(self, box: Box, own: int) -> list[int]:
        """Return the other spots on which a name would stand, the first ones first."""
        left, top, right, bottom = box
        found = []
        for place, (x, y, radius) in enumerate(self._at):
            near = radius + 0.5
            if x + near <= left or x - near >= right or y + near <= top or y - near >= bottom:
                continue
            dx, dy = max(left - x, x - right, 0.0), max(top - y, y - bottom, 0.0)
            if hypot(dx, dy) < near and place != own:
                found.append(place)
        return found

    def _seems_of_another(self, box: Box, own: int) -> bool:
        """Say whether a name touches a larger spot that has no name, whose name it would be taken for."""
        left, top, right, bottom = box
        near = self._plane.font * 0.4
        for place, (x, y, radius) in enumerate(self._at[:own]):
            dx, dy = max(left - x, x - right, 0.0), max(top - y, y - bottom, 0.0)
            if place not in self.boxes and hypot(dx, dy) < radius + near:
                return True
        return False

    def _under(self, x: float, y: float, radius: float) -> bool:
        return any(
            b[0] - radius - 1 < x < b[2] + radius + 1 and b[1] - radius - 1 < y < b[3] + radius + 1
            for b in self.boxes.values()
        )

    def _free(self, place: int, x: float, y: float, radius: float) -> bool:
        """Say whether a spot may stand at a point: inside, under no name and on no other spot."""
        inside = radius < x < self._plane.width - radius and radius < y < self._plane.height - radius
        if not inside or self._under(x, y, radius):
            return False
        return all(
            other == place or hypot(at[0] - x, at[1] - y) >= at[2] + radius + 1
            for other, at in enumerate(self._at)
        )


def _outwards(x: float, y: float, radius: float) -> Iterator[tuple[float, float]]:
    for step in range(1, _STEPS + 1):
        far = step * max(radius, 3.0) * 0.8
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS
            yield x + far * cos(angle), y + far * sin(angle)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
