"""The picture: a bubble for each place, its size the number of facilities, its sectors what they are."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin, sqrt
from typing import Final

from akkuri.analysis.model.values import Facility
from akkuri.web.charts.labels import NO_LABEL, PlacedLabel, Plane, Spot, place_labels
from akkuri.web.map.frame import Frame, Outline
from akkuri.web.map.places import Place

__all__ = [
    "COLOURS",
    "OTHER",
    "SMALL",
    "Bubble",
    "Key",
    "Picture",
    "Window",
    "colouring",
    "draw",
]

COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900", "#56b4e9", "#8a63d2")
"""Told apart by people who see colours differently (after Okabe and Ito); whatever has none is grey."""
OTHER: Final = "#7a7a7a"
_FONT: Final = 12
_NARROW_FONT: Final = 20
_LABELS: Final = 24
_NARROW_LABELS: Final = 10
_NARROW_LONGEST: Final = 16
_LONGEST: Final = 30
SMALL: Final = 340.0
"""About how wide a part of a picture is where it is shown in small, in pixels."""

Window = tuple[float, float, float, float]
"""A part of a picture: left, top, width and height."""


@dataclass(frozen=True, slots=True)
class Key:
    """One colour and what it stands for: the id of a concept, None for all that have no colour."""

    concept: str | None
    colour: str
    count: int


@dataclass(frozen=True, slots=True)
class Bubble:
    """One place in the picture: its sectors as paths with their colours, and its label where it has room."""

    number: int
    x: float
    y: float
    radius: float
    sectors: tuple[tuple[str, str], ...]
    """Path and colour; one with an empty path is the whole circle."""
    title: str
    label: PlacedLabel = NO_LABEL
    narrow: PlacedLabel = NO_LABEL
    """Its label where the whole picture is shown on a narrow screen, in larger letters."""
    name: str = ""
    """What is beside it where the picture is enlarged."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A map ready to be written as SVG."""

    width: int
    height: int
    outlines: list[Outline]
    bubbles: list[Bubble]
    keys: list[Key]
    outside: int
    """Facilities with a place outside the picture."""
    unit: float = 1.0
    """How large letters and lines are: smaller where a part of the picture is shown enlarged."""


def colouring(weights: Mapping[str | None, float]) -> dict[str, str]:
    """Return the colour of each concept: those that weigh most have one, so that no filter changes it."""
    ordered = sorted((value for value in weights if value), key=lambda value: (-weights[value], value))
    return dict(zip(ordered, COLOURS, strict=False))


def draw(
    frame: Frame,
    places: Sequence[Place],
    value: Callable[[Facility], str | None],
    colours: dict[str, str],
    title: Callable[[Place], tuple[str, str]],
    window: Window | None = None,
    wide: float = SMALL,
) -> Picture:
    """Draw places, those with most facilities first, so that small ones lie on top.

    `value` tells what a facility is coloured by, `title` the name of a place and what its bubble says.
    Where a `window` of the picture is shown, `wide` pixels wide, bubbles and letters are sized for that.
    """
    left, top, width, height = window or (0.0, 0.0, float(frame.width), float(frame.height))
    unit = width / wide if window else 1.0
    bubbles: list[Bubble] = []
    spots: list[Spot] = []
    counted: Counter[str | None] = Counter()
    outside = 0
    for number, place in enumerate(places, 1):
        if not frame.holds(place.longitude, place.latitude):
            outside += len(place.facilities)
            continue
        x, y = frame.place(place.longitude, place.latitude)
        radius = unit * (3.5 + 3 * sqrt(len(place.facilities)))
        shares = Counter(concept if (concept := value(one)) in colours else None for one in place.facilities)
        counted += shares
        name, said = title(place)
        spots.append(Spot(x - left, y - top, radius, name))
        sectors = tuple(_sectors(x, y, radius, shares, colours))
        bubbles.append(Bubble(number, round(x, 1), round(y, 1), round(radius, 1), sectors, said, name=name))

    def named(plane: Plane) -> list[PlacedLabel]:
        return [
            PlacedLabel(label.text, round(label.x + left, 1), round(label.y + top, 1))
            for label in place_labels(spots, plane, fixed=True)
        ]

    plane = Plane(width, height, _FONT * unit, longest=_LONGEST, most=_LABELS)
    labels = named(plane)
    large = replace(plane, font=_NARROW_FONT * unit, most=_NARROW_LABELS, longest=_NARROW_LONGEST)
    narrow = [NO_LABEL] * len(spots) if window and wide == SMALL else named(large)
    bubbles = [
        replace(bubble, label=label, narrow=other)
        for bubble, label, other in zip(bubbles, labels, narrow, strict=True)
    ]
    keys = [Key(concept, colour, counted[concept]) for concept, colour in colours.items() if counted[concept]]
    if counted[None]:
        keys.append(Key(None, OTHER, counted[None]))
    return Picture(frame.width, frame.height, frame.outlines(), bubbles, keys, outside, unit)


def _sectors(
    x: float, y: float, radius: float, shares: Counter[str | None], colours: dict[str, str]
) -> Iterable[tuple[str, str]]:
    """Yield the sectors of a bubble clockwise from the top."""
    parts = [(colours[one], shares[one]) for one in colours if shares[one]]
    if shares[None]:
        parts.append((OTHER, shares[None]))
    if len(parts) == 1:
        yield "", parts[0][0]
        return
    whole, done = sum(count for _, count in parts), 0
    for colour, count in parts:
        start, end = 2 * pi * done / whole, 2 * pi * (done + count) / whole
        x1, y1 = x + radius * sin(start), y - radius * cos(start)
        x2, y2 = x + radius * sin(end), y - radius * cos(end)
        large = int(end - start > pi)
        arc = f"A{radius:.1f} {radius:.1f} 0 {large} 1 {x2:.1f} {y2:.1f}"
        yield f"M{x:.1f} {y:.1f}L{x1:.1f} {y1:.1f}{arc}Z", colour
        done += count
