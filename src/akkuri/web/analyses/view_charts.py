"""The chart of a view: on its page, and as a file."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response

from akkuri.analysis.subjects import SUBJECTS
from akkuri.analysis.views.asking import ViewRequest
from akkuri.analysis.views.columns import Holds
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.views.table import ViewTable
from akkuri.errors import RequestError, UsageError
from akkuri.texts import text
from akkuri.web.analyses.basis import analysed
from akkuri.web.analyses.view_forms import given
from akkuri.web.charts.chart import AnswerChart, chart_file, draw_chart
from akkuri.web.charts.drawing import ChartRow, ChartTable
from akkuri.web.page.addresses import with_params
from akkuri.web.page.rendering import cached, etag, not_modified, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["blueprint", "view_chart"]

blueprint = Blueprint("view_charts", __name__)


def view_chart(table: ViewTable, shown: PageView, **asked: Any) -> AnswerChart | None:
    """Draw the chart that a view declares; None where it has none or the rows give none."""
    chart = table.view.chart
    if chart is None:
        return None
    headings = {name: table.heading(name, shown.lang) for name in table.columns}
    named = {column.name for column in table.view.columns if column.holds is Holds.COUNTRY}

    def cell(row: Mapping[str, Any], name: str) -> str:
        value = row.get(name)
        if value is None:
            return ""
        return shown.language.country(str(value)) if name in named and value else str(value)

    rows = [
        ChartRow(
            partial(cell, row), {name: value for name, value in row.items() if type(value) in (int, float)}
        )
        for row in table.rows
    ]
    now = (str(site().reader.manifest.get("issued", ""))[:4], text(shown.lang, "charts.later"))
    drawn = ChartTable(rows, headings, lambda value: shown.language.number(round(value, 3)), chart, now)
    subject = next(each.name for each in SUBJECTS if table.view in each.views)
    file = with_params(f"/{subject}/{table.name}.svg", **asked, lang=shown.lang)
    return draw_chart(drawn, table.title(shown.lang), file, shown.lang, table.total)


def _file(subject: Subject[Any], show: str) -> Response:
    """Give the chart of a view as SVG, with the filters of the address."""
    tag = etag("svg")
    if answer := not_modified(tag):
        return answer
    shown = view()
    item = next((each for each, _ in subject.pages if each.name == show and each.chart), None)
    try:
        if item is None:
            raise UsageError.worded("charts.none", name=show[:100])
        asked = ViewRequest(item.name, given(item.fields), shown.lang, whole=True, form=True)
        drawn = view_chart(analysed(subject, asked), shown)
        if drawn is None:
            raise UsageError.worded("charts.none", name=show[:100])
    except UsageError as problem:
        sentence = problem.sentence(shown.lang)
        raise RequestError(
            404 if item is None else 400, "web.analysis_refused", {"sentence": sentence}
        ) from problem
    return cached(chart_file(drawn, show, shown.lang), tag)


for _subject in SUBJECTS:
    blueprint.add_url_rule(
        f"/{_subject.name}/<show>.svg", _subject.name, _file, defaults={"subject": _subject}, methods=["GET"]
    )
