"""/network: who works with whom; the counts, the questions that a form answers, and the first rows."""

from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, Response

from akkuri.analysis.network.asked import network_totals
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import Asked, ViewRequest
from akkuri.analysis.views.view import Front, View
from akkuri.errors import UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis, whole_table
from akkuri.web.analyses.small_network import network_whole, small_taken
from akkuri.web.analyses.view_charts import view_chart
from akkuri.web.analyses.view_forms import FilterField, actor_names, filter_fields
from akkuri.web.analyses.view_pages import EVERY, page_groups
from akkuri.web.analyses.view_tables import MOST, ShownTable, phrases, shown_table
from akkuri.web.charts.chart import AnswerChart
from akkuri.web.map.small_map import SmallMap, small_map
from akkuri.web.page.file_links import file_links
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import cached, etag, language, not_modified, page, view
from akkuri.web.page.values import PageView

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("network_pages", __name__)
SITE_PAGES: Final = (SitePage("/network", nav=30),)


@dataclass(frozen=True, slots=True)
class FrontPart:
    """What the front page shows of one view."""

    name: str
    title: str
    about: str
    path: str
    fields: list[FilterField]
    button: str
    heading: str
    table: ShownTable | None
    chart: AnswerChart | None


@blueprint.get("/network")
def network() -> Response:
    """Show the counts and what the views say of themselves on the front page."""
    tag = etag("html")
    if answer := not_modified(tag):
        return answer
    shown, phrase = view(), phrases(language().code)
    title = phrase("network_title")
    asked = NETWORK.asked(served_basis(), ViewRequest(lang=shown.lang))
    try:
        totals = network_totals(asked.network(), asked.measures())
        parts = [_part(item, about.front, asked, shown) for item, about in NETWORK.pages if about.front]
    except UsageError:  # the graph has no ties
        return cached(page("network.html", title=title, w=phrase, totals=None), tag)
    drawn, picture = _map(asked, shown), network_whole(shown)
    return cached(
        page(
            "network.html",
            title=title,
            w=phrase,
            totals=totals,
            map=drawn,
            picture=picture,
            taken=small_taken(drawn, picture, shown.lang),
            parts=parts,
            names=actor_names(asked, NETWORK.filters.values()),
            groups=page_groups(NETWORK, shown),
            fields=(),
            files=_files(shown.lang),
        ),
        tag,
    )


def _map(asked: Asked, shown: PageView) -> SmallMap | None:
    """Draw the facilities in the home country that actors with a tie operate."""
    model = asked.model
    tied = {end for tie in asked.basis.ties for end in tie.pair}
    facilities = [
        one
        for _, one in sorted(model.facilities.items())
        if (not model.home or one.country == model.home) and tied.intersection(one.operators)
    ]
    drawn = small_map(model, facilities, shown, whole=True)
    return drawn and replace(drawn, told=[*drawn.told, text(shown.lang, "pictures.tied")])


def _part(item: View[Any], front: Front, asked: Asked, shown: PageView) -> FrontPart:
    table, chart = None, None
    if front.rows or item.chart:
        rows = whole_table(NETWORK, item.name, shown.lang, None if item.chart else front.rows or MOST)
        chart = view_chart(rows, shown)
        table = shown_table(rows, asked.model, shown, front.rows or MOST, front.without)
    return FrontPart(
        item.name,
        text(shown.lang, f"views.view_{item.name}"),
        text(shown.lang, f"views.about_{item.name}"),
        f"/network/{item.name}",
        filter_fields(front.ask, {}, asked, shown),
        text(shown.lang, f"views.ask_{item.name}") if front.ask else "",
        text(shown.lang, f"views.front_{item.name}") if front.ask and table else "",
        table,
        chart,
    )


def _files(lang: str) -> list[tuple[str, str]]:
    """Return the network as files: for network programs, and as tables."""
    graphs = [
        (name, f"/api/network?format={form}") for name, form in (("GraphML", "graphml"), ("GEXF", "gexf"))
    ]
    return [*graphs, *file_links("/api/network", show="ties", top=EVERY, lang=lang)]
