"""Squares in lines and columns: the darker, the greater the number, which stands in each."""

from typing import Final

from akkuri.web.charts.drawing import COLOURS, LINE, ORDER, SIGN, ChartTable, Drawing, Shape, cut, write

__all__ = ["matrix"]

_SIDE: Final = 34
_HIGH: Final = 22
_NAME: Final = 250
_HEAD: Final = 170
_MOST: Final = 150
"""Lines of a matrix."""
_COLUMNS: Final = 40
_LIGHT, _DARK = 0.1, 0.5
"""How much colour a number has just above zero, and the greatest; the ink is readable on both."""


def matrix(table: ChartTable) -> Drawing | None:
    """Draw a square for each number; None for fewer than two lines."""
    lines = _lines(table)
    columns = list(dict.fromkeys(name for line in lines.values() for name in line))
    if not table.chart.column:
        columns = [table.headings[name] for name in table.chart.value]
    else:
        columns = _in_order(table, columns)
    columns = columns[:_COLUMNS]
    kept = {name: line for name, line in list(lines.items())[:_MOST] if any(c in line for c in columns)}
    highest = max((line[c] for line in kept.values() for c in columns if c in line), default=0)
    if len(kept) < 2 or not columns or highest <= 0:
        return None
    name_width = min(_NAME, max(len(name) for name in kept) * 11 * SIGN + 8)
    head = min(_HEAD, max(len(name) for name in columns) * 11 * SIGN + 8)
    shapes: list[Shape] = []
    for place, column in enumerate(columns):
        x = name_width + place * _SIDE + _SIDE / 2 + 4
        turned = {"transform": f"rotate(-90 {round(x, 1)} {round(head - 5, 1)})"}
        shapes.append(write(x, head - 5, cut(column, head, 11), 11, **turned))
    for number, (name, line) in enumerate(kept.items()):
        y = head + number * _HIGH
        shapes.append(write(name_width - 6, y + 15, cut(name, name_width, 11), 11, anchor="end"))
        for place, column in enumerate(columns):
            if column in line:
                title = f"{name}, {column}: {table.number(line[column])}"
                x = name_width + place * _SIDE
                shapes += _square(x, y, line[column], highest, table.number(line[column]), title)
    width, height = name_width + len(columns) * _SIDE, head + len(kept) * _HIGH
    named = table.chart.value if table.chart.column else ()
    legend = [(0, table.headings[name]) for name in named]
    return Drawing(round(width), round(height), shapes, legend, len(kept), wide=True)


def _lines(table: ChartTable) -> dict[str, dict[str, float]]:
    """Return line → column → number; several rows of one square are added up."""
    found: dict[str, dict[str, float]] = {}
    chart = table.chart
    for row in table.rows:
        line = found.setdefault(row.label(chart.label), {})
        for name in chart.value:
            if name in row.numbers:
                column = row.text(chart.column) if chart.column else table.headings[name]
                line[column] = line.get(column, 0) + row.numbers[name]
    return found


def _in_order(table: ChartTable, columns: list[str]) -> list[str]:
    """Sort columns by `order`, where the answer has it, else leave them as they come."""
    order: dict[str, float] = {}
    for row in table.rows:
        if ORDER in row.numbers:
            order.setdefault(row.text(table.chart.column), row.numbers[ORDER])
    return sorted(columns, key=lambda name: order.get(name, 0))


def _square(x: float, y: float, value: float, highest: float, told: str, title: str) -> list[Shape]:
    share = 0.0 if value <= 0 else _LIGHT + (_DARK - _LIGHT) * value / highest
    place = {
        "x": round(x + 1, 1),
        "y": round(y + 1, 1),
        "width": _SIDE - 2,
        "height": _HIGH - 2,
        "rx": 2,
    }
    tint = {
        "fill": COLOURS[0],
        "fill-opacity": round(share, 2),
        "stroke": LINE,
        "class": "c0 rule",
    }
    number = write(x + _SIDE / 2, y + 15, cut(told, _SIDE + 6, 10), 10, anchor="middle")
    return [Shape("rect", {**place, **tint}, title=title), number]
