"""/network/picture: who works with whom as a picture, its table beside it, and as SVG to take away."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, render_template, request

from akkuri.analysis.lookup import find_actor
from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import COUNTRY, SCOPE
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import ViewRequest
from akkuri.errors import RequestError, UsageError, about
from akkuri.naming.alphabet import alphabetical
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.drawn_network import DrawnNetwork, draw_network
from akkuri.web.analyses.network_colours import chosen_colour, colour_choices, network_colours
from akkuri.web.analyses.network_layout import strongest
from akkuri.web.analyses.view_forms import FilterField, filter_fields, given, refuse_repeated_filters
from akkuri.web.analyses.view_pages import page_groups
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, not_modified, page, svg_file, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value
from akkuri.web.page.workbooks import value_sheet, workbook_response

__all__ = ["PATH", "SITE_PAGES", "blueprint"]

blueprint = Blueprint("network_picture", __name__)
PATH: Final = "/network/picture"
SITE_PAGES: Final = (SitePage(PATH),)
_AROUND: Final = "around"
_COLOUR: Final = "colour"
_LENGTH: Final = 200


@blueprint.get(PATH)
def picture_page() -> Response:
    """Show the picture, its form and its table."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown = view()
    values, around = _values(), _around()
    asked, found, error = None, None, ""
    wrong: tuple[str, ...] = ()
    try:
        _refuse_repeated(shown.lang, form=True)
        asked = _asked(values, around, shown.lang)
        found = _picture(asked, around, shown)
    except UsageError as problem:
        error, wrong = problem.sentence(shown.lang), problem.fields
    whole = asked or NETWORK.asked(served_basis(), ViewRequest(lang=shown.lang))
    phrase = phrases(shown.lang)
    answer = page(
        "network_picture.html",
        400 if error and (values or around or request.args.get(_COLOUR)) else 200,
        title=phrase("picture_title"),
        w=phrase,
        picture=found,
        error=error,
        fields=[
            FilterField(
                _AROUND,
                phrase("picture_around"),
                around,
                asked=bool(around),
                listed=True,
                wrong=_AROUND in wrong,
            ),
            FilterField(
                _COLOUR,
                text(shown.lang, "map.colour"),
                request.args.get(_COLOUR, "")[:_LENGTH],
                colour_choices(shown.lang),
                wrong=_COLOUR in wrong,
            ),
            *filter_fields(SCOPE, values, whole, shown, wrong=wrong),
        ],
        names=alphabetical(map(whole.name, whole.model.organisations)),
        file=with_params(f"{PATH}.svg", **request.args.to_dict()),
        groups=page_groups(NETWORK, shown),
    )
    return answer if error else cached(answer, tag)


@blueprint.get(f"{PATH}.svg")
def picture_file() -> Response:
    """Give the picture as a file of its own."""
    tag = etag("svg")
    if answer := not_modified(tag):
        return answer
    shown = view()
    found = _drawn(shown)
    body = render_template(
        "network_picture.svg",
        picture=found,
        title=phrases(shown.lang)("picture_title"),
        about=f"{site().settings.base} · {site().reader.version} · CC BY 4.0",
        lang=shown.lang,
    )
    return cached(svg_file(body, "network"), tag)


@blueprint.get(f"{PATH}.xlsx")
def workbook() -> Response:
    """Give the table beside the picture as a workbook."""
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    shown = view()
    found = _drawn(shown)
    phrase, t = phrases(shown.lang), shown.language.t
    headings = [t("column_name"), t("column_type"), phrase("picture_country"), phrase("picture_with")]
    headings.append(phrase("picture_strength"))
    rows = [
        [
            [one.name],
            [Value(one.kind)],
            [Value(one.country)],
            [Value("", exact=one.partners)],
            [Value("", exact=one.strength)],
        ]
        for one in found.actors
    ]
    sheet = value_sheet(phrase("picture_actors"), headings, rows)
    return cached(workbook_response("network", phrase("picture_title"), [sheet], shown.lang), tag)


def _drawn(shown: PageView) -> DrawnNetwork:
    """Draw what the address asks for; 400 where there is nothing to draw."""
    try:
        _refuse_repeated(shown.lang)
        return _picture(_asked(_values(), _around(), shown.lang), _around(), shown)
    except UsageError as problem:
        sentence = problem.sentence(shown.lang)
        raise RequestError(400, "web.analysis_refused", {"sentence": sentence}) from problem


def _refuse_repeated(lang: str, form: bool = False) -> None:
    """Raise UsageError for a field that the address gives twice, called by its label where it is a form's."""
    labels = {_AROUND: phrases(lang)("picture_around"), _COLOUR: text(lang, "map.colour")}
    refuse_repeated(labels, lang, labels if form else None)
    refuse_repeated_filters(SCOPE, lang)


def _around() -> str:
    return request.args.get(_AROUND, "").strip()[:_LENGTH]


def _values() -> dict[str, Any]:
    """Return the filters of the address; without any the country the graph is about."""
    found = given(SCOPE)
    home = served_basis().model.home
    if not found and not _around() and COUNTRY.name not in request.args and home:
        found[COUNTRY.name] = home
    return found


def _asked(values: Mapping[str, Any], around: str, lang: str) -> NetworkAsked:
    asked = NETWORK.asked(served_basis(), ViewRequest("", dict(values), lang, form=True), SCOPE)
    if around:
        with about(_AROUND):
            find_actor(asked.model, around, lang, where=phrases(lang)("picture_around"))
    return asked


def _picture(asked: NetworkAsked, around: str, shown: PageView) -> DrawnNetwork:
    """Draw what was asked for. Raises UsageError where there is nothing to draw."""
    network = asked.network()
    centre = find_actor(asked.model, around, shown.lang, where=_AROUND) if around else None
    if centre is not None and centre not in network.index:
        raise UsageError(text(shown.lang, "analysis_pages.picture_alone", name=asked.name(centre)))
    drawn = strongest(network, centre)
    with about(_COLOUR):
        by = chosen_colour(asked, request.args.get(_COLOUR, "").strip()[:_LENGTH], shown.lang)
    colours = network_colours(asked, network, shown, by)
    return draw_network(asked, network, drawn, colours, shown, around=centre)
