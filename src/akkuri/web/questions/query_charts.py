"""The chart that a question declares: on its page, and as a file."""

from collections.abc import Mapping

from flask import Blueprint, Response, request

from akkuri.ask.named.parameters import Context
from akkuri.ask.named.question import NamedQuery
from akkuri.errors import RequestError, UsageError
from akkuri.web.charts.answer_rows import answer_rows
from akkuri.web.charts.chart import AnswerChart, chart_file, draw_chart
from akkuri.web.charts.drawing import ChartTable
from akkuri.web.page.addresses import with_params
from akkuri.web.page.answers import AHEAD, Result, first_rows
from akkuri.web.page.rendering import cached, etag, not_modified, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["blueprint", "query_chart"]

blueprint = Blueprint("query_charts", __name__)


def query_chart(
    item: NamedQuery, result: Result, given: Mapping[str, str], shown: PageView
) -> AnswerChart | None:
    """Draw the chart of an answer; None where the question declares none or the rows give none."""
    chart = item.chart
    if chart is None:
        return None
    rows = answer_rows(result, chart.columns, shown)
    headings = {column.name: column.title(shown.lang) for column in item.columns}
    alike = {tuple(row.text(name) for name in chart.same) for row in rows}
    if chart.same and len(alike) != 1:
        return None
    told = ", ".join(each for one in alike for each in one if each)
    headings |= {name: f"{headings[name]} ({told})" for name in chart.value if told}
    table = ChartTable(rows, headings, lambda value: shown.language.number(round(value, 3)), chart)
    asked = {key: value for key, value in given.items() if item.params[key].type != "lang"}
    file = with_params(f"/queries/{item.path}.svg", **asked, lang=shown.lang)
    return draw_chart(table, item.title(shown.lang), file, shown.lang)


@blueprint.get("/queries/<group>/<name>.svg")
def file(group: str, name: str) -> Response:
    """Give the chart of a question as SVG, with the parameters of the address."""
    tag = etag("svg")
    if answer := not_modified(tag):
        return answer
    shown = view()
    item = site().catalogue.queries.get(f"{group}/{name}")
    if item is None or item.chart is None:
        raise RequestError(404, "web.unknown_query", {"name": f"{group}/{name}"[:80]})
    given = {key: value for key in item.params if (value := request.args.get(key, "").strip())}
    given |= {param.name: shown.lang for param in item.params.values() if param.type == "lang"}
    try:
        text = item.bind(given, Context(site().names, shown.lang, site().known))
        result = first_rows(site().reader.ask, text, site().settings.page_rows, ahead=AHEAD)
        drawn = query_chart(item, result, given, shown)
        if drawn is None:
            raise UsageError.worded("charts.none", name=item.path)
    except UsageError as problem:
        sentence = problem.sentence(shown.lang)
        raise RequestError(400, "web.analysis_refused", {"sentence": sentence}) from problem
    return cached(chart_file(drawn, item.name, shown.lang), tag)
