"""/gaps.svg: the matrix of stages and capabilities as a drawing to take away."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, render_template

from akkuri.analysis.gaps.cells import frame
from akkuri.errors import RequestError
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.gaps.asked_cell import given_text, within_area
from akkuri.web.analyses.gaps.matrix import Mark, Matrix, matrix
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.charts.drawing import SOFT, Drawing, Shape, line, write
from akkuri.web.charts.labels import shorten, text_width
from akkuri.web.page.rendering import cached, etag, not_modified, svg_file, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView

__all__ = ["blueprint"]

blueprint = Blueprint("gap_matrix_file", __name__)

FILLS: Final = {
    "stated-missing": "#f7d3cb",
    "none-recorded": "#e3e8ea",
    "planned-only": "#d5e6f7",
    "in-house-only": "#e5dcf3",
    "single-operator": "#fbdfb4",
    "no-pilot-scale": "#fbf1b8",
    "trl-hole": "#e2efcd",
    "covered": "#cbebd3",
}
"""The light tints of the style sheet: a file has no style sheet, and paper is white."""
_FONT: Final = 11
_HEADING: Final = 10
_EDGE: Final = 16
_NAMES: Final = 250
_CELL: Final = 120
_LINE: Final = 20
_TOP: Final = 78
_HEADS: Final = 2
"""Lines of a heading of a column."""


@blueprint.get("/gaps.svg")
def picture() -> Response:
    """Give the matrix of the country or one region as a file; 404 for a graph that has none."""
    tag = etag("svg")
    if answer := not_modified(tag):
        return answer
    shown, model = view(), served_basis().model
    region = given_text("region")
    if not frame(model) or (model.home is None and not region):
        raise RequestError(404, "web.analysis_refused", {"sentence": phrases(shown.lang)("no_frame")})
    asked = within_area(region, shown, "/gaps.svg")
    body = render_template(
        "gap_matrix.svg",
        drawing=_drawing(matrix(asked, shown), shown),
        title=phrases(shown.lang)("matrix_title", area=shown.area(asked.area)),
        notes=[phrases(shown.lang)("number_means"), text(shown.lang, "analysis.note_none_recorded")],
        about=f"{site().settings.base} · {site().reader.version} · CC BY 4.0",
        lang=shown.lang,
    )
    return cached(svg_file(body, "gaps"), tag)


def _drawing(laid: Matrix, shown: PageView) -> Drawing:
    shapes = list(_headings(laid))
    y = float(_TOP + _HEADS * 14 + 10)
    for group, rows in laid.groups:
        if group:
            shapes.append(write(_EDGE, y + 17, group, _FONT, colour=SOFT, **{"font-weight": 600}))
            y += 24
        for name, marks in rows:
            shapes.append(write(_EDGE, y + 14, _fitting(name, _NAMES - 8, _FONT), _FONT))
            shapes.append(
                line(_EDGE, y + _LINE - 1.5, _EDGE + _NAMES + _CELL * len(marks) - 3, y + _LINE - 1.5)
            )
            for place, mark in enumerate(marks):
                if mark is not None:
                    shapes += _cell(mark, _EDGE + _NAMES + place * _CELL, y)
            y += _LINE
        y += 4
    width = _EDGE * 2 + _NAMES + _CELL * len(laid.stages)
    y += 12
    x = float(_EDGE)
    for item in laid.counts:
        told = f"{item.sign} {item.name}: {shown.language.number(item.count)}"
        if x + text_width(told, _FONT) + 30 > width:
            x, y = float(_EDGE), y + 20
        shapes += [_square(x, y, 14, 14, item.state), write(x + 19, y + 11, told, _FONT)]
        x += text_width(told, _FONT) + 38
    return Drawing(width, y + 22, shapes)


def _headings(laid: Matrix) -> Iterator[Shape]:
    for place, stage in enumerate(laid.stages):
        lines = _wrapped(stage)
        for number, part in enumerate(lines):
            y = _TOP + 14 * (_HEADS - len(lines) + number + 1)
            yield write(_EDGE + _NAMES + place * _CELL + 3, y, part, _HEADING, **{"font-weight": 600})


def _wrapped(name: str) -> list[str]:
    """Break a heading into two lines at most, each as wide as its column."""
    lines: list[str] = []
    for word in name.split():
        if lines and text_width(f"{lines[-1]} {word}", _HEADING) <= _CELL - 6:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > _HEADS:
        lines = [*lines[: _HEADS - 1], " ".join(lines[_HEADS - 1 :])]
    return [_fitting(part, _CELL - 6, _HEADING) for part in lines]


def _cell(mark: Mark, x: float, y: float) -> list[Shape]:
    counted = f" ({mark.facilities})" if mark.facilities else ""
    word = _fitting(mark.word, _CELL - 12 - text_width(f"{mark.sign} {counted}", 10), 10)
    title = f"{mark.stage}: {mark.capability}: {mark.state_name}{counted}"
    said = f"{mark.sign} {word}{counted}"
    return [
        _square(x, y, _CELL - 3, _LINE - 3, mark.state, title),
        write(x + 4, y + 12.5, said, 10),
    ]


def _square(x: float, y: float, width: float, height: float, state: str, title: str = "") -> Shape:
    told = {
        "x": round(x, 1),
        "y": round(y, 1),
        "width": width,
        "height": height,
        "rx": 3,
        "fill": FILLS[state],
    }
    return Shape("rect", told, title=title)


def _fitting(text: str, width: float, font: float) -> str:
    """Cut a text to a width."""
    longest = len(text)
    while longest > 4 and text_width(shorten(text, longest), font) > width * 1.08:
        longest -= 1
    return shorten(text, longest)
