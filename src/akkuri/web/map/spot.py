"""The map in small on the page of one record: its point in the outline of its country."""

from dataclasses import dataclass
from typing import Final

from akkuri.texts import text
from akkuri.web.charts.labels import NO_LABEL, PlacedLabel, text_width
from akkuri.web.map.frame import Frame, frame_of
from akkuri.web.map.outlines import outlines
from akkuri.web.map.picture import COLOURS, Bubble, Picture
from akkuri.web.map.window import KNOWN, box_of
from akkuri.web.page.addresses import with_params
from akkuri.web.page.site import site
from akkuri.web.page.taken import TakenPicture
from akkuri.web.page.values import PageView

__all__ = ["MapSpot", "spot_of"]

_FONT: Final = 13
_BESIDE: Final = 10
_SIDE: Final = 0.6
"""Where, of what is shown, a name stands on the other side of the point."""
_NEAR: Final = "directory/near"
_KM: Final = 50


@dataclass(frozen=True, slots=True)
class MapSpot:
    """A point in its surroundings: what is drawn, which part of it is shown, and where it leads."""

    picture: Picture
    box: str
    said: str
    href: str
    near: str | None

    def taken(self, title: str, lang: str) -> TakenPicture:
        """Return it as a file of its own; `title` is what the point is."""
        return TakenPicture(title, self.box, [self.said, text(lang, "map.origin")], map=self.picture)


def spot_of(shown: PageView) -> MapSpot | None:
    """Return the point of the record of a page; None where no source gives one or there is no outline."""
    country = shown.first(shown.this, "ak:countryCode") or ""
    point = _point(shown)
    if point is None or country not in outlines():
        return None
    frame = frame_of(country)
    if not frame.holds(*point):
        return None
    x, y = frame.place(*point)
    left, top, side = _square(frame, x, y)
    bubble = Bubble(
        1, round(x, 1), round(y, 1), 6, (("", COLOURS[1]),), "", _name(shown, x, y, left + _SIDE * side)
    )
    key = "centre" if shown.first(shown.this, "ak:geoPrecision") == "municipality" else "point"
    return MapSpot(
        Picture(frame.width, frame.height, frame.outlines(), [bubble], [], 0),
        box_of((left, top, side, side)),
        shown.language.t(f"spot_{key}"),
        shown.local("/map", area=country),
        _near(shown),
    )


def _point(shown: PageView) -> tuple[float, float] | None:
    """Return longitude and latitude in degrees."""
    try:
        longitude = float(shown.first(shown.this, "wgs84:long") or "")
        latitude = float(shown.first(shown.this, "wgs84:lat") or "")
    except ValueError:
        return None
    return (longitude, latitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _square(frame: Frame, x: float, y: float) -> tuple[float, float, float]:
    """Return the part of the picture around a point: left, top and side."""
    side = min(KNOWN, frame.width, frame.height)
    return min(max(x - side / 2, 0), frame.width - side), min(max(y - side / 2, 0), frame.height - side), side


def _name(shown: PageView, x: float, y: float, turn: float) -> PlacedLabel:
    """Return what the municipality is called beside the point: before it, if that lies beyond `turn`."""
    municipality = shown.first(shown.this, "ak:municipality")
    if municipality is None:
        return NO_LABEL
    name = shown.label(municipality).value
    left = x - _BESIDE - text_width(name, _FONT) if x > turn else x + _BESIDE
    return PlacedLabel(name, round(left, 1), round(y + 4, 1))


def _near(shown: PageView) -> str | None:
    """Return where one sees what lies around; None where the municipality or the question is not known."""
    municipality = shown.first(shown.this, "ak:municipality")
    if municipality is None or _NEAR not in site().catalogue.queries:
        return None
    return shown.local(with_params(f"/queries/{_NEAR}", municipality=municipality.rpartition("/")[2], km=_KM))
