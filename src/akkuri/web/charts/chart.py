"""The chart that an answer declares: drawn, told in words, and where it is as a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Response, render_template

from akkuri.texts import text
from akkuri.web.charts.bars import bars
from akkuri.web.charts.drawing import COLOURS, ChartTable, Drawing
from akkuri.web.charts.ladder import ladder
from akkuri.web.charts.lines import lines
from akkuri.web.charts.matrix import matrix
from akkuri.web.page.rendering import svg_file
from akkuri.web.page.site import site

__all__ = ["AnswerChart", "chart_file", "draw_chart"]

_DRAWN: Final[Mapping[str, Callable[[ChartTable], Drawing | None]]] = {
    "bar": bars,
    "line": lines,
    "matrix": matrix,
    "ladder": ladder,
}


@dataclass(frozen=True, slots=True)
class AnswerChart:
    """A drawing with what it says in words, and the address of its file."""

    drawing: Drawing
    title: str
    told: str
    """What is measured, and how many rows of how many are drawn where that is not all of them."""
    file: str


def draw_chart(
    table: ChartTable, title: str, file: str, lang: str, total: int | None = None
) -> AnswerChart | None:
    """Draw a chart of `total` rows; None where the rows give none."""
    drawing = _DRAWN[table.chart.type](table)
    if drawing is None:
        return None
    if table.chart.type == "matrix":
        rows = len({row.label(table.chart.label) for row in table.rows})
    else:
        rows = max(total or 0, len(table.rows))
    told = text(lang, "charts.some", count=drawing.shown, total=rows) if drawing.shown < rows else ""
    return AnswerChart(drawing, title, told, file)


def chart_file(chart: AnswerChart, name: str, lang: str) -> Response:
    """Answer with a chart as a file of its own that says what it shows and where it is from."""
    about = f"{site().settings.base} · {site().reader.version} · CC BY 4.0"
    body = render_template("chart.svg", chart=chart, about=about, colours=COLOURS, lang=lang)
    return svg_file(body, name)
