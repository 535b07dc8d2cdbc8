"""The views that an answer's columns allow beside its table: chart, map, network; each also as SVG."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template, request

from akkuri.errors import RequestError
from akkuri.texts import text
from akkuri.web.charts.chart import AnswerChart, chart_file
from akkuri.web.editor.answer_chart import answer_chart
from akkuri.web.editor.answer_map import AnswerMap, answer_map
from akkuri.web.editor.answer_network import AnswerNetwork, answer_network
from akkuri.web.map.window import box_of
from akkuri.web.page.addresses import with_params
from akkuri.web.page.answers import Result, first_rows
from akkuri.web.page.rendering import cached, etag, not_modified, svg_file, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["CHART", "MAP", "NETWORK", "TABLE", "AnswerViews", "answer_views", "blueprint"]

blueprint = Blueprint("answer_views", __name__)

TABLE: Final = "table"
CHART: Final = "chart"
MAP: Final = "map"
NETWORK: Final = "network"


@dataclass(frozen=True, slots=True)
class AnswerViews:
    """What an answer can be shown as, beside the table that is always there, and the address of its files."""

    chart: AnswerChart | None
    map: AnswerMap | None
    network: AnswerNetwork | None
    file: str

    @property
    def names(self) -> list[str]:
        """The views there are, the table first."""
        found = ((CHART, self.chart), (MAP, self.map), (NETWORK, self.network))
        return [TABLE, *(name for name, picture in found if picture is not None)]


def answer_views(result: Result, query: str, shown: PageView) -> AnswerViews:
    """Return the views of the first rows of an answer. Raises Refusal when points cannot be asked for."""
    file = with_params("/query.svg", query=query, lang=shown.lang)
    if result.form != "select" or not result.rows:
        return AnswerViews(None, None, None, file)
    return AnswerViews(
        answer_chart(result, text(shown.lang, "editor.view_chart"), f"{file}&view={CHART}", shown),
        answer_map(result, shown),
        answer_network(result, shown),
        file,
    )


@blueprint.get("/query.svg")
def picture() -> Response:
    """Give one view of an answer as a file of its own; 400 where the columns do not allow it."""
    tag = etag("svg")
    if answer := not_modified(tag):
        return answer
    shown, asked = view(), request.args.get("query", "")
    found = answer_views(first_rows(site().reader.ask, asked, site().settings.page_rows), asked, shown)
    about = f"{site().settings.base} · {site().reader.version} · CC BY 4.0"
    name = request.args.get("view", CHART)
    if name == CHART and found.chart is not None:
        return cached(chart_file(found.chart, "answer", shown.lang), tag)
    if name == MAP and found.map is not None:
        size = found.map.picture.width, found.map.picture.height
        body = render_template(
            "map.svg",
            picture=found.map.picture,
            box=box_of((0, 0, *size)),
            size=size,
            legend=[],
            title=text(shown.lang, "editor.view_map"),
            notes=[text(shown.lang, "map.origin"), about],
            lang=shown.lang,
        )
        return cached(svg_file(body, "answer"), tag)
    if name == NETWORK and found.network is not None:
        body = render_template(
            "network_picture.svg",
            picture=found.network,
            title=text(shown.lang, "editor.view_network"),
            about=about,
            lang=shown.lang,
        )
        return cached(svg_file(body, "answer"), tag)
    raise RequestError(400, "editor.no_view", {"view": name[:40], "known": ", ".join(found.names)})
