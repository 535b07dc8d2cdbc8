"""The map of any answer: where the records of its rows are, or the points that it gives itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

from pyoxigraph import NamedNode

from akkuri.ask.named.json_rows import plain
from akkuri.web.analyses.basis import served_basis
from akkuri.web.map.frame import EUROPE, frame_of
from akkuri.web.map.outlines import outlines
from akkuri.web.map.picture import COLOURS, Bubble, Picture
from akkuri.web.page.answers import Result
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["COORDINATES", "AnswerMap", "answer_map"]

_POINTS: Final = """PREFIX wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#>
SELECT ?thing ?lat ?long WHERE { VALUES ?thing { %s } ?thing wgs84:lat ?lat ; wgs84:long ?long }
ORDER BY ?thing"""
COORDINATES: Final = (("lat", "long"), ("lat", "lon"), ("latitude", "longitude"))
"""Names of columns with degrees north and east."""
_NAMED: Final = 12
"""So many are named at one point."""

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """A picture of the points, how many rows stand in it, and how many have no point or lie outside."""

    picture: Picture
    drawn: int
    left_out: int


def answer_map(result: Result, shown: PageView) -> AnswerMap | None:
    """Draw the rows of an answer; None where no row has a point. Raises Refusal."""
    rows = list(_given(result, shown)) or list(_looked_up(result, shown))
    home = served_basis().model.home
    areas = (home, EUROPE) if home in outlines() else (EUROPE,)
    frames = [frame_of(area) for area in areas if area]
    frame = next((one for one in frames if all(one.holds(*point) for _, point in rows)), frames[-1])
    at: dict[_Point, list[str]] = {}
    for name, point in rows:
        if frame.holds(*point):
            at.setdefault(point, []).append(name)
    if not at:
        return None
    bubbles = []
    ordered = sorted(at.items(), key=lambda item: (-len(item[1]), item[0]))
    for number, ((longitude, latitude), names) in enumerate(ordered, 1):
        x, y = frame.place(longitude, latitude)
        radius = 3.5 + 3 * sqrt(len(names))
        told = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        sectors = (("", COLOURS[0]),)
        bubbles.append(Bubble(number, round(x, 1), round(y, 1), round(radius, 1), sectors, told))
    drawn = sum(len(names) for names in at.values())
    picture = Picture(frame.width, frame.height, frame.outlines(), bubbles, [], 0)
    return AnswerMap(picture, drawn, len(result.rows) - drawn)


def _given(result: Result, shown: PageView) -> Iterator[tuple[str, _Point]]:
    """Yield the points that stand in the rows, with what else the rows begin with."""
    columns = [name.lower() for name in result.columns]
    for north, east in COORDINATES:
        if north in columns and east in columns:
            a, b = columns.index(north), columns.index(east)
            others = [place for place in range(len(columns)) if place not in (a, b)]
            for row in result.rows:
                latitude, longitude = plain(row[a]), plain(row[b])
                term = next((row[place] for place in others if row[place] is not None), None)
                name = shown.value(term).text if term is not None else ""
                point = _point(longitude, latitude)
                if point is not None:
                    yield name, point
            return


def _looked_up(result: Result, shown: PageView) -> Iterator[tuple[str, _Point]]:
    """Yield where the records of the first column that has any with a point are."""
    base = site().names.id("", "").rstrip("/")
    for place in range(len(result.columns)):
        terms = [row[place] for row in result.rows]
        iris = {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(base)}
        if not iris:
            continue
        found = site().reader.select(_POINTS % " ".join(f"<{iri}>" for iri in sorted(iris)))
        at = {
            getattr(row["thing"], "value", ""): point
            for row in found
            if (point := _point(plain(row["long"]), plain(row["lat"]))) is not None
        }
        if at:
            site().labels.need(at)
            for term in terms:
                iri = getattr(term, "value", "")
                if iri in at:
                    yield shown.label(iri).value, at[iri]
            return


def _point(longitude: object, latitude: object) -> _Point | None:
    """Return a point on earth, to about a kilometre: what is nearer each other is one bubble."""
    if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (round(longitude, 2), round(latitude, 2)) if on_earth else None
