"""/map: where the facilities are, as a picture and as the list that says the same; /map.svg to take away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import Blueprint, Response, render_template, request

from akkuri.analysis.model.values import Model
from akkuri.errors import RequestError, UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.view_forms import FilterField
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.map.asked import COLOURED_BY, FILTERS, REGION, MapAsked, areas, asked_map
from akkuri.web.map.frame import EUROPE, frame_of
from akkuri.web.map.picture import SMALL, Picture, Window, colouring, draw
from akkuri.web.map.places import MappedPlaces, Place, find_places
from akkuri.web.map.standing import standing
from akkuri.web.map.window import box_of, window_around
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, not_modified, page, svg_file, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value
from akkuri.web.page.workbooks import value_sheet, workbook_response

__all__ = ["SITE_PAGES", "blueprint", "map_picture"]

blueprint = Blueprint("map_pages", __name__)
SITE_PAGES: Final = (SitePage("/map", nav=15),)

_LENGTH: Final = 200
_WIDE: Final = 560
"""How wide the part of a map is shown that has the places of a region, in pixels."""
_CHOICES: Final = 200
"""More concepts than this are not offered as a choice, but written."""


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map with what it was asked for and what its colours stand for: colour, name and number."""

    asked: MapAsked
    places: MappedPlaces
    picture: Picture
    legend: list[tuple[str, str, int]]
    title: str
    window: Window
    """The part that is shown: the whole, or the region that is asked for."""

    @property
    def size(self) -> tuple[int, int]:
        """How wide and high it is shown."""
        _, _, width, height = self.window
        wide = _WIDE if width < self.picture.width else self.picture.width
        return wide, round(wide * height / width)


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """One place in the list beside the picture."""

    number: int
    name: str
    facilities: list[tuple[Value, str]]
    """Each with what it is: kind and status."""


@blueprint.get("/map")
def show_map() -> Response:
    """Show the picture, its list and the form."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown, model = view(), served_basis().model
    phrase, worded = phrases(shown.lang), partial(_worded, shown.lang)
    try:
        drawn = _drawn(model, shown, form=True)
    except UsageError as refused:
        return page(
            "map.html",
            400,
            title=shown.language.t("nav_map"),
            w=phrase,
            m=worded,
            picture=None,
            error=refused.sentence(shown.lang),
            fields=_fields(model, _given(), shown, refused.fields),
            also=tuple(request.args),
        )
    return cached(
        page(
            "map.html",
            title=drawn.title,
            w=phrase,
            m=worded,
            picture=drawn.picture,
            box=box_of(drawn.window),
            size=drawn.size,
            legend=drawn.legend,
            colour=text(shown.lang, f"map.{drawn.asked.colour}"),
            places=[_listed(number, place, shown) for number, place in enumerate(drawn.places.found, 1)],
            pointless=[_facility(one.iri, one.kind, one.status, shown) for one in drawn.places.pointless],
            facilities=sum(len(place.facilities) for place in drawn.places.found),
            standing=standing([one for place in drawn.places.found for one in place.facilities], shown.lang),
            centres=drawn.places.centres,
            fields=_fields(model, drawn.asked.values, shown),
            file=with_params("/map.svg", **request.args.to_dict()),
        ),
        tag,
    )


@blueprint.get("/map.svg")
def map_file() -> Response:
    """Give the picture as a file of its own, with what it is drawn from."""
    tag = etag("svg")
    if answer := not_modified(tag):
        return answer
    shown = view()
    drawn = _taken(shown)
    body = render_template(
        "map.svg",
        picture=drawn.picture,
        box=box_of(drawn.window),
        size=drawn.size,
        legend=drawn.legend,
        title=drawn.title,
        notes=_notes(drawn, shown),
        lang=shown.lang,
    )
    return cached(svg_file(body, "map"), tag)


@blueprint.get("/map.xlsx")
def workbook() -> Response:
    """Give the list beside the picture as a workbook, the facilities without a place last."""
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    shown = view()
    drawn = _taken(shown)
    places = [_listed(number, place, shown) for number, place in enumerate(drawn.places.found, 1)]
    rows = [
        [[Value(place.name)], [link], [Value(what)]] for place in places for link, what in place.facilities
    ]
    pointless = [_facility(one.iri, one.kind, one.status, shown) for one in drawn.places.pointless]
    rows += [[[], [link], [Value(what)]] for link, what in pointless]
    t = shown.language.t
    headings = [t("column_place"), t("column_name"), t("column_kind")]
    sheet = value_sheet(t("nav_map"), headings, rows)
    return cached(workbook_response("map", drawn.title, [sheet], shown.lang), tag)


def _worded(lang: str, key: str, **told: object) -> str:
    return text(lang, f"map.{key}", **told)


def _taken(shown: PageView) -> DrawnMap:
    """Draw what the address of a file asks for; raises RequestError (400) where it is not understood."""
    try:
        return _drawn(served_basis().model, shown)
    except UsageError as error:
        raise RequestError(400, "web.analysis_refused", {"sentence": error.sentence(shown.lang)}) from error


def _drawn(model: Model, shown: PageView, form: bool = False) -> DrawnMap:
    """Draw what the address asks for. Raises UsageError with one sentence where it is not understood."""
    names = ("area", "colour", *FILTERS)
    refuse_repeated(names, shown.lang, {name: _worded(shown.lang, name) for name in names} if form else None)
    asked = asked_map(model, _given(), shown.lang, form)
    places = find_places(model, asked.facilities(model))
    frame, region = frame_of(asked.area), asked.filters.get(REGION)
    window = window_around(frame, places.found) if region and places.found else None
    drawn = map_picture(model, places, asked, shown, window, _WIDE)
    legend = [(key.colour, _named(key.concept, asked, shown), key.count) for key in drawn.keys]
    area = model.concept_label(REGION, region, shown.lang) if region else _area(asked.area, shown)
    title = text(shown.lang, "map.title_area", area=area)
    whole = (0.0, 0.0, float(frame.width), float(frame.height))
    return DrawnMap(asked, places, drawn, legend, title, window or whole)


def _notes(drawn: DrawnMap, shown: PageView) -> list[str]:
    """Say what the points are, where the outlines are from, and of which release the picture is."""
    about = f"{site().settings.base} · {site().reader.version} · CC BY 4.0"
    centres = [text(shown.lang, "pictures.centres")] if drawn.places.centres else []
    return [*centres, text(shown.lang, "map.origin"), about]


def _given() -> dict[str, str]:
    return {name: value.strip()[:_LENGTH] for name, value in request.args.items() if name != "lang"}


def map_picture(
    model: Model,
    places: MappedPlaces,
    asked: MapAsked,
    shown: PageView,
    window: Window | None = None,
    wide: float = SMALL,
) -> Picture:
    """Return the picture of some places, coloured and named for a reader."""
    scheme_and_value = COLOURED_BY[asked.colour]
    value = scheme_and_value[1]
    colours = colouring(Counter(value(one) for one in model.facilities.values()))

    def title(place: Place) -> tuple[str, str]:
        name = _place_name(place, shown)
        return name, text(shown.lang, "map.bubble", place=name, count=len(place.facilities))

    return draw(frame_of(asked.area), places.found, value, colours, title, window, wide)


def _place_name(place: Place, shown: PageView) -> str:
    return shown.label(place.name).value if "://" in place.name else place.name


def _area(area: str, shown: PageView) -> str:
    return text(shown.lang, "map.europe") if area == EUROPE else shown.language.country(area)


def _named(concept: str | None, asked: MapAsked, shown: PageView) -> str:
    """Return what a colour stands for."""
    if concept is None:
        return text(shown.lang, "map.other")
    scheme, _ = COLOURED_BY[asked.colour]
    return shown.label(site().names.concept(scheme, concept)).value


def _listed(number: int, place: Place, shown: PageView) -> ListedPlace:
    lines = [_facility(one.iri, one.kind, one.status, shown) for one in place.facilities]
    lines.sort(key=lambda line: line[0].text.casefold())
    name = _place_name(place, shown)
    if place.country:
        name = f"{name}, {shown.language.country(place.country)}"
    return ListedPlace(number, name, lines)


def _facility(iri: str, kind: str | None, status: str | None, shown: PageView) -> tuple[Value, str]:
    said = [*shown.concept("facility-kind", kind), *shown.concept("status", status)]
    return shown.link(iri), ", ".join(value.text for value in said)


def _fields(
    model: Model, values: Mapping[str, str], shown: PageView, wrong: Sequence[str] = ()
) -> list[FilterField]:
    """Return the form: the area, what the colours say, and the filters; `wrong` names those refused."""
    offered = {
        "area": [(one, _area(one, shown)) for one in areas(model)],
        "colour": [(one, _worded(shown.lang, one)) for one in COLOURED_BY],
    }
    for name, scheme in FILTERS.items():
        known = model.regions if name == REGION else model.concepts(scheme)
        choices = [(one, model.concept_label(scheme, one, shown.lang)) for one in known]
        choices.sort(key=lambda choice: choice[1].casefold())
        offered[name] = [("", _worded(shown.lang, "any")), *choices[:_CHOICES]]
    return [
        FilterField(
            name,
            _worded(shown.lang, name),
            values.get(name, ""),
            tuple(options),
            asked=name in FILTERS and bool(values.get(name)),
            wrong=name in wrong,
        )
        for name, options in offered.items()
    ]
