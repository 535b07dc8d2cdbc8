"""The part of a map in which some places lie, as near as they lie together."""

from collections.abc import Sequence
from typing import Final

from akkuri.web.map.frame import Frame
from akkuri.web.map.picture import Window
from akkuri.web.map.places import Place

__all__ = ["KNOWN", "box_of", "window_around"]

_LEAST: Final = 130.0
"""The smallest part of a picture that is shown: a place without its surroundings says nothing."""
KNOWN: Final = 300.0
"""So much of a picture is shown where nothing but the coast says where it is."""
_BORDER: Final = 0.22
_HIGH: Final = 0.8
"""Its height, of its width."""


def box_of(window: Window) -> str:
    """Return a window as the viewBox of an SVG."""
    return " ".join(f"{value:.0f}" for value in window)


def window_around(frame: Frame, places: Sequence[Place], least: float = _LEAST) -> Window:
    """Return the part of a picture in which places lie, `least` wide: left, top, width and height."""
    points = [frame.place(place.longitude, place.latitude) for place in places]
    east, south = [x for x, _ in points], [y for _, y in points]
    spread = max(max(east) - min(east), (max(south) - min(south)) / _HIGH)
    width = min(max(spread * (1 + 2 * _BORDER), least), frame.width)
    height = min(max(width * _HIGH, (max(south) - min(south)) * (1 + _BORDER)), frame.height)
    middle = (max(east) + min(east)) / 2, (max(south) + min(south)) / 2
    left = min(max(middle[0] - width / 2, 0), frame.width - width)
    top = min(max(middle[1] - height / 2, 0), frame.height - height)
    return left, top, width, height
