"""The map in small beside other things of a page: where some facilities are, as near as they lie together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from akkuri.analysis.model.values import Facility, Model
from akkuri.texts import text
from akkuri.web.map.asked import MapAsked
from akkuri.web.map.frame import EUROPE, Frame, frame_of
from akkuri.web.map.map_pages import map_picture
from akkuri.web.map.outlines import outlines
from akkuri.web.map.picture import Picture
from akkuri.web.map.places import Place, find_places
from akkuri.web.page.addresses import with_params
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["SmallMap", "small_map"]

_LEAST: Final = 130.0
"""The smallest part of a picture that is shown: a place without its surroundings says nothing."""
_BORDER: Final = 0.22
_HIGH: Final = 0.8
"""Its height, of its width."""


@dataclass(frozen=True, slots=True)
class SmallMap:
    """A part of a picture with the legend of its colours, what it says in words, and where the whole is."""

    picture: Picture
    box: str
    legend: list[tuple[str, str, int]]
    told: list[str]
    href: str


def small_map(
    model: Model, facilities: Iterable[Facility], shown: PageView, *, whole: bool = False
) -> SmallMap | None:
    """Draw where facilities are, or the `whole` of their country with them; None where none has a place.

    Raises Refusal when the points cannot be read.
    """
    places = find_places(model, site().reader, facilities)
    countries = {place.country for place in places.found}
    home = model.home if model.home in countries or len(countries) != 1 else next(iter(countries))
    area = home if home in outlines() else EUROPE
    frame = frame_of(area)
    inside = [place for place in places.found if frame.holds(place.longitude, place.latitude)]
    if not inside:
        return None
    window = (0.0, 0.0, float(frame.width), float(frame.height)) if whole else _window(frame, inside)
    asked = MapAsked(area, "kind", {})
    picture = map_picture(model, places, asked, shown, window)
    drawn = sum(len(place.facilities) for place in inside)
    told = [text(shown.lang, "map.count", count=drawn, places=len(inside))]
    if places.centres:
        told.append(text(shown.lang, "pictures.centres"))
    left_out = len(places.pointless) + picture.outside
    if left_out:
        told.append(text(shown.lang, "pictures.left_out", count=left_out))
    return SmallMap(
        picture,
        " ".join(f"{value:.0f}" for value in window),
        [(key.colour, _named(key.concept, shown), key.count) for key in picture.keys],
        told,
        shown.local(with_params("/map", area=area)),
    )


def _named(concept: str | None, shown: PageView) -> str:
    found = shown.concept("facility-kind", concept)
    return found[0].text if found else text(shown.lang, "map.other")


def _window(frame: Frame, places: list[Place]) -> tuple[float, float, float, float]:
    """Return the part of a picture in which places lie: left, top, width and height."""
    points = [frame.place(place.longitude, place.latitude) for place in places]
    east, south = [x for x, _ in points], [y for _, y in points]
    spread = max(max(east) - min(east), (max(south) - min(south)) / _HIGH)
    width = min(max(spread * (1 + 2 * _BORDER), _LEAST), frame.width)
    height = min(max(width * _HIGH, (max(south) - min(south)) * (1 + _BORDER)), frame.height)
    middle = (max(east) + min(east)) / 2, (max(south) + min(south)) / 2
    left = min(max(middle[0] - width / 2, 0), frame.width - width)
    top = min(max(middle[1] - height / 2, 0), frame.height - height)
    return left, top, width, height
