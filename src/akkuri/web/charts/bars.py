"""Bars that lie under their names: of one piece, of several, or with a part set off."""

from typing import Final

from akkuri.web.charts.drawing import SOFT, ChartRow, ChartTable, Drawing, Shape, cut, rect, write

__all__ = ["bars"]

WIDTH: Final = 480
_ROOM: Final = 410
"""The longest bar is no longer; what is beside it is its number."""
_DIGIT: Final = 9
"""So wide a sign of a number is at most, as phones write it."""
_NAME: Final = 410
"""So wide a name is at most; phones write it larger."""
_ROW: Final = 32
_MOST: Final = 20
"""With more bars the table beneath, which has all, is not found."""


def bars(table: ChartTable) -> Drawing | None:
    """Draw a bar for each row that has a number; None for fewer than two, for equal ones, or below zero."""
    chart = table.chart
    rows = [row for row in table.rows if any(name in row.numbers for name in chart.value)]
    sums = [sum(row.numbers.get(name, 0) for name in chart.value) for row in rows]
    highest = max(sums, default=0)
    if len(rows) < 2 or highest <= 0 or min(sums) < 0:
        return None
    if not chart.part and len(chart.value) == 1 and len(set(sums[:_MOST])) == 1:
        return None  # bars of one length tell no more than the sentence above them
    shapes: list[Shape] = []
    drawn = list(zip(rows[:_MOST], sums, strict=False))
    beside = max(len(_told(row, table, total)) for row, total in drawn) * _DIGIT + 5
    scale = min(_ROOM, max(WIDTH - beside, WIDTH / 2)) / highest
    for place, (row, total) in enumerate(drawn):
        top = place * _ROW
        shapes.append(write(0, top + 12, cut(row.label(chart.label), _NAME)))
        shapes += _pieces(row, table, top + 17, scale)
        shapes.append(write(total * scale + 5, top + 27, _told(row, table, total), 11, colour=SOFT))
    named = [*chart.value, *([chart.part] if chart.part else [])]
    legend = [(number, table.headings[name]) for number, name in enumerate(named)]
    return Drawing(WIDTH, min(len(rows), _MOST) * _ROW, shapes, legend, min(len(rows), _MOST))


def _pieces(row: ChartRow, table: ChartTable, y: float, scale: float) -> list[Shape]:
    found, x = [], 0.0
    for number, name in enumerate(table.chart.value):
        value = row.numbers.get(name, 0)
        if value:
            title = f"{row.label(table.chart.label)}: {table.headings[name]} {table.number(value)}"
            found.append(rect(x, y, value * scale, 11, number, title))
            x += value * scale
    part = row.numbers.get(table.chart.part, 0)
    if part:
        title = f"{row.label(table.chart.label)}: {table.headings[table.chart.part]} {table.number(part)}"
        found.append(rect(0, y + 3, part * scale, 5, 1, title))
    return found


def _told(row: ChartRow, table: ChartTable, total: float) -> str:
    named = table.chart.value if not table.chart.part else (*table.chart.value, table.chart.part)
    if len(named) == 1:
        return table.number(total)
    return " / ".join(table.number(row.numbers.get(name, 0)) for name in named)
