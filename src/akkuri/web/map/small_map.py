"""The map in small beside other things of a page: where some facilities are, as near as they lie together."""

from collections.abc import Iterable
from dataclasses import dataclass

from akkuri.analysis.model.values import Facility, Model
from akkuri.texts import text
from akkuri.web.map.asked import MapAsked
from akkuri.web.map.frame import EUROPE, frame_of
from akkuri.web.map.map_pages import map_picture
from akkuri.web.map.outlines import outlines
from akkuri.web.map.picture import SMALL, Picture
from akkuri.web.map.places import find_places
from akkuri.web.map.standing import standing
from akkuri.web.map.window import KNOWN, box_of, window_around
from akkuri.web.page.addresses import with_params
from akkuri.web.page.taken import TakenPicture
from akkuri.web.page.values import PageView

__all__ = ["SmallMap", "small_map"]


@dataclass(frozen=True, slots=True)
class SmallMap:
    """A part of a picture with the legend of its colours, what it says in words, and where the whole is."""

    picture: Picture
    box: str
    legend: list[tuple[str, str, int]]
    told: list[str]
    href: str

    def taken(self, lang: str) -> TakenPicture:
        """Return it as a file of its own."""
        notes = [" ".join(self.told), text(lang, "map.origin")]
        return TakenPicture(text(lang, "pictures.where"), self.box, notes, self.legend, map=self.picture)


def small_map(
    model: Model,
    facilities: Iterable[Facility],
    shown: PageView,
    *,
    whole: bool = False,
    region: str = "",
    wide: float = SMALL,
) -> SmallMap | None:
    """Draw where facilities are, or the `whole` of their country with them; None where none has a place.

    `region` is the code of the region whose facilities they are, to which the large map is narrowed;
    `wide` is about how wide the picture is shown, in pixels.

    Raises Refusal when the points cannot be read.
    """
    places = find_places(model, facilities)
    countries = {place.country for place in places.found}
    home = model.home if model.home in countries or len(countries) != 1 else next(iter(countries))
    area = home if home and home in outlines() else EUROPE
    frame = frame_of(area)
    inside = [place for place in places.found if frame.holds(place.longitude, place.latitude)]
    if not inside:
        return None
    window = (0.0, 0.0, float(frame.width), float(frame.height))
    if not whole:
        window = window_around(frame, inside) if region else window_around(frame, inside, KNOWN)
    asked = MapAsked(area, "kind", {})
    picture = map_picture(model, places, asked, shown, window, wide)
    counted = [facility for place in inside for facility in place.facilities]
    told = [text(shown.lang, "map.count", count=len(counted), places=len(inside))]
    told += standing(counted, shown.lang)
    if places.centres:
        told.append(text(shown.lang, "pictures.centres"))
    left_out = len(places.pointless) + picture.outside
    if left_out:
        told.append(text(shown.lang, "pictures.left_out", count=left_out))
    return SmallMap(
        picture,
        box_of(window),
        [(key.colour, _named(key.concept, shown), key.count) for key in picture.keys],
        told,
        shown.local(with_params("/map", area=area, region=region or None)),
    )


def _named(concept: str | None, shown: PageView) -> str:
    found = shown.concept("facility-kind", concept)
    return found[0].text if found else text(shown.lang, "map.other")
